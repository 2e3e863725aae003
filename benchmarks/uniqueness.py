"""Checks that no contender issues a value twice, in the whole run."""

from collections.abc import Iterable
from typing import Any


class Ledger:
    """All values that each counter gave out. A range counts as its values."""

    def __init__(self) -> None:
        self._values: dict[str, list[int]] = {}
        self._ranges: dict[str, list[tuple[int, int]]] = {}

    def add(self, counter: str, replies: Iterable[Any]) -> None:
        """Keep what a counter answered: integers, or ranges as the function writes them."""
        values, ranges = self._values.setdefault(counter, []), self._ranges.setdefault(counter, [])
        for reply in replies:
            if isinstance(reply, dict):
                ranges.append((reply["first"], reply["last"]))
            elif type(reply) is int:
                values.append(reply)
            else:
                raise TypeError(f"{counter}: {reply!r:.200} is neither a value nor a range")

    def issued(self, counter: str) -> int:
        """How many values it gave out."""
        return len(self._values.get(counter, ())) + sum(
            last - first + 1 for first, last in self._ranges.get(counter, ())
        )

    def duplicates(self, counter: str) -> int:
        """How many of them it had given out before."""
        runs = sorted([*self._ranges.get(counter, ()), *((value, value) for value in self._values.get(counter, ()))])
        found, highest = 0, None
        for first, last in runs:
            if highest is not None and first <= highest:
                found += min(last, highest) - first + 1
            highest = last if highest is None else max(last, highest)
        return found

    @property
    def counters(self) -> list[str]:
        """Their names, in the order in which they came."""
        return list(self._values)
