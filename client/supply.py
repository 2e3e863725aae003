"""`Supply`: the values that a lease holds, and the calls that bring more."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from operator import length_hint
from typing import Protocol

from .errors import InvalidRequestError, SequenceExhaustedError
from .forks import empty_in_children
from .pace import Pace
from .ranges import PIECES, drained, joined, pieces


class RangeSource(Protocol):
    """What a lease needs of a `SequenceClient`."""

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        """Take the next `count` values."""


class Supply:
    """Keeps ranges in pieces, and puts an iterator of one piece after the other in use.

    It fetches one range at a time. With `ahead`, a call starts when a fifth of the latest range is used. If the call
    fails, each further fifth starts another one. Callers see an error only when no values are left.
    """

    def __init__(self, source: RangeSource, name: str, size: int | None, *, ahead: bool) -> None:
        self._source, self._name, self._size, self._ahead = source, name, size, ahead
        self._latest: range | None = None
        self._closed = False
        self._piece = range(0)
        self.in_use: list[Iterator[int]] = [iter(self._piece)]  # one iterator, over what is left of `_piece`
        self.start_empty()
        empty_in_children(self)

    def start_empty(self) -> None:
        """Forget all values. In a forked child they belong to the parent, and lost threads may hold the locks."""
        self._lock = threading.Lock()  # for the values; held for microseconds
        self._calls = threading.Lock()  # for calls of the service; taken before the other
        self._failures = 0
        self._error: Exception | None = None
        drained(self._piece, self.in_use[0])
        self._pieces: deque[range] = deque()
        self._refused: range | None = None  # a range that does not lie beyond the latest
        self._pace = Pace(self._size)

    def take(self) -> int | None:
        """The next value, or None if the piece in use has none left. Works without a GIL."""
        with self._lock:
            return next(self.in_use[0], None)

    def refill(self) -> None:
        """Return when the iterator in use has values. If none are left, wait for the service."""
        with self._lock:
            ready, low = self._has_values(), self._is_low()
        if not ready:
            self._fetch()
        elif low and not self._calls.locked():
            with suppress(RuntimeError):  # no thread can start, for example while the interpreter ends: do without
                threading.Thread(target=self._fetch_ahead, name=f"lease of {self._name}", daemon=True).start()

    def close(self) -> list[range]:
        """Stop, and return the unused values. Waits for a call under way, because its values come back too."""
        with self._lock:
            self._closed = True
            unused = self._emptied()
        with self._calls, self._lock:
            return joined(unused + self._emptied())

    def _has_values(self) -> bool:
        """Whether the iterator in use has values, after the next piece replaced one that is used up."""
        if self._closed:
            raise RuntimeError(f"lease of {self._name}: it is closed; make a new one with client.lease({self._name!r})")
        if not length_hint(self.in_use[0]):
            if not self._pieces:
                self._check_refused()
                return False
            self._piece = self._pieces.popleft()
            self.in_use[0] = iter(self._piece)
            self._pace.use(len(self._piece))
        return True

    def _is_low(self) -> bool:
        """Whether it is time to ask for the next range while values are left."""
        return self._ahead and not self._closed and not self._refused and len(self._pieces) < PIECES - 1

    def _check_refused(self) -> None:
        if self._refused and self._latest:
            raise InvalidRequestError(
                f"lease of {self._name}: the sequence gave {self._refused[0]} after {self._latest[-1]}, so it "
                "cycles or was set back; use next_value for a sequence that cycles, or make a new lease"
            )

    def _fetch(self) -> None:
        """Call the service, or wait for another thread's call. If it fails, all who wait get its error at once."""
        failures = self._failures
        with self._calls:
            with self._lock:
                ready = self._has_values()
            if ready:
                return
            if self._error and self._failures > failures:
                raise self._error
            self._call()

    def _fetch_ahead(self) -> None:
        """Call the service while values are left. An error has no consequence yet."""
        with self._calls, suppress(Exception):
            with self._lock:
                low = self._is_low()
            if low:
                self._call()

    def _call(self) -> None:
        lock = self._lock
        try:
            values = self._request()
        except Exception as error:
            self._failures, self._error = self._failures + 1, error
            raise
        self._error = None
        with lock:
            if lock is self._lock:  # else this thread forked during the call, and the values belong to the parent
                self._add(values)

    def _request(self) -> range:
        """Take a range. The service gives a whole range or nothing, so near the limit ask for half as many."""
        with self._lock:
            count = asked = self._pace.next_size()
        while True:
            try:
                values = self._source.next_range(self._name, count)
            except SequenceExhaustedError:
                if count == 1:
                    self._pace.took(0, asked)
                    raise
                count //= 2
            else:
                self._pace.took(count, asked)
                return values

    def _add(self, values: range) -> None:
        """Keep a range, but refuse one that does not lie beyond the latest: its values may have been handed out."""
        if self._latest and (values[0] - self._latest[-1]) * self._latest.step <= 0:
            self._refused = values
        else:
            self._latest = values
            self._pieces.extend(pieces(values))

    def _emptied(self) -> list[range]:
        """Take out all values."""
        unused = [drained(self._piece, self.in_use[0]), *self._pieces, self._refused or range(0)]
        self._pieces.clear()
        self._refused = None
        return unused
