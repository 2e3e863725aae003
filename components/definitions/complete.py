"""A sequence's definition: checked as PostgreSQL checks `CREATE SEQUENCE`, and completed."""

from collections.abc import Mapping

from ..checking.mistakes import Mistakes, key_path
from .args import DEFINITION, SAFE_INTEGER, SequenceDefinition


def complete_definitions(
    definitions: Mapping[str, SequenceDefinition], mistakes: Mistakes
) -> dict[str, SequenceDefinition]:
    """Every definition with all six fields.

    `mistakes` has those of each single field already. Fields that contradict each other are added.
    """
    return {name: _complete(key_path("sequences", name), given, mistakes) for name, given in definitions.items()}


def _complete(path: str, given: SequenceDefinition, mistakes: Mistakes) -> SequenceDefinition:
    plain: SequenceDefinition = {**DEFINITION, **given}
    increment = plain["increment"]
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
        "cycle": plain["cycle"],
        "cache": plain["cache"],
    }
