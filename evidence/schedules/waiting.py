"""What code waits with: locks, conditions and threads, under the scheduler instead of Python."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .scheduler import FOREVER, Process, running


class ClientCrashedError(BaseException):
    """A client's process dies, with all its threads."""


class Lock:
    """A lock. To acquire it is a step, even if it is free. Actors of all processes may use it."""

    def __init__(self) -> None:
        self.owner: object = None

    def pause(self, ready: Callable[[], bool], until: float) -> None:
        """Wait for the lock."""
        running().pause(ready, until, local=True)

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Wait until the lock is free, or the time is up."""
        scheduler = running()
        until = FOREVER if blocking and timeout < 0 else scheduler.clock.now + max(0.0, timeout)
        self.pause(lambda: self.owner is None or scheduler.clock.now >= until, until)
        if self.owner is not None:
            return False
        self.owner = scheduler.current or self
        return True

    def release(self) -> None:
        """Let the next one in."""
        self.owner = None

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


def end_if_crashed(process: Process | None) -> None:
    """End the current actor if its process has crashed."""
    if process and process.crashed:
        raise ClientCrashedError


class RLock(Lock):
    """A lock of one process. Its owner may acquire it again, which is not a step."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def pause(self, ready: Callable[[], bool], until: float) -> None:
        """Wait for the lock."""
        scheduler = running()
        process = scheduler.process
        if process is None:
            scheduler.pause(ready, until, local=True)
            return
        scheduler.pause(lambda: process.crashed or ready(), until, local=True, process=process)
        end_if_crashed(process)

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Wait until the lock is free, or the caller's own."""
        owned = self.owner is not None and self.owner is running().current
        if not owned and not super().acquire(blocking, timeout):
            return False
        self.depth += 1
        return True

    def release(self) -> None:
        """Let the next one in, if this is the last release."""
        self.depth -= 1
        if not self.depth:
            super().release()


class Condition:
    """A condition. Who waits releases the lock, and has it again when the wait ends."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self._waiting: set[object] = set()

    def wait(self, timeout: float) -> bool:
        """Wait until someone notifies, or the time is up."""
        scheduler, lock, ticket = running(), self._lock, object()
        owner, depth, until = lock.owner, lock.depth, scheduler.clock.now + timeout
        self._waiting.add(ticket)
        lock.owner, lock.depth = None, 0

        def ready() -> bool:
            return lock.owner is None and (ticket not in self._waiting or scheduler.clock.now >= until)

        lock.pause(ready, until)
        lock.owner, lock.depth = owner, depth
        notified = ticket not in self._waiting
        self._waiting.discard(ticket)
        return notified

    def notify_all(self) -> None:
        """End all waits."""
        self._waiting.clear()


class Thread:
    """A thread: one more actor, in the process of the one that starts it."""

    def __init__(self, *, target: Callable[..., object], args: tuple[Any, ...] = (), **_: object) -> None:
        self._target, self._args = target, args

    def _run(self) -> None:
        with suppress(ClientCrashedError):
            self._target(*self._args)

    def start(self) -> None:
        """Let it run when it is chosen."""
        running().spawn(self._run, running().process)


def get_ident() -> int:
    """Who runs, as a number."""
    return id(running().current)
