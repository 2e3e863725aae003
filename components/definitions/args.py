"""The fields of a sequence's definition, their defaults and limits."""

from typing import NotRequired, TypedDict

from ..checking.rule import Rule, Rules, within

WIDEST = 10**37  # DynamoDB keeps 38 digits; one digit is spare, so that sums near a limit stay exact
MOST_CACHED = 1_000_000
SAFE_INTEGER = 2**53 - 1  # every JSON reader keeps integers up to this one exact


class SequenceDefinition(TypedDict):
    """One sequence, with the fields of SQL's `CREATE SEQUENCE`. Python's integers stay exact, whatever their size."""

    increment: NotRequired[int]
    """The step to the next value. If it is negative, the sequence descends."""

    min_value: NotRequired[int]
    """The lowest value. It must be less than `max_value`. Default: 1; descending: -(2^53 - 1)."""

    max_value: NotRequired[int]
    """The highest value. Every JSON reader keeps the default exact. Default: 2^53 - 1; descending: -1."""

    start: NotRequired[int]
    """The first value. Default: `min_value`; descending: `max_value`."""

    cycle: NotRequired[bool]
    """Whether the sequence starts over at its limit. Otherwise it ends there."""

    cache: NotRequired[int]
    """How many values a running function takes from the table at a time. With 1, values are strictly in order."""


DEFINITION: SequenceDefinition = {"increment": 1, "cycle": False, "cache": 1}

_LIMIT = "an integer from -10^37 to 10^37"

DEFINITION_RULES: Rules = {
    SequenceDefinition: {
        "increment": Rule(f"{_LIMIT}, not 0", "1", lambda value: value != 0 and abs(value) <= WIDEST),
        "min_value": Rule(_LIMIT, "1", lambda value: abs(value) <= WIDEST),
        "max_value": Rule(_LIMIT, "999999", lambda value: abs(value) <= WIDEST),
        "start": Rule("an integer within the limits", "1000"),
        "cache": within(1, MOST_CACHED, 50),
    },
}
