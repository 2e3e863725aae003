"""`Pace`: how many values the next range has, so that it lasts some seconds."""

import time

SECONDS = 5  # how long a range should last
LEAST, MOST = 10, 1_000_000  # values per range; the service gives at most that many in a call
GROWTH = 10  # a range has at most that many times the values of the one before, and at least half of them


class Pace:
    """Chooses the size of each range. It is not thread-safe.

    With a fixed `size`, every range has that many values, until the sequence is nearly used up.
    """

    def __init__(self, size: int | None) -> None:
        self._fixed = size
        self._last = LEAST // GROWTH
        self._most = MOST
        self._used = 0
        self._since = time.monotonic()

    def use(self, count: int) -> None:
        """Note that the lease begins to hand out so many values."""
        self._used += count

    def next_size(self) -> int:
        """The size of the range that the lease asks for now."""
        now = time.monotonic()
        seconds = max(now - self._since, 1e-6)
        wanted = int(self._used / seconds * SECONDS)
        self._used, self._since = 0, now
        size = self._fixed or max(LEAST, self._last // 2, min(wanted, self._last * GROWTH))
        return min(size, self._most)

    def took(self, count: int, asked: int) -> None:
        """Note what the service gave: `count` values, fewer than `asked` if no more fitted before the limit.

        Near the limit, the next range starts with what fitted. It may double again: someone may have moved the limit.
        """
        self._last = count
        self._most = max(count, 1) if count < asked else min(2 * self._most, MOST)
