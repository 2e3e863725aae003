"""`Call`: a call of the service that is under way."""

import threading


class Call:
    """Knows the thread that makes the call. Its `error` is for those who wait for it."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.error: Exception | None = None

    def is_ours(self) -> bool:
        """Whether this thread makes the call. A signal handler runs in the thread that it interrupts."""
        return self.thread == threading.get_ident()
