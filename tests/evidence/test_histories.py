"""A small run of the recorded histories: faults on sockets, kills, clocks that are off, seeded faults."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evidence.histories.checker import check
from evidence.histories.faults import Fault, Weather
from evidence.histories.report import SMALL, figures
from evidence.histories.run import Outcome, run
from evidence.histories.seeded import SEEDED
from evidence.histories.size import Size

ROOT = Path(__file__).parent.parent.parent
# asyncio warns of connections that were open when a process was killed.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
CI = Size(functions=2, callers=2, threads=10, leases=1, function_kills=0.8, caller_kills=1.5, last_calls=2, calls=1200)
MOST_SECONDS = 120  # on a busy machine; a quiet one takes 6


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Have Python warn of these connections here, where the warning is ignored."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def outcome(dynamodb_local_url: str) -> Outcome:
    """A run of so many calls that each kind of call has its turn. It takes a few seconds on a quiet machine."""
    return asyncio.run(run(dynamodb_local_url, MOST_SECONDS, "tests", size=CI))


def test_no_promise_is_broken(outcome: Outcome) -> None:
    found = check(outcome.evidence)
    assert found.violations == []
    assert found.given_out == found.values + found.gaps


def test_each_kind_of_call_is_there(outcome: Outcome) -> None:
    """Else a promise was never put to the test."""
    made = figures(outcome)
    least = {
        "calls": 300,
        "replays": 10,
        "turns": 3,
        "value SequenceExhaustedError": 5,
        "range ok": 15,
        "lease ok": 1,
        "value killed": 3,
    }
    counted = {kind: (made | made["operations"]).get(kind, 0) for kind in least}
    assert {kind: count for kind, count in counted.items() if count < least[kind]} == {}


def test_processes_are_killed_in_the_middle_of_calls(outcome: Outcome) -> None:
    made = outcome.figures
    assert made["function_kills"] >= 3
    assert made["caller_kills"] >= 1
    assert any(operation.end is None for operation in outcome.evidence.operations)


def test_clocks_that_are_off_by_a_day_are_corrected(outcome: Outcome) -> None:
    """A process whose clock is off has its first request refused, and goes on."""
    made = outcome.figures
    assert made["started_with_a_wrong_clock"] >= 2
    assert 1 <= made["refused_for_a_wrong_clock"] < sum(made["requests"].values()) / 4


def test_each_rate_of_faults_has_its_turn(outcome: Outcome) -> None:
    rates = outcome.figures["rates"]
    assert [*rates] == ["1%", "2%", "5%", "10%", "20%", "50%"]
    requests, faults = rates["50%"]
    assert 0.25 * requests < faults < 0.75 * requests


def test_the_figures_have_no_violation_and_count_the_operations(outcome: Outcome) -> None:
    made = figures(outcome)
    assert made["violations"] == 0
    assert sum(made["operations"].values()) == len(outcome.evidence.operations)


def test_the_weather_brings_every_fault_and_ends() -> None:
    weather = Weather("tests", spell=60)
    weather._rate, weather._ends = 0.5, time.monotonic() + 60
    assert {weather.next() for _ in range(2000)} == {None, *Fault}
    weather.over = True
    assert {weather.next() for _ in range(100)} == {None}


@pytest.mark.parametrize("module", ["read_then_write", "block_without_lock", "retry_reuses_block"])
def test_the_checker_finds_a_seeded_fault_in_a_real_run(dynamodb_local_url: str, module: str) -> None:
    (fault,) = (each for each in SEEDED if each.module == module)
    for trial in range(8):  # nearly always, the first or the second one finds it
        size = SMALL._replace(calls=500)
        outcome = asyncio.run(run(dynamodb_local_url, MOST_SECONDS, f"tests {trial}", fault.path, size))
        if {each.rule for each in check(outcome.evidence).violations} & {*fault.rules}:
            return
    pytest.fail(f"not found: {fault.what}")


def processes_of(group: str) -> list[int]:
    """The processes whose environment or command line has this text."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if group.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue  # it ended, or is not ours
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux's /proc to see all processes")
@pytest.mark.usefixtures("dynamodb_local_url")
def test_no_process_outlives_a_run_that_is_interrupted_or_killed(tmp_path: Path) -> None:
    started = {}
    for sent in (signal.SIGINT, signal.SIGKILL):
        command = [sys.executable, "-m", "evidence.histories", "--results", str(tmp_path / sent.name)]
        environment = {**os.environ, "HISTORIES_TEST": f"{tmp_path}/{sent.name}"}
        started[sent] = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        for sent, process in started.items():
            mark = f"HISTORIES_TEST={tmp_path}/{sent.name}"
            eventually(lambda mark=mark: len(processes_of(mark)) >= 6)  # type: ignore[misc]
            process.send_signal(sent)
            assert process.wait(60)
            eventually(lambda mark=mark: not processes_of(mark))  # type: ignore[misc]
    finally:
        for process in started.values():
            process.kill()
            process.wait()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)
