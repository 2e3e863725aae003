"""The fields of a sequence's definition."""

from typing import NotRequired, TypedDict


class SequenceDefinition(TypedDict):
    """One sequence, in the words of SQL's `CREATE SEQUENCE`. Limits may be as wide as -10^37 to 10^37."""

    increment: NotRequired[int]
    """What is added for the next value: -10^37 to 10^37, not 0. Default: 1. Negative: a descending sequence."""

    min_value: NotRequired[int]
    """The lowest value, less than `max_value`. Default: 1; descending: -(2^53 - 1)."""

    max_value: NotRequired[int]
    """The highest value. Default: 2^53 - 1, so that every JSON reader keeps it exact; descending: -1."""

    start: NotRequired[int]
    """The first value, within the limits. Default: `min_value`; descending: `max_value`."""

    cycle: NotRequired[bool]
    """Whether the sequence starts over at its limit instead of being exhausted. Default: false."""

    cache: NotRequired[int]
    """How many values a running function takes at a time, 1 to 1,000,000. Default: 1, values strictly in order."""
