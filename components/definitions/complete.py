"""Check a sequence's definition as PostgreSQL checks `CREATE SEQUENCE`, and fill in the defaults."""

from collections.abc import Mapping
from typing import cast

from ..checking.mistakes import Mistakes, key_path
from .args import DEFINITION, SAFE_INTEGER, SequenceDefinition


def complete_definitions(
    definitions: Mapping[str, SequenceDefinition], mistakes: Mistakes
) -> dict[str, SequenceDefinition]:
    """Return every definition with all six fields.

    Single fields are checked before. This adds a mistake for fields that contradict each other.
    """
    return {name: _complete(key_path("sequences", name), given, mistakes) for name, given in definitions.items()}


def exact_definitions(definitions: Mapping[str, SequenceDefinition]) -> dict[str, dict[str, int | str]]:
    """Complete definitions as an output. Pulumi keeps numbers as floats, so a wide integer is a string here."""
    return {
        name: {field: _exact(cast(int, value)) for field, value in definition.items()}
        for name, definition in definitions.items()
    }


def _exact(value: int) -> int | str:
    return str(value) if abs(value) > SAFE_INTEGER else value


def _complete(path: str, given: SequenceDefinition, mistakes: Mistakes) -> SequenceDefinition:
    plain: SequenceDefinition = {**DEFINITION, **given}
    increment = plain["increment"]
    lowest, highest = (1, SAFE_INTEGER) if increment > 0 else (-SAFE_INTEGER, -1)
    min_value, max_value = given.get("min_value", lowest), given.get("max_value", highest)
    start = given.get("start", min_value if increment > 0 else max_value)
    if not mistakes.about(path):  # compare the limits only if each of them is valid
        if min_value >= max_value:
            if "min_value" in given:
                problem = f"must be less than max_value, which is {max_value}; lower it, or raise max_value"
                mistakes.add(f"{path}.min_value", problem, min_value)
            else:
                problem = f"must be more than min_value, which is {min_value}; raise it, or lower min_value"
                mistakes.add(f"{path}.max_value", problem, max_value)
        elif not min_value <= start <= max_value:
            first = min_value if increment > 0 else max_value
            problem = f"must be within the limits, {min_value} to {max_value}; for example {first}, or widen the limits"
            mistakes.add(f"{path}.start", problem, start)

    return {
        "increment": increment,
        "min_value": min_value,
        "max_value": max_value,
        "start": start,
        "cycle": plain["cycle"],
        "cache": plain["cache"],
    }
