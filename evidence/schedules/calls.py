"""The calls of clients, and the runs of functions that answer them, as a schedule's history has them."""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from handlers.sequence import Sequence

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
