"""An orderly end, whatever asks for it."""

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

END_SECONDS = 20  # more than the emulator takes to end

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Interrupted(KeyboardInterrupt):
    """One of the signals that end a program came."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number
        """What a shell expects of a program that ended by this signal."""


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Raise `Interrupted` where the main thread is when SIGINT, SIGTERM or SIGHUP comes.

    Only the first one counts, so that a second Ctrl-C does not stop the clearing up that the first one began; and once
    the block is left none does, for all that is left to do is to end. What has not ended after `END_SECONDS` is ended.
    """

    def interrupt(number: int, _: FrameType | None) -> None:
        ignore_interrupts()
        interrupted = Interrupted(number)
        # Python drops what is raised inside a finalizer or a foreign callback, and a program may catch it
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
    """Let SIGINT, SIGTERM and SIGHUP do nothing from now on: all that is left to do is to end."""
    for each in _ENDING:
        signal.signal(each, signal.SIG_IGN)
