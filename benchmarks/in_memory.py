"""Values within one process: a service without a network, and what people write in place of a lease."""

import threading
import time
from collections.abc import Callable
from itertools import chain, repeat

Take = Callable[[], int]
STEP = 1_000  # values per range, where that is fixed


class Service:
    """A next-value service in this process that answers after a delay."""

    def __init__(self, delay: float) -> None:
        self._delay, self._following, self._lock = delay, 1, threading.Lock()

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:  # noqa: ARG002 - as the client's
        """Take the next `count` values."""
        time.sleep(self._delay)
        with self._lock:
            self._following += count
            return range(self._following - count, self._following)


class LockedInteger:
    """What people write: a lock around an integer."""

    def __init__(self) -> None:
        self._lock, self._value = threading.Lock(), 0

    def next(self) -> int:
        """The next value."""
        with self._lock:
            self._value += 1
            return self._value


class TinyId:
    """tinyid's client: segments of a fixed size, and the next one is loaded when 20 % of the present one are used."""

    def __init__(self, service: Service, step: int = STEP) -> None:
        self._service, self._step, self._lock = service, step, threading.Lock()
        self._present, self._following = range(0), range(0)
        self._at = 0
        self._loading = threading.Lock()

    def next(self) -> int:
        """The next value."""
        with self._lock:
            if self._at == len(self._present):
                self._present, self._following, self._at = self._following or self._load(), range(0), 0
            value = self._present[self._at]
            self._at += 1
            if self._at >= len(self._present) // 5 and not self._following and self._loading.acquire(blocking=False):
                threading.Thread(target=self._load_next, daemon=True).start()
            return value

    def _load(self) -> range:
        return self._service.next_range("orders", self._step)

    def _load_next(self) -> None:
        self._following = self._load()
        self._loading.release()


def c_chain(service: Service, step: int) -> Take:
    """Iterators in C, one range after the other. It cannot be closed, and waits for the service at each range."""
    return chain.from_iterable(map(service.next_range, repeat("orders"), repeat(step))).__next__
