"""Samples of the processes: memory and open file descriptors, every few seconds."""

import threading
import time
from collections.abc import Mapping
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]

EMULATOR = "emulator"


class Sample(NamedTuple):
    """One look at a process. `at` is in seconds of `time.monotonic`, `memory` is the resident set in bytes."""

    at: float
    role: str
    process: int
    memory: int
    descriptors: int


class Sampler:
    """Samples the children of this process in a thread, until the end of the block.

    `roles` maps a part of a command line to the process's role. The emulator's workers have the function's name in it.
    """

    def __init__(self, roles: Mapping[str, str], every: float) -> None:
        self.samples: list[Sample] = []
        self._roles, self._every = roles, every
        self._known: dict[int, str] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sampler")

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            for process in psutil.Process().children(recursive=True):
                try:
                    if role := self._role(process):
                        memory, descriptors = process.memory_info().rss, process.num_fds()
                        self.samples.append(Sample(time.monotonic(), role, process.pid, memory, descriptors))
                except psutil.Error:  # it has ended
                    continue

    def _role(self, process: psutil.Process) -> str | None:
        if process.pid not in self._known:
            line = " ".join(process.cmdline())
            # Between fork and exec, a worker still has the emulator's command line.
            found = [role for part, role in self._roles.items() if part in line]
            if not found or (found == [EMULATOR] and process.ppid() != psutil.Process().pid):
                return None
            self._known[process.pid] = found[0]
        return self._known[process.pid]
