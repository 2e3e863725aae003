"""Tokens: one answer each, which stays, and only for one request."""

from collections.abc import Iterator

from .history import Operation, Runs

Identity = tuple[str, int | None]
# After these, a token may have its answer. An exhausted call may have been repeated elsewhere, where values were left.
MAY_HOLD = {"SequenceUnavailableError", "SequenceExhaustedError"}


def wrong_replays(calls: list[Operation]) -> Iterator[tuple[Operation, str]]:
    """The calls with one token that did not get what they should have got."""
    answered = sorted((call for call in calls if call.ok), key=lambda call: call.end or 0)
    for call in answered[1:]:
        if (_identity(call), call.values) != (_identity(answered[0]), answered[0].values):
            yield call, f"{_answer(answered[0])}, then {_answer(call)}"
    for call in calls:
        if call.end is not None and call.error and not call.wrong:
            what = _after(call, answered[0]) if answered else ""
            what = what or (_mismatch(call, calls) if call.error == "TokenMismatchError" else "")
            if what:
                yield call, f"{call.error}, {what}"


def _after(call: Operation, answered: Operation) -> str:
    """What is wrong with an error, given the token's answer. Empty: nothing."""
    same = _identity(call) == _identity(answered)
    if same and call.error == "TokenMismatchError":  # whenever: an answer stays until its window ends
        return f"but this request got {_answer(answered)}"
    if answered.end is not None and answered.end < call.begin:
        allowed = {"SequenceUnavailableError"} | (set() if same else {"TokenMismatchError"})
        if call.error not in allowed:
            return f"but before, the token got {_answer(answered)}"
    return ""


def _mismatch(call: Operation, calls: list[Operation]) -> str:
    """A mismatch means that another request has, or had, the token. Whoever used it may have been killed."""
    for other in calls:
        may_hold = other.end is None or other.ok or other.error in MAY_HOLD
        if may_hold and _identity(other) != _identity(call) and other.begin < (call.end or 0):
            return ""
    return "but no other request can have an answer"


def _identity(call: Operation) -> Identity:
    return call.name, call.count


def _answer(call: Operation) -> str:
    values: Runs = call.values[:3]
    return f"{call.kind} {values} of {call.name}"
