"""What happened in a schedule, in the order in which it happened. The checker reads nothing else."""

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from handlers.sequence import Sequence

from .following import following, left
from .scheduler import Process
from .table import Item


@dataclass
class Call:
    """A call of a client, all its attempts together. It starts with the first step of any of them.

    `faults`: those that hit its attempts, on the way to the functions.
    """

    name: str
    count: int | None
    token: str | None
    attempts: int = 0
    start: int | None = None
    end: int | None = None
    values: range | None = None
    error: str = ""
    faults: list[str] = field(default_factory=list)


class Refusal(NamedTuple):
    """The table refused to change a sequence: at which step, with which stored value."""

    step: int
    stored: int | None


@dataclass(eq=False)
class Invocation:
    """One run of a function, for a client's attempt. `faults`: those that hit it. Times are in seconds."""

    function: int
    sequence: Sequence
    name: str
    count: int | None
    token: str | None
    call: Call | None = None
    start: int | None = None
    end: int | None = None
    began_at: float = 0.0
    ended_at: float = 0.0
    values: range | None = None
    error: str = ""
    faults: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    after_all: bool = False
    """Whether it ran after the schedule, to see what is left."""

    @property
    def identity(self) -> str:
        """What its token belongs to, as the table stores it."""
        return json.dumps([self.name, self.count])

    def line(self) -> str:
        """It in one line, for a reader."""
        asked = f"count={self.count} token={self.token}"
        result = self.error or self.values
        return f"steps {self.start}-{self.end}: function {self.function} {asked}: {result} {self.faults or ''}"

    def refused(self, step: int, item: Item | None) -> None:
        """Note that the table refused to change its sequence, whose item is this one."""
        self.refusals.append(Refusal(step, int(item["value"]["N"]) if item else None))

    def started(self, step: int) -> None:
        """Note its first step."""
        self.start = step if self.start is None else self.start
        if self.call and self.call.start is None:
            self.call.start = step


@dataclass(frozen=True, eq=False)
class Write:
    """An update that changed an item. `lost`: the fault that kept its reply from the function, if there was one."""

    step: int
    time: float
    by: Invocation | None
    key: str
    before: Item | None
    after: Item
    lost: str

    @property
    def of_sequence(self) -> bool:
        """Whether it changed a sequence, not a token's item."""
        return not self.key.startswith("#")

    @property
    def stored(self) -> int:
        """A sequence's value after it."""
        return int(self.after["value"]["N"])

    @cached_property
    def stored_before(self) -> int | None:
        """A sequence's value before it. None: there was none."""
        return int(self.before["value"]["N"]) if self.before else None

    @cached_property
    def due(self) -> range:
        """The values that it had to take, by the definition of its function."""
        if not (self.by and self.of_sequence):
            return range(0)
        sequence, count = self.by.sequence, self.by.count
        whole = count is not None
        return following(sequence, self.stored_before, count or sequence.cache, whole=whole) or range(0)

    @cached_property
    def values(self) -> range:
        """The values that it took. Empty if it is a token's item, or an operator's work."""
        if not (self.by and self.of_sequence):
            return range(0)
        if self.due and self.due[-1] == self.stored:
            return self.due
        increment = self.by.sequence.increment  # a mistake: the rule `follows` shows it
        first = left(self.by.sequence, self.stored_before).start
        forwards = (self.stored - first) * increment >= 0
        return range(first if forwards else self.stored, self.stored + increment, increment)

    @cached_property
    def settles(self) -> bool:
        """Whether its call turned, or took the rest: what it asked for did not fit before the limit."""
        if not (self.by and self.of_sequence):
            return False
        sequence = self.by.sequence
        return len(left(sequence, self.stored_before)) < (self.by.count or sequence.cache)

    def line(self) -> str:
        """It in one line, for a reader."""
        by = f"function {self.by.function}" if self.by else "operator"
        return f"step {self.step}: {by} writes {self.after} {self.lost}"


@dataclass(frozen=True)
class Recorded:
    """A token's answer, as it was written: by which write, for which request, until when."""

    write: Write
    request: str
    values: range
    expires_at: int

    @classmethod
    def of(cls, write: Write) -> "Recorded":
        """Read a write of a token's item."""
        answer = json.loads(write.after["answer"]["S"])
        expires_at = int(write.after["expires_at"]["N"])
        return cls(write, write.after["request"]["S"], values_of(answer), expires_at)


@dataclass
class Leased:
    """What a lease got from the service, gave to its callers, and returned at its end. Its process may crash."""

    handed: list[int] = field(default_factory=list)
    returned: list[range] = field(default_factory=list)
    arrived: list[range] = field(default_factory=list)
    process: Process = field(default_factory=Process)


@dataclass
class History:
    """All that happened. `step` counts it.

    `died`: the functions that crashed. `faults`: all of them. `dropped`: for each function, the names whose blocks it
    dropped. `token_seconds`: a token's window, as it was configured.
    """

    step: int = 0
    calls: list[Call] = field(default_factory=list)
    invocations: list[Invocation] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    leases: list[Leased] = field(default_factory=list)
    died: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    dropped: dict[int, list[str]] = field(default_factory=dict)
    stuck: str = ""
    token_seconds: int = 86_400

    def each_name(self) -> "list[History]":
        """What happened to each name's sequence, and with it all that happened to tokens."""
        names = list(dict.fromkeys(each.name for each in self.invocations))
        return [self] if len(names) < 2 else [self._of(name) for name in names]

    def _of(self, name: str) -> "History":
        return replace(
            self,
            calls=[call for call in self.calls if call.name == name],
            invocations=[each for each in self.invocations if each.name == name],
            writes=[write for write in self.writes if write.key == name or write.key.startswith("#")],
            dropped={function: [each for each in names if each == name] for function, names in self.dropped.items()},
        )

    def tick(self) -> int:
        """Count one more event."""
        self.step += 1
        return self.step

    @cached_property
    def recorded(self) -> dict[str, list[Recorded]]:
        """The answers of each token, in order. Ask for it when the schedule has ended."""
        answers: dict[str, list[Recorded]] = defaultdict(list)
        for write in self.writes:
            if write.key.startswith("#"):
                answers[write.key[1:]].append(Recorded.of(write))
        return answers


def values_of(answer: Any) -> range:
    """The values in a function's reply. Raises `ValueError` if its fields do not agree."""
    if not isinstance(answer, dict):
        return range(int(answer), int(answer) + 1)
    first, last, increment = (int(answer[field]) for field in ("first", "last", "increment"))
    values = range(first, last + increment, increment)
    if len(values) != int(answer["count"]) or values[-1:] != range(last, last + 1):
        raise ValueError(f"the fields of {answer} do not agree")
    return values
