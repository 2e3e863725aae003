"""A model of each sequence: the values that functions took, issued, hold in blocks, or lost."""

import json
from typing import Any, NamedTuple

from handlers.sequence import Sequence

from .engine import Function
from .faulty_transport import Executed


class StoredAnswer(NamedTuple):
    """The stored answer of a token."""

    request: list[Any]
    reply: Any
    expires_at: int


def values_of(reply: Any) -> list[int]:
    """The values of a reply."""
    if not isinstance(reply, dict):
        return [int(reply)]
    return [int(reply["first"]) + nth * int(reply["increment"]) for nth in range(reply["count"])]


class Block:
    """The values in one function's block. Up to `maybe_lost` of them may be lost."""

    def __init__(self) -> None:
        self.values: set[int] = set()
        self.maybe_lost = 0


class Ledger:
    """One sequence, used by all functions. Each taken value is in a block, issued or lost; the last two are final."""

    def __init__(self, sequence: Sequence) -> None:
        self.sequence = sequence
        self.taken: list[int] = []
        self.issued: set[int] = set()
        self.lost: set[int] = set()
        self.blocks: dict[Function, Block] = {}

    def take(self, executed: Executed) -> list[int]:
        """Note the values of an update; returns them if its function received the reply."""
        if self.sequence.cycle:
            return []
        new, step = int(executed.reply["Attributes"]["value"]["N"]), int(executed.sent.values[":step"]["N"])
        run = [*range(new - step, new, self.sequence.increment)]
        run = [value + self.sequence.increment for value in run]
        assert run
        assert run[0] == (self.taken[-1] + self.sequence.increment if self.taken else self.sequence.start), (
            "values were skipped"
        )
        self.taken += run
        if executed.delivered:
            return run
        self.lost.update(run)
        return []

    def issue(self, values: list[int]) -> None:
        """Note values that a caller may have seen."""
        assert all(self.sequence.min_value <= value <= self.sequence.max_value for value in values)
        if not self.sequence.cycle:
            assert not self.issued & set(values), "a value was issued twice"
            assert not self.lost & set(values), "a lost value was issued"
            self.issued.update(values)

    def remaining(self) -> int:
        """How many values are not taken yet."""
        last = self.taken[-1] if self.taken else self.sequence.start - self.sequence.increment
        limit = self.sequence.max_value if self.sequence.increment > 0 else self.sequence.min_value
        return (limit - last) // self.sequence.increment

    def block_of(self, function: Function) -> Block:
        """The block of this function."""
        return self.blocks.setdefault(function, Block())


class Call:
    """One call of a function: the values that it took, and its reply, unless that is a replay."""

    def __init__(self, ledger: Ledger, function: Function, *, single: bool) -> None:
        self.ledger = ledger
        self.function = function
        self.taken: list[int] = []
        self.first_reply: Any = None
        self._from_block = single and ledger.sequence.cache > 1

    def settle(self, *, maybe_lost: bool) -> None:
        """Account for each taken value. With `maybe_lost`, a value from the block may be lost."""
        values = [] if self.first_reply is None or self.ledger.sequence.cycle else values_of(self.first_reply)
        if self._from_block:
            block = self.ledger.block_of(self.function)
            block.values.update(self.taken)
            assert block.values >= set(values), "a value that this function never leased"
            block.values -= set(values)
            block.maybe_lost += maybe_lost and not values
        elif values:
            assert self.taken == values, "the reply has other values than the call took"
        else:
            self.ledger.lost.update(self.taken)


def stored_answer(executed: Executed) -> StoredAnswer:
    """The answer that a record stored."""
    values = executed.sent.values
    return StoredAnswer(
        json.loads(values[":request"]["S"]), json.loads(values[":answer"]["S"]), int(values[":expires_at"]["N"])
    )
