"""Gaps: values that were taken from the table and never given out. A fault must explain each one."""

from collections import defaultdict
from collections.abc import Iterator

from .calls import Invocation
from .history import History


def unexplained(history: History) -> Iterator[str]:
    """The values that nobody got, and that no fault explains.

    A value is lost if a fault hit the update that took it, if its function died, if its token has another answer, or if
    its block was dropped.
    """
    given = {value for each in history.invocations for value in each.values or ()}
    recorded = history.recorded
    given |= {value for answers in recorded.values() for answer in answers for value in answer.values}
    missing: dict[int, list[int]] = defaultdict(list)
    for write in history.writes:
        by = write.by
        if by and not (by.after_all or write.lost or by.function in history.died):
            missing[by.function] += [value for value in write.values if value not in given]
    for function, values in missing.items():
        runs = [each for each in history.invocations if each.function == function]
        dropped = len(history.dropped.get(function, ())) * (runs[0].sequence.cache - 1)
        if len(values) > dropped + sum(_may_lose(each, history) for each in runs):
            yield f"nobody got {values} of function {function}, and no fault explains it"


def _may_lose(each: Invocation, history: History) -> int:
    """How many values an invocation may take and not give out, because its token's answer is not its own.

    - It could not record its answer, after a fault.
    - Another call with the token recorded first. A value of a block goes back, unless a fault hit this call.
    """
    if each.token is None:
        return 0
    size = each.count or 1
    if each.error == "SequenceUnavailableError" or (each.count is None and each.sequence.cache > 1):
        return size if each.faults else 0
    answers = history.recorded[each.token]
    overlapped = any(
        each.start and answer.write.step > each.start and answer.write.by is not each for answer in answers
    )
    return size if overlapped else 0
