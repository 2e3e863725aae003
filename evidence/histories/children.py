"""Processes that never outlive the run."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def end_with_parent() -> None:
    """In a child: end when the parent does. Its end closes the pipe that is the child's standard input."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


class Children:
    """Starts Python modules as processes, kills them, and ends them all."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = {**environment, "PYTHONPATH": str(ROOT)}
        self._running: dict[int, asyncio.subprocess.Process] = {}
        self.started = self.killed = 0

    async def start(self, module: str, *arguments: object) -> asyncio.subprocess.Process:
        """Start a module. A terminal's Ctrl-C reaches the parent alone."""
        self.started += 1
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *map(str, arguments),
            stdin=asyncio.subprocess.PIPE, env=self._environment, cwd=ROOT, start_new_session=True,
        )  # fmt: skip
        self._running[process.pid] = process
        return process

    async def kill(self, process: asyncio.subprocess.Process) -> None:
        """End a process by SIGKILL, in the middle of what it does."""
        if process.returncode is None:
            self.killed += 1
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
        await self.ended(process)

    async def ended(self, process: asyncio.subprocess.Process) -> int:
        """Wait for the end of a process; returns its exit code."""
        code = await process.wait()
        self._running.pop(process.pid, None)
        return code

    async def end_all(self) -> None:
        """Kill and wait for all that are left."""
        left = [*self._running.values()]
        for process in left:
            with suppress(ProcessLookupError):
                process.kill()
        for process in left:
            await self.ended(process)
