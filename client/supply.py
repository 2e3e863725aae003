"""`Supply`: the values that a lease holds, and the calls that bring more."""

import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from operator import length_hint

from .call import Call
from .errors import InvalidRequestError, SequenceExhaustedError
from .forks import empty_in_children
from .ranges import PIECES, Piece, drained, joined, pieces
from .requests import RangeSource, Requests

WAIT = 30  # seconds that `close` waits for a call under way, at most; a call of the client takes up to 28


class Supply:
    """Keeps ranges in pieces, and puts an iterator of one piece after the other in use.

    It fetches one range at a time. With `ahead`, a call starts when a fifth of the latest range is used. If the call
    fails, each further fifth starts another one. Callers see an error only when no values are left.

    A signal handler may interrupt any method and call `close` or `next`. That is safe: nobody waits while holding the
    lock, because `Condition.wait` releases it. A value is taken out of its piece's iterator in one step of C code. So
    it goes to one caller, even if the interrupted method still uses that iterator.
    """

    def __init__(self, source: RangeSource, name: str, size: int | None, *, ahead: bool) -> None:
        self._name, self._ahead = name, ahead
        self._requests = Requests(source, name, size)
        self._latest: range | None = None
        self._closed = False
        self._pieces: list[Piece] = []  # the one in use, those after it, and some that are used up
        self.in_use: list[Iterator[int]] = [iter(range(0))]  # one iterator, of the piece in use
        self.start_empty()
        empty_in_children(self)

    def start_empty(self) -> None:
        """Forget all values. In a forked child they belong to the parent."""
        self._start_alone()
        for piece in self._pieces:
            drained(piece)
        self._refused: Piece | None = None  # a range that does not lie beyond the latest
        self._unused: list[range] = []  # what `close` took out and has not returned
        self._requests.start()

    def _start_alone(self) -> None:
        """Forget other threads. They do not run any more, but one may hold the lock or be in a call."""
        self._lock = threading.RLock()  # for the values; held for microseconds
        self._changed = threading.Condition(self._lock)  # notified at the end of each call
        self._call: Call | None = None

    def take(self) -> int | None:
        """The next value, or None if the piece in use has none left. Works without a GIL."""
        with self._lock:
            return next(self.in_use[0], None)

    def refill(self) -> None:
        """Return when the iterator in use has values. If none are left, wait for the service."""
        if sys.is_finalizing():
            self._start_alone()
        with self._lock:
            ready, low = self._has_values(), self._is_low()
        if not ready:
            self._fetch()
        elif low and not self._call and not sys.is_finalizing():  # by then, a new thread never starts
            with suppress(RuntimeError):  # no thread can start, for example because of a limit: do without
                threading.Thread(target=self._fetch_ahead, name=f"lease of {self._name}", daemon=True).start()

    def close(self) -> list[range]:
        """Stop, and return the unused values. Waits for a call under way, because its values come back too.

        It does not wait for a call that it interrupted, nor while the interpreter ends.
        """
        if sys.is_finalizing():
            self._start_alone()
        with self._lock:
            self._closed = self._requests.stopped = True
            self._empty()
            for _ in range(WAIT):
                if not (call := self._call) or call.is_ours():
                    break
                self._changed.wait(1)
            self._empty()
            unused, self._unused = self._unused, []  # in one step for signal handlers, so no two calls return a value
            return joined(unused)

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError(f"lease of {self._name}: it is closed; make a new one with client.lease({self._name!r})")

    def _has_values(self) -> bool:
        """Whether the iterator in use has values, after the next piece replaced one that is used up."""
        self._check_open()
        if length_hint(self.in_use[0]):
            return True
        for piece in self._pieces:
            if length_hint(piece.left):
                self.in_use[0] = piece.left
                self._requests.pace.use(len(piece.values))
                return True
        self._check_refused()
        return False

    def _is_low(self) -> bool:
        """Whether it is time to ask for the next range while values are left."""
        left = sum(length_hint(piece.left) > 0 for piece in self._pieces)
        return self._ahead and not self._closed and not self._refused and left < PIECES

    def _check_refused(self) -> None:
        if self._refused and self._latest:
            raise InvalidRequestError(
                f"lease of {self._name}: the sequence gave {self._refused.values[0]} after {self._latest[-1]}, so it "
                "cycles or was set back; use next_value for a sequence that cycles, or make a new lease"
            )

    def _fetch(self) -> None:
        """Call the service, or wait for another thread's call. If it fails, all who wait get its error at once."""
        call, other = Call(), self._call
        if other and other.is_ours():
            raise RuntimeError(
                f"lease of {self._name}: a signal handler asked for a value while the service was called in the same "
                "thread; take values outside of signal handlers"
            )
        if sys.is_finalizing():
            raise RuntimeError(f"lease of {self._name}: no values are left, and the interpreter ends")
        try:
            with self._lock:
                other = None
                while not self._has_values():
                    if other and other.error:
                        raise other.error
                    other = self._call
                    if not other:
                        self._call = call
                        break
                    self._changed.wait(1)
                else:
                    return
            self._perform()
        except Exception as error:
            call.error = error
            raise
        finally:
            if self._call is call:
                self._call = None  # before any function call, where a signal handler could raise
                self._wake()
            del call, other  # else an error refers to itself, through this frame

    def _fetch_ahead(self) -> None:
        """Call the service while values are left. An error only reaches those who wait by then."""
        call = Call()
        with self._lock:
            if self._call or not self._is_low():
                return
            self._call = call
        try:
            self._perform()
        except Exception as error:  # noqa: BLE001 - callers still have values
            call.error = error
        finally:
            self._call = None
            self._wake()
            del call

    def _wake(self) -> None:
        with self._lock:
            self._changed.notify_all()

    def _perform(self) -> None:
        lock = self._lock
        try:
            with self._lock:
                count = self._requests.pace.next_size()
            values = self._requests.take(count)
        except SequenceExhaustedError:
            self._check_open()  # a closed lease stops to ask for less, so more values may be left
            raise
        with self._lock:
            if lock is self._lock:  # else this thread forked during the call, and the values belong to the parent
                self._add(values)

    def _add(self, values: range) -> None:
        """Keep a range, but refuse one that does not lie beyond the latest: its values may have been handed out."""
        if self._latest and (values[0] - self._latest[-1]) * self._latest.step <= 0:
            self._refused = Piece(values, iter(values))
        else:
            self._latest = values
            self._pieces = [piece for piece in self._pieces if length_hint(piece.left)] + pieces(values)

    def _empty(self) -> None:
        """Take out all values."""
        refused = [self._refused] if self._refused else []
        for piece in self._pieces + refused:
            self._unused.append(drained(piece))
