"""The checker: what a schedule's history must look like, whatever went wrong in it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from .gaps import unexplained
from .history import History


class Violation(NamedTuple):
    """A broken promise: which one, and what shows it."""

    promise: str
    detail: str


_LOST_TURNS = 14
Rule = Callable[[History], Iterator[str]]


def ended(history: History) -> Iterator[str]:
    """Every actor comes to its end, and raises nothing but the six errors."""
    if history.stuck:
        yield history.stuck


def unique(history: History) -> Iterator[str]:
    """No value is given to two owners. A token is one owner, and so is a run of a function without a token.

    What a token's item holds counts as given out: the next call with the token shows it.
    """
    owners: dict[int, set[object]] = defaultdict(set)
    for each in history.invocations:
        for value in each.values or ():
            owners[value].add(each.token or each)
    for token, answers in history.recorded.items():
        in_answers = [value for answer in answers for value in answer.values]
        if len(set(in_answers)) < len(in_answers):
            yield f"token {token}: two answers with the same value, {in_answers}"
        for value in in_answers:
            owners[value].add(token)
    for value, those in owners.items():
        if len(those) > 1:
            yield f"{value} was given out {len(those)} times"


def unique_in_a_lease(history: History) -> Iterator[str]:
    """A lease gives every value that reached it to one caller, or returns it at the end.

    What it holds is lost if its process crashes.
    """
    for lease in history.leases:
        given = [*lease.handed, *(value for values in lease.returned for value in values)]
        arrived = [value for values in lease.arrived for value in values]
        lost = set(arrived) - set(given) if lease.process.crashed else ()
        if sorted([*given, *lost]) != sorted(arrived):
            yield f"the lease got {arrived}, and gave and returned {given}"


def durable(history: History) -> Iterator[str]:
    """A value is in the table before anyone sees it."""
    taken = {value: write.step for write in reversed(history.writes) for value in write.values}
    for each in history.invocations:
        for value in each.values or ():
            if each.end is None or taken.get(value, each.end) >= each.end:
                yield f"{value} was given out before it was in the table"


def within_limits(history: History) -> Iterator[str]:
    """Values lie within the limits, at whole steps from the start."""
    for each in history.invocations:
        sequence = each.sequence
        for value in each.values or ():
            if not sequence.min_value <= value <= sequence.max_value or (value - sequence.start) % sequence.increment:
                yield f"{value} is not a value of {sequence}"


def exhausted_at_the_end(history: History) -> Iterator[str]:
    """`SequenceExhaustedError` only if the values do not fit before the limit."""
    for each in history.invocations:
        if each.error == "SequenceExhaustedError":
            last = [write.values[-1] for write in history.writes if write.values and write.step < (each.end or 0)]
            stored = last[-1] if last else None
            if each.sequence.after(stored, each.count or 1, whole=each.count is not None):
                yield f"exhausted after {stored}, but {each.count or 1} more fit"


def ordered(history: History) -> Iterator[str]:
    """A call that starts after another one has ended gets later values. A token's calls are one call."""
    begins: dict[object, int] = {}
    direction = history.invocations[0].sequence.increment if history.invocations else 0
    for call in history.calls:
        if call.start is not None:
            owner = call.token or id(call)
            begins[owner] = min(begins.get(owner, call.start), call.start)
    done = [call for call in history.calls if call.values]
    for one in done:
        for other in done:
            begin = begins[other.token or id(other)]
            if one.end is not None and one.end < begin and one.values and other.values:
                forwards = (other.values[0] - one.values[-1]) * direction
                if forwards <= 0 and (one.token is None or one.token != other.token):
                    yield f"{other.values[0]} came after {one.values[-1]}"


def constant_tokens(history: History) -> Iterator[str]:
    """A token has one answer until its window ends, and another request with it is refused."""
    answers = history.recorded
    for each in history.invocations:
        if each.token is None or each.start is None or not (each.values or each.error == "TokenMismatchError"):
            continue
        earlier = [answer for answer in answers[each.token] if answer.write.step < each.start]
        if earlier and earlier[-1].expires_at > each.ended_at:
            possible = earlier[-1:]
        else:
            possible = earlier[-1:] + [a for a in answers[each.token] if each.start < a.write.step < (each.end or 0)]
        if each.values and not any(a.values == each.values and a.request == each.identity for a in possible):
            yield f"token {each.token}: {each.values} instead of {[answer.values for answer in possible]}"
        if each.error and all(a.request == each.identity for a in possible):
            yield f"token {each.token}: refused, but no other request used it"
    for token, those in answers.items():
        for one, other in pairwise(those):
            if one.expires_at > other.write.time:
                yield f"token {token}: {one.values} was replaced by {other.values} within its window"


def available(history: History) -> Iterator[str]:
    """Without a fault, every call gets an answer, unless other callers won all its turns.

    docs/semantics.md says 16 attempts. The end of a sequence takes two. So others must win the remaining 14.
    """
    for each in [] if history.faults else history.invocations:
        if each.error == "SequenceUnavailableError":
            others = [write for write in history.writes if write.key == each.name and write.by is not each]
            lost = sum((each.start or 0) < write.step < (each.end or 0) for write in others)
            if lost < _LOST_TURNS:
                yield f"a call of function {each.function} failed after {lost} lost turns, without any fault"


def no_gaps(history: History) -> Iterator[str]:
    """Every value that was taken is given out, or a fault explains why not."""
    yield from unexplained(history)


ALWAYS: tuple[Rule, ...] = (
    ended,
    unique,
    unique_in_a_lease,
    durable,
    constant_tokens,
    exhausted_at_the_end,
    available,
)


def check(history: History, rules: tuple[Rule, ...]) -> Iterator[Violation]:
    """The broken promises."""
    for part in history.each_name():
        for rule in rules:
            for detail in rule(part):
                yield Violation(rule.__name__, detail)
