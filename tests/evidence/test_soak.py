"""Short soaks of the deployed service: one with a restart, one of a function that leaks on purpose."""

import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from components import sequence_service
from components.function.code_archive import HANDLERS, code_archive
from evidence.soak.result import result
from evidence.soak.run import run
from tests.local.processes import left_behind

ROOT = Path(__file__).parents[2]
LEAK = """
_kept = []

def _leak():
    _kept.append((bytearray(b"x" * 4_000_000), open("/dev/null")))
"""


@pytest.fixture(scope="module", autouse=True)
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple["subprocess.Popen[bytes]", Path]]:
    """The command with almost no load, and the folder of its files. It starts while the first test runs."""
    scratch = tmp_path_factory.mktemp("scratch")
    arguments = ["--seconds", "600", "--pace", "1", "--results", str(scratch / "soak.json")]
    process = subprocess.Popen(
        [sys.executable, "-m", "evidence.soak", *arguments],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
    )
    yield process, scratch
    process.kill()
    process.communicate()


def test_a_short_soak_with_a_restart_breaks_no_promise(tmp_path: Path) -> None:
    found = result(run(tmp_path, 8, down=2))
    # A few seconds on a busy machine do not show whether something is flat: the interpreters are still starting.
    too_short = ("latency grows", "a process grows", "no token was used", "too few")
    assert [each for each in found["wrong"] if not any(text in each for text in too_short)] == []
    assert found["values"] > 50
    assert found["consumer"]["changes"] > 0
    assert {"client", "next-value"} <= {each["role"] for each in found["processes"]}
    assert max(growth(found)) < 16


def test_a_function_that_leaks_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handlers = tmp_path / "handlers"
    shutil.copytree(HANDLERS, handlers)
    entry = handlers / "next_value.py"
    entry.write_text(entry.read_text().replace("    if is_http(event):", "    _leak()\n    if is_http(event):") + LEAK)
    archive = functools.partial(code_archive, handlers=handlers)
    monkeypatch.setattr(sequence_service, "code_archive", archive)
    found = result(run(tmp_path, 3, down=0))
    assert any("a process grows" in each and "next-value" in each for each in found["wrong"]), found["wrong"]
    assert max(growth(found)) > 16


def growth(found: dict[str, Any]) -> list[float]:
    """By how many MiB each process of the function has grown. One that is still starting grows by about 6."""
    functions = [each for each in found["processes"] if each["role"] == "next-value"]
    return [each["memory_mib"][1] - each["memory_mib"][0] for each in functions]


def test_ctrl_c_ends_everything(command: tuple["subprocess.Popen[bytes]", Path]) -> None:
    process, scratch = command
    deadline = time.monotonic() + 60
    while not any(scratch.glob("soak-*/history.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, printed = process.communicate(timeout=30)
    assert (process.returncode, printed) == (130, b"")
    assert left_behind(scratch) == []
