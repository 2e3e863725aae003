"""A next-value function in memory, for tests of callers. A wide sequence answers in strings of digits."""

import threading
from collections import defaultdict
from typing import Any

from handlers.errors import SequenceExhaustedError, TokenMismatchError

SAFE = 2**53 - 1


class Counter:
    """Counts up from `start` for every name. Thread-safe. `last` has the last value that was taken of each name."""

    def __init__(self, start: int = 1, *, increment: int = 1, max_value: int = SAFE) -> None:
        self._increment, self._max, self._wide = increment, max_value, max_value > SAFE
        self._lock = threading.Lock()
        self._answers: dict[str, tuple[object, object]] = {}
        self.last: dict[str, int] = defaultdict(lambda: start - increment)

    def __call__(self, event: dict[str, Any]) -> object:
        """Answer one request."""
        name, count, token = (event.get(field) for field in ("name", "count", "token"))
        with self._lock:
            if token in self._answers:
                asked, answer = self._answers[str(token)]
                if asked != (name, count):
                    raise TokenMismatchError(f"sequence {name}: the token was used for another request")
                return answer
            answer = self._take(str(name), count)
            if token:
                self._answers[token] = (name, count), answer
        return answer

    def _take(self, name: str, count: int | None) -> object:
        first, last = self.last[name] + self._increment, self.last[name] + self._increment * (count or 1)
        if last > self._max:
            raise SequenceExhaustedError(f"sequence {name}: at its limit {self._max}")
        self.last[name] = last
        if count is None:
            return self._json(first)
        fields = {"first": first, "last": last, "increment": self._increment}
        return {field: self._json(value) for field, value in fields.items()} | {"count": count}

    def _json(self, value: int) -> int | str:
        return str(value) if self._wide else value
