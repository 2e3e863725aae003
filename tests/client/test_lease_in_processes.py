"""Leases and forks, signals and the end of the interpreter."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from client import Lease
from client.errors import InvalidRequestError

from .ranges_in_memory import Ranges
from .test_lease import eventually

ROOT = Path(__file__).parent.parent.parent
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def in_child(run: Callable[[], object]) -> object:
    """Run in a forked child; returns the result."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(20)  # a child that hangs ends
        try:
            os.write(writing, json.dumps(run()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return json.loads(pipe.read() or b'"the child failed"')


def test_a_child_starts_empty_and_the_parent_goes_on() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=10, ahead=False)
    assert next(lease) == 1

    def child() -> list[int]:
        source.following = 1_001  # a real child asks the service
        return [next(lease), lease.next()]

    assert in_child(child) == [1_001, 1_002]
    assert [*islice(lease, 9)] == list(range(2, 11))


def test_close_in_a_child_returns_only_its_own_values() -> None:
    lease = Lease(Ranges(), "orders", size=10)
    next(lease)
    assert in_child(lambda: [list(values) for values in lease.close()]) == []
    assert lease.close() == [range(2, 11)]


def test_a_refused_range_stays_with_the_parent() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=10, ahead=False)
    [*islice(lease, 10)]
    source.following = 1
    with pytest.raises(InvalidRequestError):
        next(lease)
    assert in_child(lambda: [list(values) for values in lease.close()]) == []
    assert lease.close() == [range(1, 11)]


def test_a_fork_while_a_thread_waits_for_the_service_leaves_the_child_usable() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=10)
    [*islice(lease, 2)]
    source.open.clear()
    source.waiting.clear()
    next(lease)  # starts a call in the background
    assert source.waiting.wait(5)

    def child() -> int:
        source.open.set()
        source.following = 1_001
        return next(lease)

    assert in_child(child) == 1_001
    source.open.set()
    assert [*islice(lease, 17)] == list(range(4, 21))


def test_a_fork_while_a_thread_holds_the_lock_leaves_the_child_usable() -> None:
    lease = Lease(Ranges(), "orders", size=10)
    with lease._supply._lock:
        assert in_child(lambda: next(lease)) == 1


class Forking(Ranges):
    """Forks in the middle of its first call. `child` is its process id, 0 in the child itself."""

    child = -1

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        """Take the next `count` values."""
        values = super().next_range(name, count, token=token)
        if self.child == -1:
            self.child = os.fork()
        return values


def test_a_fork_in_the_middle_of_a_call_gives_its_values_to_the_parent_only() -> None:
    source = Forking()
    lease = Lease(source, "orders", size=10, ahead=False)
    value = 0
    try:
        value = next(lease)
    finally:
        if not source.child:
            os._exit(value)
    assert value == 1
    assert os.waitstatus_to_exitcode(os.waitpid(source.child, 0)[1]) == 11


def test_a_closed_lease_stays_closed_in_a_child() -> None:
    lease = Lease(Ranges(), "orders")
    lease.close()

    def child() -> str:
        try:
            return str(next(lease))
        except RuntimeError as error:
            return str(error)

    assert "it is closed" in str(in_child(child))


class InterruptedByTestError(Exception):
    """What a signal handler raises, as a time limit of a task does."""


class Unlocked:
    """A source without locks of its own, which a signal handler could leave locked."""

    def __init__(self) -> None:
        self.following = 1

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:  # noqa: ARG002
        """Take the next `count` values."""
        self.following += count
        return range(self.following - count, self.following)


@pytest.mark.parametrize("taken", ["list(islice(lease, 30_000_000))", "[lease.next() for _ in range(30_000_000)]"])
def test_a_signal_handler_that_raises_does_not_end_the_lease(taken: str) -> None:
    def interrupt(*_: object) -> None:
        raise InterruptedByTestError

    def take() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.002)
        eval(taken, {"lease": lease, "islice": islice})  # noqa: S307 - the test's own text

    lease = Lease(Unlocked(), "orders", size=1_000, ahead=False)
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        for _ in range(20):
            with pytest.raises(InterruptedByTestError):
                take()
            next(lease)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    lease.close()


ENDS = """
import sys, time
from client.lease import Lease

class Hanging:
    calls = 0
    def next_range(self, name, count, *, token=None):
        self.calls += 1
        if self.calls > 1:
            time.sleep(300)
        return range(1, count + 1)

lease = Lease(Hanging(), "orders", size=10)
print([lease.next() for _ in range(5)], flush=True)
"""


def test_the_interpreter_ends_while_a_call_is_under_way() -> None:
    command = [sys.executable, "-X", "dev", "-c", ENDS]  # the call would take 300 s
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=100)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("[1, 2, 3, 4, 5]\n", "", 0)


ENDS_WHILE_LOCKED = """
import sys, threading
from client.lease import Lease

class Source:
    def next_range(self, name, count, *, token=None):
        return range(1, count + 1)

class Last:
    def __del__(self):
        assert sys.is_finalizing()
        print([lease.next() for _ in range(3)], *lease.close())

lease = Lease(Source(), "orders", size=10)
lease.next(), lease.next()

def hold():
    with lease._supply._lock:
        locked.set()
        threading.Event().wait()

locked = threading.Event()
threading.Thread(target=hold, daemon=True).start()
locked.wait()
sys.modules["last"] = Last()
"""


def test_the_interpreter_ends_while_a_thread_holds_the_lock() -> None:
    command = [sys.executable, "-c", ENDS_WHILE_LOCKED]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("[3, 4, 5] range(6, 11)\n", "", 0)


def test_if_no_thread_can_start_a_later_caller_waits_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    source = Ranges()
    monkeypatch.setattr("threading.Thread.start", refuse)
    lease = Lease(source, "orders", size=10)
    assert [*islice(lease, 30)] == list(range(1, 31))
    assert len(source.taken) == 3
    monkeypatch.undo()
    next(lease)
    eventually(lambda: len(source.taken) == 4)
