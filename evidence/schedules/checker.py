"""The checker: what a schedule's history must look like, whatever went wrong in it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .answers import allowed_errors, as_asked, available, ended, exhausted_at_the_end
from .following import lap
from .gaps import unexplained
from .history import History
from .leases import ordered_in_a_lease, unique_in_a_lease
from .moves import few_refusals, follows, taken_by_itself
from .tokens import constant_tokens, whole_windows


class Violation(NamedTuple):
    """A broken promise: which one, and what shows it."""

    promise: str
    detail: str


Rule = Callable[[History], Iterator[str]]


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


def durable(history: History) -> Iterator[str]:
    """A value is in the table before anyone sees it."""
    taken = {value: write.step for write in reversed(history.writes) for value in write.values}
    for each in history.invocations:
        for value in each.values or ():
            if each.end is None or taken.get(value, each.end) >= each.end:
                yield f"{value} was given out before it was in the table"


def within_limits(history: History) -> Iterator[str]:
    """Values lie within the limits, at whole steps from the start, or after a turn from the first value of a lap."""
    for each in history.invocations:
        sequence = each.sequence
        bases = [sequence.start, lap(sequence)[0]] if sequence.cycle else [sequence.start]
        for value in each.values or ():
            whole = any((value - base) % sequence.increment == 0 for base in bases)
            if not (whole and sequence.min_value <= value <= sequence.max_value):
                yield f"{value} is not a value of {sequence}"


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


def no_gaps(history: History) -> Iterator[str]:
    """Every value that was taken is given out, or a fault explains why not."""
    yield from unexplained(history)


WITH_A_CYCLE: tuple[Rule, ...] = (
    ended,
    as_asked,
    allowed_errors,
    exhausted_at_the_end,
    available,
    follows,
    taken_by_itself,
    constant_tokens,
    whole_windows,
    no_gaps,
)
"""What holds even if values come again. With `cache: 1`, they come in the table's order, as often as it has them."""
ALWAYS: tuple[Rule, ...] = (*WITH_A_CYCLE, unique, unique_in_a_lease, ordered_in_a_lease, durable)
ONE_DEFINITION: tuple[Rule, ...] = (within_limits, few_refusals)
DEFINED = (*ALWAYS, *ONE_DEFINITION)  # no cycle
IN_ORDER = (*DEFINED, ordered)
IN_LAPS = (*WITH_A_CYCLE, *ONE_DEFINITION)


def check(history: History, rules: tuple[Rule, ...]) -> Iterator[Violation]:
    """The broken promises."""
    for part in history.each_name():
        for rule in rules:
            for detail in rule(part):
                yield Violation(rule.__name__, detail)
