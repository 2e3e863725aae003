"""Rules of updates: what a call takes from the table, and how often the table may refuse it."""

from collections.abc import Iterator

from .calls import Invocation
from .following import left
from .history import History


def follows(history: History) -> Iterator[str]:
    """Each update takes exactly the values that follow, by its function's definition. A lap has each value once."""
    for write in history.writes:
        if write.by and write.of_sequence and write.values != write.due:
            yield f"function {write.by.function} moved {write.stored_before} to {write.stored}, due was {write.due}"


def taken_by_itself(history: History) -> Iterator[str]:
    """A call that uses no block answers with what its own update took. So values come in the table's order.

    The same holds for the call that recorded a token's answer.
    """
    taken: dict[Invocation, list[tuple[int, range]]] = {}
    for write in history.writes:
        if write.by and write.of_sequence:
            taken.setdefault(write.by, []).append((write.step, write.values))
    answers = [(each, each.values, each.end or 0) for each in history.invocations if each.values and not each.token]
    for those in history.recorded.values():
        answers += [(answer.write.by, answer.values, answer.write.step) for answer in those if answer.write.by]
    names = {each.name for each in history.invocations}
    for each, values, end in answers:
        if each.name in names and (each.count is not None or each.sequence.cache == 1):
            own = [moved for step, moved in taken.get(each, []) if step < end]
            if values not in own:
                yield f"function {each.function} answered {values}, but its updates took {own}"


def few_refusals(history: History) -> Iterator[str]:
    """The table refuses a call only before the limit, or if someone has just turned, or taken the rest.

    Only for sequences with one definition.
    """
    for each in history.invocations:
        seen: int | None = None
        for step, stored in each.refusals:
            fits = len(left(each.sequence, stored)) >= (each.count or each.sequence.cache)
            settled = seen is not None and any(seen < write.step < step and write.settles for write in history.writes)
            if fits and not settled:
                yield f"function {each.function} was refused at {stored}, though its values fit"
            seen = step
