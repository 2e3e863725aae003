"""A simulated clock: processes are generators that yield the seconds they sleep, or a signal they wait for."""

import heapq
from collections.abc import Generator
from itertools import count
from typing import Any

Process = Generator["float | Signal", None, Any]


class Signal:
    """Wakes all processes that wait for it."""

    def __init__(self) -> None:
        self.waiting: list[Process] = []


class Clock:
    """Runs processes in the order of their times. Equal times keep the order in which they were asked for."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Process]] = []
        self._numbers = count()

    def monotonic(self) -> float:
        """The simulated time, under the name that the client's code calls."""
        return self.now

    def start(self, process: Process, seconds: float = 0.0) -> None:
        """Let a process begin in so many seconds."""
        heapq.heappush(self._due, (self.now + seconds, next(self._numbers), process))

    def fire(self, signal: Signal) -> None:
        """Wake the processes that wait for a signal."""
        waiting, signal.waiting = signal.waiting, []
        for process in waiting:
            self.start(process)

    def run(self, until: float = float("inf")) -> None:
        """Run until nothing is due, or until a time."""
        while self._due and self._due[0][0] <= until:
            self.now, _, process = heapq.heappop(self._due)
            pause = next(process, None)
            if isinstance(pause, Signal):
                pause.waiting.append(process)
            elif pause is not None:
                self.start(process, pause)
