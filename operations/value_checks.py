"""What `sequences check` says about the stored values: are they within their definitions?"""

from collections.abc import Iterable, Iterator

from .checks import Finding, State
from .guide import CHANGED_DEFINITIONS
from .standing import Standing
from .wording import count

NEARLY_FULL = 95  # percent


def check_values(standings: Iterable[Standing]) -> Iterator[Finding]:
    """A finding for each sequence that needs attention, then one for all."""
    total = 0
    for standing in standings:
        total += 1
        if (problem := _problem(standing)) is not None:
            yield Finding(f"sequence {standing.name}", State.WRONG, problem)
        elif standing.key is None:
            yield Finding(f"sequence {standing.name}", State.NOTE, "not declared, so no caller can use it")
    yield Finding("sequences", State.OK, f"{count(total, 'sequence')} read")


def _problem(standing: Standing) -> str | None:
    definition, value = standing.definition, standing.value
    if standing.problem or definition is None or value is None:
        return standing.problem
    if not definition.contains(value):
        limits = f"{definition.min_value} to {definition.max_value}"
        return f"its last value {value} is outside its limits {limits}; see {CHANGED_DEFINITIONS}"
    if definition.cycle:
        return None
    if not standing.left:
        return f"exhausted at {value}; widen its limit and deploy"
    if (standing.percent_used or 0) >= NEARLY_FULL:
        return f"{standing.percent_used:.1f} % used, {standing.left} values left; widen its limit and deploy"
    return None
