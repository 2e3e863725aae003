"""A sequence's definition: checked as PostgreSQL checks `CREATE SEQUENCE`, and completed."""

import re
from collections.abc import Mapping

from ..mistakes import Mistakes, key_path
from .args import SequenceDefinition

ANY_NAME = "*"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/#@-]{0,127}")
NAME_IN_WORDS = "1 to 128 characters of A-Z a-z 0-9 . _ : / # @ -, starting with a letter or digit"

WIDEST = 10**37  # DynamoDB keeps 38 digits; one is left for the sums on the way to a limit
MOST_CACHED = 1_000_000
SAFE_INTEGER = 2**53 - 1  # the largest integer that every JSON reader keeps exact


def complete_definitions(
    definitions: Mapping[str, SequenceDefinition], mistakes: Mistakes
) -> dict[str, SequenceDefinition]:
    """Every definition with all six fields.

    `mistakes` has those of each single field already. Fields that contradict each other are added.
    """
    return {name: _complete(key_path("sequences", name), given, mistakes) for name, given in definitions.items()}


def _complete(path: str, given: SequenceDefinition, mistakes: Mistakes) -> SequenceDefinition:
    increment = given.get("increment", 1)
    lowest, highest = (1, SAFE_INTEGER) if increment > 0 else (-SAFE_INTEGER, -1)
    min_value, max_value = given.get("min_value", lowest), given.get("max_value", highest)
    start = given.get("start", min_value if increment > 0 else max_value)
    if not mistakes.about(path):  # limits are compared only where each of them is right
        if min_value >= max_value:
            if "min_value" in given:
                problem = f"must be less than max_value, which is {max_value}; lower it, or raise max_value"
                mistakes.add(f"{path}.min_value", problem, min_value)
            else:
                problem = f"must be more than min_value, which is {min_value}; raise it, or lower min_value"
                mistakes.add(f"{path}.max_value", problem, max_value)
        elif not min_value <= start <= max_value:
            problem = f"must be within the limits, {min_value} to {max_value}; for example {min_value}"
            mistakes.add(f"{path}.start", problem, start)

    return {
        "increment": increment,
        "min_value": min_value,
        "max_value": max_value,
        "start": start,
        "cycle": given.get("cycle", False),
        "cache": given.get("cache", 1),
    }
