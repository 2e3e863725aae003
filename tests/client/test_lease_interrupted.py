"""`close` and `next` in signal handlers and at the end of the interpreter: a lease never hangs and repeats no value."""

import gc
import signal
import subprocess
import sys
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from client import Lease
from client.errors import InvalidRequestError, SequenceUnavailableError

from .ranges_in_memory import Ranges
from .test_lease import eventually

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers that send signals")
SOURCE = """
import os, signal, time
from client.lease import Lease

def on_alarm(handler):
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.3)

slow = {}  # its own globals, so that a thread in a call does not keep those of this script
exec('''
import time
class Slow:
    def __init__(self, first, seconds):
        self.first, self.seconds, self.calls = first, seconds, 0
    def next_range(self, name, count, *, token=None):
        self.calls += 1
        if self.calls >= self.first:
            time.sleep(self.seconds)
        return range(self.calls * 10, self.calls * 10 + count)
''', slow)
Slow = slow["Slow"]
"""
CLOSED_AT_THE_END = """
def values(write=os.write):  # `print` needs modules that are gone by then
    with Lease(Slow(2, 300), "orders", size=10) as lease:
        try:
            while True:
                yield lease.next()
        finally:
            write(1, f"{lease.close()}\\n".encode())

generator = values()
print([next(generator) for _ in range(3)], flush=True)
time.sleep(0.3)
"""
TAKEN_AT_THE_END = """
def values(write=os.write):  # `print` needs modules that are gone by then
    lease = Lease(Slow(2, 300), "orders", size=10)
    try:
        while True:
            yield lease.next()
    finally:
        try:
            while True:
                write(1, f"{lease.next()} ".encode())
        except RuntimeError as error:
            write(1, f"{error}\\n".encode())

generator = values()
print([next(generator) for _ in range(3)], flush=True)
time.sleep(0.3)
"""
CLOSED_IN_A_HANDLER = """
lease = Lease(Slow(1, 1), "orders", size=10, ahead=False)
on_alarm(lambda *_: print(lease.close(), flush=True))
try:
    next(lease)
except RuntimeError as error:
    print(error)
print(lease.close())
"""
TAKEN_IN_A_HANDLER = """
lease = Lease(Slow(1, 1), "orders", size=10, ahead=False)
def take(*_):
    try:
        next(lease)
    except RuntimeError as error:
        print(error)

on_alarm(take)
print(next(lease))
"""
CLOSED_WHILE_THE_LOCK_IS_HELD = """
lease = Lease(Slow(2, 1), "orders", size=10)
[lease.next() for _ in range(3)]
time.sleep(0.1)
on_alarm(lambda *_: print(lease.close(), flush=True))
with lease._supply._lock:  # as any method of it does, while another thread calls the service
    time.sleep(0.5)
"""


@pytest.mark.parametrize(
    ("script", "printed"),
    [
        (CLOSED_AT_THE_END, "[10, 11, 12]\n[range(13, 20)]\n"),
        (
            TAKEN_AT_THE_END,
            "[10, 11, 12]\n13 14 15 16 17 18 19 lease of orders: no values are left, and the interpreter ends\n",
        ),
        (
            CLOSED_IN_A_HANDLER,
            "[]\nlease of orders: it is closed; make a new one with client.lease('orders')\n[range(10, 20)]\n",
        ),
        (
            TAKEN_IN_A_HANDLER,
            "lease of orders: a signal handler asked for a value while the service was called in the same thread; "
            "take values outside of signal handlers\n10\n",
        ),
        (CLOSED_WHILE_THE_LOCK_IS_HELD, "[range(13, 30)]\n"),
    ],
    ids=["close at the end", "next at the end", "close in a handler", "next in a handler", "close and the lock"],
)
def test_nothing_hangs(script: str, printed: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SOURCE + script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=20
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == (printed, "", 0)


def interrupted(close: Lease) -> None:
    """Close a lease, but end the wait by an exception of a signal handler."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            close.close()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def waiting(source: Ranges) -> Lease:
    """A lease that has the values 22 to 100, and waits for the next range in the background."""
    lease = Lease(source, "orders", size=100)
    next(lease)
    source.open.clear()
    source.waiting.clear()
    for _ in range(20):
        next(lease)
    assert source.waiting.wait(5)
    return lease


def test_what_an_interrupted_close_took_out_comes_with_the_next_close() -> None:
    source = Ranges()
    lease = waiting(source)
    interrupted(lease)
    with pytest.raises(RuntimeError, match="closed"):
        next(lease)
    source.open.set()
    assert lease.close() == [range(22, 201)]
    assert lease.close() == []


def test_close_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("client.supply.WAIT", 1)
    source = Ranges()
    lease = waiting(source)
    begin = time.monotonic()
    assert lease.close() == [range(22, 101)]
    assert 0.9 < time.monotonic() - begin < 1.8
    source.open.set()
    eventually(lambda: len(source.taken) == 2)
    assert lease.close() == [range(101, 201)]


def test_a_closed_lease_stops_to_ask_for_less_near_the_limit() -> None:
    source = Ranges(limit=0)
    source.open.clear()
    lease = Lease(source, "orders", size=1_000_000)
    with ThreadPoolExecutor() as pool:
        taking = pool.submit(lease.next)
        assert source.waiting.wait(5)
        closing = pool.submit(lease.close)
        eventually(lambda: lease._supply._closed)
        source.open.set()
        assert closing.result(5) == []
        assert "it is closed" in str(taking.exception(5))
    assert source.counts == [1_000_000]


class Down:
    """A service that is down."""

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        """Fail."""
        raise SequenceUnavailableError(f"down: {name}, {count}, {token}")


class Local:
    """Something that a caller of `next` has in a variable."""


def test_a_lease_does_not_keep_the_variables_of_a_caller_that_got_an_error() -> None:
    lease = Lease(Down(), "orders")

    def caller() -> "weakref.ref[Local]":
        local = Local()
        with suppress(SequenceUnavailableError):
            next(lease)
        return weakref.ref(local)

    gc.disable()
    try:
        assert caller()() is None
    finally:
        gc.enable()


def test_a_sequence_that_cycles_is_refused_in_the_words_of_a_lease() -> None:
    source = Ranges()
    source.errors.append(InvalidRequestError("count: larger than a cycle of sequence orders; ask for at most 3"))
    lease = Lease(source, "orders")
    with pytest.raises(InvalidRequestError, match=r"^lease of orders: the sequence cycles; use next_value") as raised:
        next(lease)
    assert isinstance(raised.value.__cause__, InvalidRequestError)


def test_values_of_a_busy_lease_that_a_handler_closes_come_once() -> None:
    for size in (1, 7, 50) * 20:
        lease, values, returned = Lease(Ranges(), "orders", size=size), list[int](), list[range]()

        def close(*_: object, lease: Lease = lease, returned: list[range] = returned) -> None:
            returned.extend(lease.close())

        before = signal.signal(signal.SIGALRM, close)
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.005)
            with suppress(RuntimeError):
                while True:
                    values.append(next(lease))
        finally:
            signal.signal(signal.SIGALRM, before)
        returned += lease.close()
        values += [value for left in returned for value in left]
        assert sorted(values) == list(range(1, len(values) + 1))
