"""Rules of answers and errors: each call gets what it asked for, or an error that something explains."""

from collections.abc import Iterator

from .calls import Invocation
from .following import following, lap
from .history import History

ATTEMPTS = 3  # at each update, as docs/semantics.md says
LOST_TURNS = 14  # of 16 attempts; the end of a sequence takes two
_FAILED = ("lost request", "lost reply", "late request", "throttle")
_ATTEMPT_FAILED = ("no connection", "Lambda throttles", "client gave up")


def ended(history: History) -> Iterator[str]:
    """Every actor comes to its end, and raises nothing but the six errors."""
    if history.stuck:
        yield history.stuck


def as_asked(history: History) -> Iterator[str]:
    """An answer has as many values as were asked for, one increment apart. A client shows what a function answered."""
    increments = {each.sequence.increment for each in history.invocations}
    for each in history.invocations:
        if each.values is None:
            if not (each.error or history.stuck):
                yield f"function {each.function} gave no answer and no error"
            continue
        size = each.count or 1
        if len(each.values) != size or (size > 1 and each.values.step not in increments):
            yield f"asked for {size} values, got {each.values}"
        call = each.call
        if call and (call.name, call.count, call.token) != (each.name, each.count, each.token):
            yield f"a client asked for {call.name} {call.count}, a function for {each.name} {each.count}"
    answers: dict[int, list[range | None]] = {}
    for each in history.invocations:
        answers.setdefault(id(each.call), []).append(each.values)
    for call in history.calls:
        if call.values is not None and call.values not in answers.get(id(call), []):
            yield f"a client shows {call.values}, but the functions answered {answers.get(id(call), [])}"


def allowed_errors(history: History) -> Iterator[str]:
    """A right request gets no error that is for wrong ones, and a client invents no errors.

    The rules `exhausted_at_the_end`, `available` and `constant_tokens` check the others.
    """
    errors: dict[int, set[str]] = {}
    for each in history.invocations:
        errors.setdefault(id(each.call), set()).add(each.error)
        allowed = ["SequenceExhaustedError", "SequenceUnavailableError"]
        if each.function in history.died:
            allowed.append("crash")
        if each.token is not None:
            allowed.append("TokenMismatchError")
        too_large = each.sequence.cycle and (each.count or 1) > len(lap(each.sequence))
        if too_large:
            allowed = ["InvalidRequestError"]
        if each.error not in allowed and (each.error or too_large):
            yield f"{each.error or 'an answer'} for count={each.count} token={each.token}"
    for call in history.calls:
        known = errors.get(id(call), set())
        if call.error == "SequenceUnavailableError":
            explained = "crash" in known or call.error in known or any(each in _ATTEMPT_FAILED for each in call.faults)
        else:
            explained = not call.error or call.error in known
        if not explained:
            yield f"a client shows {call.error}, but its functions {sorted(known)}"


def exhausted_at_the_end(history: History) -> Iterator[str]:
    """`SequenceExhaustedError` only if the values do not fit before the limit."""
    for each in history.invocations:
        if each.error == "SequenceExhaustedError":
            states: list[int | None] = [None]
            for write in history.writes:
                if write.of_sequence and write.step < (each.end or 0):
                    if write.step < (each.start or 0):
                        states.clear()
                    states.append(write.stored)
            count, whole = each.count or 1, each.count is not None
            if all(following(each.sequence, stored, count, whole=whole) for stored in states):
                yield f"exhausted after {states[-1]}, but {count} more fit"


def available(history: History) -> Iterator[str]:
    """A call gets an answer, unless its own attempts failed, its time is up, or other callers won all its turns.

    docs/semantics.md says 3 attempts at each update, and 16 turns.
    """
    for each in history.invocations:
        if each.error == "SequenceUnavailableError" and not _out_of_time(each):
            others = [write for write in history.writes if write.of_sequence and write.by is not each]
            lost = sum((each.start or 0) < write.step < (each.end or 0) for write in others)
            if lost < LOST_TURNS:
                yield f"a call of function {each.function} failed after {lost} lost turns and the faults {each.faults}"


def _out_of_time(each: Invocation) -> bool:
    return "time is up" in each.faults or sum(fault in _FAILED for fault in each.faults) >= ATTEMPTS
