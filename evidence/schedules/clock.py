"""`Clock`: the time of one schedule."""


class Clock:
    """Time that passes only when someone sleeps or waits in vain."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        """The time in seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
