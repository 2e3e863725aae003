"""Rules of tokens: one answer until the window ends, and none of an earlier window after that."""

from collections.abc import Iterator
from itertools import pairwise

from .history import History


def constant_tokens(history: History) -> Iterator[str]:
    """A token has one answer until its window ends, and another request with it is refused.

    An answer whose window had ended before the call began is not given again.
    """
    answers = history.recorded
    for each in history.invocations:
        if each.token is None or each.start is None or not (each.values or each.error == "TokenMismatchError"):
            continue
        possible = [answer for answer in answers[each.token] if answer.write.step < each.start][-1:]
        if not (possible and possible[0].expires_at > each.ended_at):
            possible = [answer for answer in possible if answer.expires_at > int(each.began_at)]
            possible += [a for a in answers[each.token] if each.start < a.write.step < (each.end or 0)]
        if each.values and not any(a.values == each.values and a.request == each.identity for a in possible):
            yield f"token {each.token}: {each.values} instead of {[answer.values for answer in possible]}"
        if each.error and all(a.request == each.identity for a in possible):
            yield f"token {each.token}: refused, but no other request used it"
    for token, those in answers.items():
        for one, other in pairwise(those):
            if one.expires_at > other.write.time:
                yield f"token {token}: {one.values} was replaced by {other.values} within its window"


def whole_windows(history: History) -> Iterator[str]:
    """A recorded window has the length that was configured, from a time within the call that recorded it."""
    for token, those in history.recorded.items():
        for answer in those:
            by, time = answer.write.by, answer.write.time
            if not by:
                continue
            latest = time if by.end is None else min(time, by.ended_at)
            if not int(by.began_at) <= answer.expires_at - history.token_seconds <= int(latest):
                yield f"token {token}: recorded at {time}, but its window ends at {answer.expires_at}"
