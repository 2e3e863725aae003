"""Checks that no contender issues a value twice, in the whole run."""

from collections.abc import Iterable
from typing import Any

IN_MEMORY = "in memory"  # how the counters are called that no table stands behind


class Ledger:
    """All values that each counter gave out, as runs of values that followed each other."""

    def __init__(self) -> None:
        self._runs: dict[str, list[tuple[int, int]]] = {}

    def add(self, counter: str, replies: Iterable[Any]) -> None:
        """Keep what a counter answered: integers, or ranges as the function writes them."""
        runs = self._runs.setdefault(counter, [])
        first, last = 0, -1  # none yet
        for reply in replies:
            if type(reply) is int:
                if reply == last + 1 and first <= last:
                    last = reply
                    continue
                following = reply, reply
            elif isinstance(reply, dict):
                following = reply["first"], reply["last"]
            else:
                raise TypeError(f"{counter}: {reply!r:.200} is neither a value nor a range")
            if first <= last:
                runs.append((first, last))
            first, last = following
        if first <= last:
            runs.append((first, last))

    def issued(self, counter: str) -> int:
        """How many values it gave out."""
        return sum(last - first + 1 for first, last in self._runs.get(counter, ()))

    def duplicates(self, counter: str) -> int:
        """How many of them it had given out before."""
        found, highest = 0, None
        for first, last in sorted(self._runs.get(counter, ())):
            if highest is not None and first <= highest:
                found += min(last, highest) - first + 1
            highest = last if highest is None else max(last, highest)
        return found

    @property
    def counters(self) -> list[str]:
        """Their names, in the order in which they came."""
        return list(self._runs)
