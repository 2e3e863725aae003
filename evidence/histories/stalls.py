"""Stalls: moments at which this machine was too busy to judge how long something took."""

import asyncio
import time
from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

BEAT = 0.05  # seconds
LATE = 0.25  # seconds; on a quiet machine a beat is late by less than 0.1


class Stalls:
    """Notes when the event loop woke up too late. Then other processes got no time either."""

    def __init__(self) -> None:
        self.moments: list[int] = []

    @asynccontextmanager
    async def noted(self) -> AsyncIterator[None]:
        """Note stalls until the end of the block."""
        task = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(BEAT)
            if time.monotonic() - before - BEAT > LATE:
                self.moments.append(time.monotonic_ns())

    def between(self, begin: int, end: int) -> bool:
        """Whether there was one, in nanoseconds of time.monotonic_ns."""
        place = bisect_left(self.moments, begin)
        return place < len(self.moments) and self.moments[place] <= end
