"""The load of a run: callers and function processes that are killed all the time."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from .children import Children
from .local_lambda import LocalLambda
from .size import Size

FINAL_CALLS = 120  # seconds, for all of them; about 80 calls, one after the other


class Load:
    """Calls the functions at `url`. It begins when it is made, and ends `seconds` later.

    `folder` gets what each caller saw. `killed` has the killed callers and when, in nanoseconds of time.monotonic_ns.
    """

    def __init__(
        self, children: Children, functions: LocalLambda, url: str, folder: Path, seconds: float, seed: str, size: Size
    ) -> None:
        self._children, self._functions, self._url = children, functions, url
        self._folder, self._seed, self._size = folder, seed, size
        self.begin = time.monotonic()
        self._end = self.begin + seconds
        self._ended = asyncio.Event()
        self._callers_started = 0
        self.killed: dict[str, int] = {}

    async def run(self) -> None:
        """Run until the end. Raises `RuntimeError` if a caller ends by itself with an error."""
        callers = [asyncio.create_task(self._keep_calling()) for _ in range(self._size.callers)]
        killer = asyncio.create_task(self._every(self._size.function_kills, self._functions.kill_one))
        enough = asyncio.create_task(self._enough())
        try:
            await asyncio.gather(*callers)
        finally:
            for task in (killer, enough, *callers):
                task.cancel()
            await asyncio.gather(killer, enough, *callers, return_exceptions=True)

    async def _enough(self) -> None:
        """End the run after so many calls. Callers do not know, so they are killed a little later."""
        while self._size.calls:
            if self._functions.calls >= self._size.calls:
                self._end = time.monotonic()
                self._ended.set()
                return
            await asyncio.sleep(0.05)

    async def _every(self, seconds: float, act: Callable[[], Awaitable[None]]) -> None:
        while time.monotonic() < self._end:
            await asyncio.sleep(random.uniform(0.5, 1.5) * seconds)  # noqa: S311
            await act()

    async def _keep_calling(self) -> None:
        """Start a caller, kill it, and start another one. The last one may end by itself."""
        while time.monotonic() < self._end:
            self._callers_started += 1
            path = self._folder / f"caller-{self._callers_started}.jsonl"
            process = await self._children.start(
                f"{__package__}.caller", self._url, path, self._size.threads, self._size.leases,
                self.begin, self._end, f"{self._seed} {self._callers_started}",
            )  # fmt: skip
            while process.returncode is None and not path.exists():
                await asyncio.sleep(0.01)  # a busy machine starts it slowly, and killed before, it does nothing
            alive = random.uniform(0.5, 1.5) * self._size.caller_kills * self._size.callers  # noqa: S311
            left = max(0.0, self._end - time.monotonic())
            if await self._ends(process, alive if alive < left else left + self._size.last_calls):
                continue
            self.killed[path.stem] = time.monotonic_ns()
            await self._children.kill(process)

    async def _ends(self, process: asyncio.subprocess.Process, seconds: float) -> bool:
        """Wait for a caller's own end, until it is time to kill it."""
        tasks = [asyncio.create_task(self._children.ended(process)), asyncio.create_task(self._ended.wait())]
        try:
            done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
        if tasks[0] not in done:
            return False
        if code := tasks[0].result():
            raise RuntimeError(f"a caller ended by itself, with exit code {code}")
        return True

    async def final_calls(self) -> None:
        """Make the last calls, after all faults and kills."""
        path = self._folder / "final.jsonl"
        process = await self._children.start(
            f"{__package__}.caller", self._url, path, 0, 0, self.begin, self._end, f"{self._seed} final"
        )
        if await asyncio.wait_for(self._children.ended(process), FINAL_CALLS):
            raise RuntimeError("the final calls did not end as they should")
