"""Blocks: values that this function has taken from the table and not given out yet."""

import threading
from collections import OrderedDict
from collections.abc import Iterator

from . import aws
from .errors import SequenceUnavailableError

MOST_BLOCKS = 10_000  # of names that match a pattern; about 10 MB


class Block:
    """The values of one sequence. Enter it to lease or pop."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._leased: Iterator[int] = iter(())
        self._returned: list[int] = []

    def __enter__(self) -> None:
        """Wait for the lock, but not longer than the call may take."""
        if not self._lock.acquire(timeout=max(0.0, min(aws.seconds_left(), threading.TIMEOUT_MAX))):
            raise SequenceUnavailableError(f"sequence {self._name}: another call is still taking values; try again")

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def lease(self, run: range) -> None:
        self._leased = iter(run)

    def pop(self) -> int | None:
        return self._returned.pop() if self._returned else next(self._leased, None)

    def give_back(self, value: int) -> None:
        """Return a value. This needs no lock: appending is atomic."""
        self._returned.append(value)


class Blocks:
    """A block for each cached sequence. Safe to use from many threads.

    A declared name keeps its block. Callers may invent names that match a pattern, so only `MOST_BLOCKS` of those have
    one, and the block that was used longest ago is dropped. Its values are lost, as when the function stops. A call
    that still holds it may go on: no other block has its values.
    """

    def __init__(self) -> None:
        self._declared: dict[str, Block] = {}
        self._matching: OrderedDict[str, Block] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, name: str, *, declared: bool) -> Block:
        """Return the block of a name. `declared`: the name has a definition of its own."""
        if declared:
            return self._declared.get(name) or self._declared.setdefault(name, Block(name))
        with self._lock:
            block = self._matching.get(name)
            if block is None:
                block = self._matching[name] = Block(name)
                if len(self._matching) > MOST_BLOCKS:
                    self._matching.popitem(last=False)
            else:
                self._matching.move_to_end(name)
            return block
