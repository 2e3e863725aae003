"""The writes to the table, as a schedule's history has them, and the values that each one took."""

from dataclasses import dataclass
from functools import cached_property

from .calls import Invocation
from .following import following, left
from .table import Item


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
