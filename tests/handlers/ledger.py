"""What a service took from its table, gave out, holds in blocks and lost: a model that is kept from the wire."""

import json
from typing import Any, NamedTuple

from handlers.sequence import Sequence

from .engine import Function
from .wire import Carried


class Standing(NamedTuple):
    """The answer that a token stands for."""

    request: list[Any]
    reply: Any
    expires_at: int


def values_of(reply: Any) -> list[int]:
    """The values of a reply."""
    if isinstance(reply, int):
        return [reply]
    return [reply["first"] + nth * reply["increment"] for nth in range(reply["count"])]


class Held:
    """What one function's block holds of one sequence; up to `doubtful` of them may be lost."""

    def __init__(self) -> None:
        self.values: set[int] = set()
        self.doubtful = 0


class Ledger:
    """Of one sequence, on all functions. A value moves from taken to given, held or lost, and never back."""

    def __init__(self, sequence: Sequence) -> None:
        self.sequence = sequence
        self.taken: list[int] = []
        self.given: set[int] = set()
        self.lost: set[int] = set()
        self.held: dict[Function, Held] = {}

    def take(self, carried: Carried) -> list[int]:
        """Note the values of a move; returns those that its function heard of."""
        if self.sequence.cycle:
            return []
        new, step = int(carried.reply["Attributes"]["value"]["N"]), int(carried.sent.values[":step"]["N"])
        run = [*range(new - step, new, self.sequence.increment)]
        run = [value + self.sequence.increment for value in run]
        assert run
        assert run[0] == (self.taken[-1] + self.sequence.increment if self.taken else self.sequence.start), "a hole"
        self.taken += run
        if carried.heard:
            return run
        self.lost.update(run)
        return []

    def give(self, values: list[int]) -> None:
        """Note values that someone may see from now on."""
        assert all(self.sequence.min_value <= value <= self.sequence.max_value for value in values)
        if not self.sequence.cycle:
            assert not self.given & set(values), "a value came twice"
            assert not self.lost & set(values), "a lost value came"
            self.given.update(values)

    def left(self) -> int:
        """How many values nobody took yet."""
        last = self.taken[-1] if self.taken else self.sequence.start - self.sequence.increment
        limit = self.sequence.max_value if self.sequence.increment > 0 else self.sequence.min_value
        return (limit - last) // self.sequence.increment

    def of(self, function: Function) -> Held:
        """What this function holds."""
        return self.held.setdefault(function, Held())


class Call:
    """One call of a function: the values that it took, and the reply that it was the first to give."""

    def __init__(self, ledger: Ledger, function: Function, *, single: bool) -> None:
        self.ledger = ledger
        self.function = function
        self.taken: list[int] = []
        self.fresh: Any = None
        self._from_block = single and ledger.sequence.cache > 1

    def settle(self, *, doubt: bool) -> None:
        """Say where each value went; `doubt`: one that came from a block may be lost."""
        values = [] if self.fresh is None or self.ledger.sequence.cycle else values_of(self.fresh)
        if self._from_block:
            held = self.ledger.of(self.function)
            held.values.update(self.taken)
            assert held.values >= set(values), "a value that this function never leased"
            held.values -= set(values)
            held.doubtful += doubt and not values
        elif values:
            assert self.taken == values, "other values than were taken"
        else:
            self.ledger.lost.update(self.taken)


def standing(carried: Carried) -> Standing:
    """What a record made of a token."""
    values = carried.sent.values
    return Standing(
        json.loads(values[":request"]["S"]), json.loads(values[":answer"]["S"]), int(values[":expires_at"]["N"])
    )
