"""Ends the program in order after a signal."""

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

END_SECONDS = 20  # longer than the emulator takes to end

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Interrupted(KeyboardInterrupt):
    """A signal that ends programs has come."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number
        """The exit code that a shell expects after this signal."""


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Raise `Interrupted` in the main thread when SIGINT, SIGTERM or SIGHUP comes.

    Only the first signal counts, so a second Ctrl-C does not stop the cleanup. After the block, signals have no effect.
    A process that still runs after `END_SECONDS` is ended.
    """

    def interrupt(number: int, _: FrameType | None) -> None:
        ignore_interrupts()
        interrupted = Interrupted(number)
        # Python drops an exception that is raised inside a finalizer, and a program may catch it
        signal.signal(signal.SIGALRM, lambda *_: os._exit(interrupted.exit_code))
        signal.alarm(END_SECONDS)
        raise interrupted

    for each in _ENDING:
        signal.signal(each, interrupt)
    try:
        yield
    finally:
        ignore_interrupts()


def ignore_interrupts() -> None:
    """Ignore SIGINT, SIGTERM and SIGHUP from now on, because the program is about to end."""
    for each in _ENDING:
        signal.signal(each, signal.SIG_IGN)
