"""A service in memory that a test can stop, slow down and break."""

import threading
from collections import deque

from client.errors import SequenceExhaustedError


class Ranges:
    """Gives ranges of a sequence that starts at 1. Each call first raises the next of `errors`, if that is not None.

    `counts` has the counts that were asked for, `taken` the ranges that were given. While `open` is clear, calls wait.
    """

    def __init__(self, *, increment: int = 1, limit: int | None = None, start: int = 1) -> None:
        self.increment, self.limit, self.following = increment, limit, start
        self.errors: deque[Exception | None] = deque()
        self.counts: list[int] = []
        self.taken: list[range] = []
        self.open = threading.Event()
        self.open.set()
        self.waiting = threading.Event()
        self._lock = threading.Lock()

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        """Take the next `count` values."""
        assert (name, token) == ("orders", None)
        with self._lock:
            self.counts.append(count)
        self.waiting.set()
        assert self.open.wait(30)
        with self._lock:
            if self.errors and (error := self.errors.popleft()):
                raise error
            values = range(self.following, self.following + count * self.increment, self.increment)
            if self.limit is not None and (values[-1] - self.limit) * self.increment > 0:
                raise SequenceExhaustedError("sequence orders: at its limit")
            self.following = values[-1] + self.increment
            self.taken.append(values)
            return values
