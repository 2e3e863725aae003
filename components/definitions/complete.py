"""A sequence's definition: checked as PostgreSQL checks `CREATE SEQUENCE`, and completed."""

import re
from collections.abc import Mapping

from ..mistakes import Mistakes
from .args import SequenceDefinition

ANY_NAME = "*"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/#@-]{0,127}")
NAME_REMEDY = "give 1 to 128 characters of A-Z a-z 0-9 . _ : / # @ -, the first a letter or digit"

WIDEST = 10**37  # DynamoDB keeps 38 digits; one is left for the sums on the way to a limit
MOST_CACHED = 1_000_000
SAFE_INTEGER = 2**53 - 1  # the largest integer that every JSON reader keeps exact


def complete_definitions(
    definitions: Mapping[str, SequenceDefinition], mistakes: Mistakes
) -> dict[str, SequenceDefinition]:
    """Every definition with all six fields. `mistakes` hold each field's own already; what else is wrong joins them."""
    for name in definitions:
        if name != ANY_NAME and not NAME.fullmatch(name):
            mistakes.add("sequences", name, f"{NAME_REMEDY}, or * for every other name")
    return {name: _complete(f"sequences.{name}", given, mistakes) for name, given in definitions.items()}


def wrong_increment(increment: int) -> str | None:
    """What to do about an increment; None where it is right."""
    return "give -10^37 to 10^37, not 0" if increment == 0 or abs(increment) > WIDEST else None


def wrong_limit(limit: int) -> str | None:
    """What to do about a limit; None where it is right."""
    return "give -10^37 to 10^37" if abs(limit) > WIDEST else None


def _complete(path: str, given: SequenceDefinition, mistakes: Mistakes) -> SequenceDefinition:
    increment = given.get("increment", 1)
    lowest, highest = (1, SAFE_INTEGER) if increment > 0 else (-SAFE_INTEGER, -1)
    min_value, max_value = given.get("min_value", lowest), given.get("max_value", highest)
    start = given.get("start", min_value if increment > 0 else max_value)
    if not mistakes.about(path):  # limits are compared only where each of them is right
        if min_value >= max_value:
            field, limit = ("min_value", min_value) if "min_value" in given else ("max_value", max_value)
            mistakes.add(f"{path}.{field}", limit, f"min_value {min_value} must be less than max_value {max_value}")
        elif not min_value <= start <= max_value:
            mistakes.add(f"{path}.start", start, f"give {min_value} to {max_value}, the sequence's limits")

    return {
        "increment": increment,
        "min_value": min_value,
        "max_value": max_value,
        "start": start,
        "cycle": given.get("cycle", False),
        "cache": given.get("cache", 1),
    }
