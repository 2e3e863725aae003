"""Try a mutant: in a fork, Python imports the changed source instead of the file, and pytest runs the tests."""

import os
import signal
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest

from .new_process.sitecustomize import FILE, SOURCE, serve

NEW_PROCESS = str(Path(__file__).with_name("new_process"))
AT_ONCE = 2  # trials at once
LEFT_OUT = "DynamoDB Local"  # it takes seconds to start
LEFT_OUT_FIXTURE = "dynamodb_local_url"
LATE = "ignore::pytest.PytestAssertRewriteWarning"  # what this process has imported keeps its plain assertions
SOCKET = (
    "ignore:unclosed <socket:ResourceWarning"  # of a connection in a cycle: the collector may take its socket first
)
WARNINGS = ["-W", LATE, "-W", SOCKET]
OPTIONS = ["-x", "-qq", "--no-summary", "-p", "no:cacheprovider", *WARNINGS]
NOTICED = 70  # the exit code if a test has failed
NOT_IMPORTED = (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.USAGE_ERROR)  # by the tests, by their conftest.py


class UnsoundTrialError(Exception):
    """A trial has neither passed nor failed."""


class Trial(NamedTuple):
    """A source that takes the place of a file, and the tests that try it."""

    file: str
    source: str
    tests: list[str]
    seconds: float  # at most
    output: str = os.devnull  # a file


class Outcome(NamedTuple):
    """What became of a trial: passed, failed or timed_out."""

    trial: Trial
    how: str
    seconds: float


def outcomes(trials: Iterable[Trial], at_once: int = AT_ONCE) -> Iterator[Outcome]:
    """Run the trials, a few at a time. Each is a process group of its own, which ends with it."""
    running: dict[int, tuple[Trial, float]] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            yield from _outcomes(iter(trials), at_once, running, folder)
        finally:
            for process in running:
                _end(process, ended=False)


def _outcomes(
    waiting: Iterator[Trial], at_once: int, running: dict[int, tuple[Trial, float]], folder: str
) -> Iterator[Outcome]:
    while True:
        while len(running) < at_once and (trial := next(waiting, None)):
            running[_start(trial, folder)] = trial, time.monotonic()
        if not running:
            return
        for process, (trial, begin) in list(running.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            seconds = time.monotonic() - begin
            if ended or seconds > trial.seconds:
                del running[process]
                _end(process, ended=bool(ended))
                how = _how(os.waitstatus_to_exitcode(status)) if ended else "timed_out"
                yield Outcome(trial, how, seconds)
        time.sleep(0.01)


def _how(exit_code: int) -> str:
    if exit_code == 0:
        return "passed"
    if exit_code in (NOTICED, *NOT_IMPORTED):
        return "failed"
    raise UnsoundTrialError(f"a trial ended with the exit code {exit_code}; no test failed")


def _start(trial: Trial, folder: str) -> int:
    process = os.fork()
    if not process:
        _run(trial, folder)
    return process


def _end(process: int, *, ended: bool) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)  # also what the tests started
    if not ended:
        os.waitpid(process, 0)


def _run(trial: Trial, folder: str) -> NoReturn:
    code = 1  # of a trial that cannot begin
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        output = os.open(trial.output, os.O_WRONLY | os.O_CREAT)
        for stream in (1, 2):
            os.dup2(output, stream)
        os.environ |= {FILE: trial.file, SOURCE: trial.source, "PYTHONPATH": NEW_PROCESS}
        serve(trial.file, trial.source)
        _take_few_examples()
        code = int(pytest.main([*OPTIONS, f"--basetemp={folder}/{os.getpid()}", *trial.tests], plugins=[_Fast()]))
    finally:
        os._exit(code)


class _Fast:
    """A pytest plugin: leaves out what needs DynamoDB Local, and ends the process when a test fails."""

    @staticmethod
    def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
        fixtures = {item: getattr(item, "fixturenames", ()) for item in items}
        items[:] = [item for item in items if not (LEFT_OUT in item.name or LEFT_OUT_FIXTURE in fixtures[item])]

    @staticmethod
    def pytest_runtest_logreport(report: pytest.TestReport) -> None:
        if report.failed:
            os.write(1, f"{report.nodeid}\n{report.longreprtext}\n".encode())
            os._exit(NOTICED)


def _take_few_examples() -> None:
    """Have Hypothesis take the same few examples each time, and shrink none."""
    from hypothesis import HealthCheck, Phase, settings

    few = settings(
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=30,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    settings.register_profile("mutants", few)
    settings.load_profile("mutants")
