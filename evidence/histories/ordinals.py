"""Ordinals: the first value of a sequence is 0, the next one 1. Of a cycle, the first value of each lap is 0."""

from collections.abc import Iterable, Mapping

Ordinals = tuple[int, int]
"""Consecutive ordinals, by the first and the last one."""


class Grid:
    """The values of a sequence, in their order."""

    def __init__(self, definition: Mapping[str, int]) -> None:
        self._increment = definition["increment"]
        self._limits = definition["min_value"], definition["max_value"]
        self._start = self._limits[self._increment < 0] if definition["cycle"] else definition["start"]

    @property
    def highest(self) -> int:
        """The last ordinal before the limit."""
        return (self._limits[self._increment > 0] - self._start) // self._increment

    def ordinal(self, value: int) -> int:
        """The ordinal of a value. Raises `ValueError` if the sequence cannot have it."""
        number, between = divmod(value - self._start, self._increment)
        if between or number < 0 or not self._limits[0] <= value <= self._limits[1]:
            raise ValueError(f"{value} is not a value of this sequence")
        return number

    def reached(self, value: int) -> int:
        """The ordinal at or before a value, also beyond the limits."""
        return (value - self._start) // self._increment

    def is_back(self, step: int) -> bool:
        """Whether a step goes against the sequence's direction, as most turns do."""
        return step * self._increment < 0

    def taken(self, value: int, step: int, *, turns: bool = False) -> Ordinals:
        """What a move gave out that added `step` and ended at `value`. A cycle's turn begins with its first value."""
        last = self.ordinal(value)
        size = step // self._increment
        return (last - size + 1, last) if size > 0 and not turns else (0, last)


def union(parts: Iterable[Ordinals]) -> list[Ordinals]:
    """The same ordinals in as few parts as possible, in order."""
    joined: list[Ordinals] = []
    for first, last in sorted(parts):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
