"""An orderly end, whatever asks for it."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

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

    Only the first one counts, so that a second Ctrl-C does not stop the clearing up that the first one began.
    """

    def interrupt(number: int, _: FrameType | None) -> None:
        for each in _ENDING:
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted(number)

    before = {each: signal.signal(each, interrupt) for each in _ENDING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
