"""The lease, and leases that lack one of its tricks. A test must tell them apart."""

from collections.abc import Callable
from functools import partial
from operator import length_hint
from typing import Protocol
from unittest.mock import patch

from client import Lease
from client.ranges import joined
from client.requests import RangeSource
from client.supply import Supply


class Numbers(Protocol):
    """What a lease offers."""

    @property
    def next(self) -> Callable[[], int]:
        """Take a value."""

    def close(self) -> list[range]:
        """Stop."""


class _Unlocked:
    """Each thread that finds no value asks for a range."""

    def __init__(self, source: RangeSource, name: str, size: int) -> None:
        self._refill: Callable[[], range] = partial(source.next_range, name, size)
        self._values = iter(range(0))

    def next(self) -> int:
        while (value := next(self._values, None)) is None:
            self._values = iter(self._refill())
        return value

    def close(self) -> list[range]:
        values, self._refill = self._values, _closed
        return [range(value, value + 1) for value in values]


def _closed() -> range:
    raise RuntimeError("closed")


def ours(source: RangeSource, name: str, size: int) -> Numbers:
    """The lease of the client."""
    return Lease(source, name, size=size)


def _patched(method: str, replacement: Callable[..., object]) -> Callable[[RangeSource, str, int], Numbers]:
    """A lease with one method of its supply replaced, for the rest of the process."""

    def make(source: RangeSource, name: str, size: int) -> Numbers:
        lease = Lease(source, name, size=size)
        patch.object(Supply, method, replacement).start()
        return lease

    return make


def _keep_values(supply: Supply) -> None:
    supply._start_alone()


def _discard(supply: Supply) -> list[range]:
    supply._closed = True
    supply._empty()
    return []


def _copy(supply: Supply) -> list[range]:
    with supply._lock:
        return joined(piece.values[len(piece.values) - length_hint(piece.left) :] for piece in supply._pieces)


LEASES: dict[str, Callable[[RangeSource, str, int], Numbers]] = {
    "ours": ours,
    "no lock": _Unlocked,
    "no fork guard": _patched("start_empty", _keep_values),
    "close discards": _patched("close", _discard),
    "close does not stop": _patched("close", _copy),
}
