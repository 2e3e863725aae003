"""The arithmetic of limits, ranges and cycles, without AWS. Consecutive values are a Python `range`."""

from typing import NamedTuple

SAFE_INTEGER = 2**53 - 1  # every JSON reader keeps integers up to this one exact


class Move(NamedTuple):
    """One conditional change of a stored value: add `step` if the value is between `low` and `high`.

    `base` replaces the missing value of a sequence that was never used. With None, the move needs a stored value.
    """

    step: int
    low: int
    high: int
    base: int | None

    def allows(self, stored: int | None) -> bool:
        """Whether the condition holds for this stored value. None: nothing is stored."""
        return self.base is not None if stored is None else self.low <= stored <= self.high


class Sequence(NamedTuple):
    """A complete definition, in the words of SQL's CREATE SEQUENCE."""

    increment: int
    min_value: int
    max_value: int
    start: int
    cycle: bool
    cache: int

    @property
    def wide(self) -> bool:
        """Whether a value may be too large for some JSON readers."""
        return self.min_value < -SAFE_INTEGER or self.max_value > SAFE_INTEGER

    @property
    def first(self) -> int:
        """The first value after a turn."""
        return self.min_value if self.increment > 0 else self.max_value

    @property
    def limit(self) -> int:
        """The last value before the end or a turn."""
        return self.max_value if self.increment > 0 else self.min_value

    @property
    def cycle_length(self) -> int:
        """How many values there are from `first` to the limit."""
        return self._room(self.first)

    def run(self, first: int, count: int) -> range:
        """`count` values, beginning with `first`."""
        return range(first, first + count * self.increment, self.increment)

    def advance(self, count: int) -> Move:
        """The move that takes the next `count` values, on condition that they fit before the limit."""
        step = count * self.increment
        low, high = self.min_value, self.max_value
        base = self.start - self.increment if self._room(self.start) >= count else None
        return Move(step, low, high - step, base) if step > 0 else Move(step, low - step, high, base)

    def settle(self, stored: int | None, run: range) -> Move:
        """The move from exactly this stored value, or from none, to the end of `run`."""
        if stored is None:
            return Move(step=0, low=1, high=0, base=run[-1])
        return Move(step=run[-1] - stored, low=stored, high=stored, base=None)

    def after(self, stored: int | None, count: int, *, whole: bool) -> range | None:
        """Up to `count` values after the stored one; with `whole`, all or none. Returns None if it is exhausted."""
        if stored is None:
            first = self.start
        elif (stored - self.first) * self.increment < 0:  # before the range, after a change of the definition
            first = self.first
        else:
            first = stored + self.increment
        room = self._room(first)
        if room < (count if whole else 1):
            if not self.cycle:
                return None
            first, room = self.first, self.cycle_length
        return self.run(first, min(count, room))

    def _room(self, first: int) -> int:
        return max(0, (self.limit - first) // self.increment + 1)
