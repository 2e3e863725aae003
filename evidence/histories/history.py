"""Histories: what each caller saw, written as it happens, read by the checker.

A line is a JSON array. The caller writes one before and one after each operation:

    ["invoke", number, nanoseconds, kind, name, count, token, wrong]
    ["ok", number, nanoseconds, [[first, last], ...]]
    ["fail", number, nanoseconds, error, message]

Consecutive values are one pair, in the sequence's direction. An operation without a second line was under way when
its process was killed: Jepsen calls it `info`. The clock is CLOCK_MONOTONIC, which all processes of a machine share.
"""

import itertools
import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

Runs = list[tuple[int, int]]
"""Consecutive values, as the first and the last one of each run."""


class Recorder:
    """Writes the history of one process. Each line is one system call, so a killed process leaves whole lines."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._numbers = itertools.count()

    def invoke(
        self, kind: str, name: str, count: int | None = None, token: str | None = None, wrong: str | None = None
    ) -> int:
        """Note that an operation begins; returns its number."""
        number = next(self._numbers)
        self._write("invoke", number, time.monotonic_ns(), kind, name, count, token, wrong)
        return number

    def ok(self, number: int, values: Runs) -> None:
        """Note the values that an operation brought."""
        self._write("ok", number, time.monotonic_ns(), values)

    def fail(self, number: int, error: Exception) -> None:
        """Note an operation's error."""
        self._write("fail", number, time.monotonic_ns(), type(error).__name__, str(error)[:200])

    def _write(self, *fields: object) -> None:
        os.write(self._file, json.dumps(fields, separators=(",", ":")).encode() + b"\n")


class Operation(NamedTuple):
    """What a caller did, and what it saw. `kind` is `value`, `range`, `lease` or `close`; times are in nanoseconds.

    `end` is None if its process was killed. `error` is the name of a class, or empty.
    """

    process: str
    kind: str
    name: str
    count: int | None  # type: ignore[assignment]  # a tuple has a method of this name
    token: str | None
    wrong: str | None
    begin: int
    end: int | None
    values: Runs
    error: str = ""
    message: str = ""

    @property
    def ok(self) -> bool:
        """Whether it brought values."""
        return self.end is not None and not self.error

    @property
    def lease(self) -> bool:
        """Whether it is an operation of a lease."""
        return self.kind in ("lease", "close")


def runs(values: Iterable[int], increment: int) -> Runs:
    """Values in the fewest runs, in their order."""
    if isinstance(values, range) and values and values.step == increment:
        return [(values[0], values[-1])]
    found: Runs = []
    first = last = None
    for value in values:
        if last is None or value != last + increment:
            if first is not None and last is not None:
                found.append((first, last))
            first = value
        last = value
    return [*found, (first, last)] if first is not None and last is not None else found


def read_folder(folder: Path) -> list[Operation]:
    """All operations of a run."""
    operations: list[Operation] = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open() as lines:
            operations += read_lines(path.stem, lines)
    return operations


def read_lines(process: str, lines: Iterable[str]) -> Iterator[Operation]:
    """The operations of one process."""
    begun: dict[int, Operation] = {}
    for line in lines:
        what, number, moment, *rest = json.loads(line)
        if what == "invoke":
            kind, name, count, token, wrong = rest
            begun[number] = Operation(process, kind, name, count, token, wrong, moment, None, [])
        elif what == "ok":
            values = [(first, last) for first, last in rest[0]]
            yield begun.pop(number)._replace(end=moment, values=values)
        else:
            yield begun.pop(number)._replace(end=moment, error=rest[0], message=rest[1])
    yield from begun.values()
