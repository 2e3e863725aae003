"""The history of a load: every call with what it got, and what is wrong with it."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from .calls import KINDS

UNAVAILABLE = "SequenceUnavailableError"


class Call(NamedTuple):
    """One call. Times are in seconds of `time.monotonic`, the same in all processes."""

    kind: str
    begin: float
    end: float
    sequence: str = ""
    token: str | None = None
    taken: tuple[tuple[int, int], ...] = ()
    """Pairs of a first and a last value. All sequences of the soak count by 1."""
    error: str | None = None
    message: str = ""


class Outage(NamedTuple):
    """From the moment when the emulator is told to end until it answers again."""

    begin: float
    end: float

    def touches(self, call: Call) -> bool:
        """Whether the call was under way during the outage."""
        return call.begin < self.end and call.end > self.begin


def read(path: Path) -> list[Call]:
    """The calls in a history file."""
    with path.open(encoding="utf-8") as lines:
        return [_call(json.loads(line)) for line in lines]


def _call(fields: dict[str, Any]) -> Call:
    return Call(**{**fields, "taken": tuple((first, last) for first, last in fields["taken"])})


def values(call: Call) -> list[int]:
    """Every value of a call."""
    return [value for first, last in call.taken for value in range(first, last + 1)]


def repeated_values(calls: Iterable[Call]) -> list[str]:
    """The values that came twice. The same token may get its value again."""
    owners: dict[tuple[str, int], str] = {}
    wrong = []
    for number, call in enumerate(calls):
        owner = f"token {call.token}" if call.token else f"call {number}"
        for value in values(call):
            earlier = owners.setdefault((call.sequence, value), owner)
            if earlier != owner:
                wrong.append(f"{call.sequence}: {value} came to {earlier} and to {owner}")
    return wrong + [
        f"{call.sequence}: {call.taken} holds a value twice"
        for call in calls
        if len(set(values(call))) < len(values(call))
    ]


def changed_tokens(calls: Iterable[Call]) -> list[str]:
    """The tokens that got more than one answer."""
    answers: dict[str, set[tuple[str, Any]]] = defaultdict(set)
    for call in calls:
        if call.token and call.taken:
            answers[call.token].add((call.sequence, call.taken))
    return [f"token {token} got {sorted(got)}" for token, got in answers.items() if len(got) > 1]


def out_of_order(calls: Iterable[Call], sequence: str = "orders") -> list[str]:
    """The values that are not greater than one whose call had ended before this call began."""
    own = [call for call in calls if call.sequence == sequence and call.taken]
    wrong, highest, ended = [], 0, iter(sorted(own, key=lambda call: call.end))
    earlier = next(ended, None)
    for call in sorted(own, key=lambda call: call.begin):
        while earlier and earlier.end < call.begin:
            highest = max(highest, earlier.taken[-1][1])
            earlier = next(ended, None)
        if call.taken[0][0] <= highest:
            wrong.append(f"{sequence}: {call.taken[0][0]} came after {highest}")
    return wrong


def unexpected_errors(calls: Iterable[Call], outage: Outage | None) -> Counter[str]:
    """Errors that a call must not get, and wrong requests that got an answer, with their number.

    During the outage, every call may end in `SequenceUnavailableError`.
    """
    found: Counter[str] = Counter()
    for call in calls:
        expected = KINDS[call.kind].error if call.kind in KINDS else None
        excused = call.error == UNAVAILABLE and outage is not None and outage.touches(call)
        if call.error != expected and not excused:
            found[f"{call.kind}: {call.error or 'an answer'}: {call.message}"] += 1
    return found
