"""Contenders' processes: long-lived ones that obey commands, and fresh ones that give one answer.

Each has a session of its own, so Ctrl-C reaches the benchmark alone. It then ends them.
"""

import json
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple


class Measured(NamedTuple):
    """What a process did: `calls` in `wall` seconds, with `processor` seconds of its own."""

    calls: int
    wall: float
    processor: float
    replies: list[Any]

    @property
    def pace(self) -> float:
        """Calls a second."""
        return self.calls / self.wall


class Worker:
    """A contender's process. Ask it to measure; `begin` and `end` let two work at once."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin
        assert process.stdout
        self._ask, self._answer = process.stdin, process.stdout

    def wait_until_ready(self) -> None:
        """Wait until it has imported its program."""
        if self._answer.readline().strip() != "ready":
            raise RuntimeError("a contender's process did not start; its error is above")

    def begin(self, event: Mapping[str, Any], callers: int, seconds: float, **more: bool | list[int]) -> None:
        """Start to measure. `more` is `tokens` or `names`, as worker.py says."""
        command = {"event": event, "callers": callers, "seconds": seconds, **more}
        print(json.dumps(command), file=self._ask, flush=True)

    def end(self) -> Measured:
        """Wait for the measurement's end."""
        line = self._answer.readline()
        if not line:
            raise RuntimeError("a contender's process ended; its error is above")
        return Measured(**json.loads(line))


@contextmanager
def worker(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, *, quiet: bool = False
) -> Iterator[Worker]:
    """Run a contender's process until the end of the block."""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        text=True,
        env=environment,
        cwd=folder,
        start_new_session=True,
    ) as process:
        try:
            started = Worker(process)
            started.wait_until_ready()
            yield started
        except BaseException:
            process.terminate()  # it may wait until someone reads its answer
            raise
        finally:
            assert process.stdin
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def printed(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a program to its end, and return what it prints. If the benchmark ends before, the program ends in order."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, cwd=folder, start_new_session=True
    ) as process:
        try:
            output, _ = process.communicate()
        except BaseException:
            process.terminate()
            raise  # the block waits for its end
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)[:200]}: exit code {process.returncode}; its error is above")
    return output


class FirstAnswer(NamedTuple):
    """Seconds from the start of an interpreter to its first answer, and that answer."""

    seconds: float
    reply: Any


def first_answer(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> FirstAnswer:
    """Start a program that prints one answer as JSON."""
    begin = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, cwd=folder, start_new_session=True
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        seconds = time.perf_counter() - begin
        process.stdout.read()
    if process.returncode or not line:
        raise RuntimeError(f"{' '.join(command)[:200]}: no answer; its error is above")
    return FirstAnswer(seconds, json.loads(line))
