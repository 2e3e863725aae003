"""Short soaks of the deployed service: one with a restart, one of a function that leaks on purpose."""

import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from components import sequence_service
from components.function.code_archive import HANDLERS
from evidence.soak.result import result
from evidence.soak.run import run
from tests.local.processes import left_behind

ROOT = Path(__file__).parents[2]
LEAK = """
_kept = []

def _leak():
    _kept.append((bytearray(b"x" * 500_000), open("/dev/null")))
"""


def test_a_short_soak_with_a_restart_breaks_no_promise(tmp_path: Path) -> None:
    found = result(run(tmp_path, 13, down=2.5))
    # On a busy machine, a few seconds of latency show nothing. The long soak judges it.
    assert [
        each for each in found["wrong"] if not each.startswith("latency grows") and "too few calls" not in each
    ] == []
    assert found["values"] > 100
    assert found["consumer"]["changes"] > 10


def test_a_function_that_leaks_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handlers = tmp_path / "handlers"
    shutil.copytree(HANDLERS, handlers)
    entry = handlers / "next_value.py"
    entry.write_text(entry.read_text().replace("    if is_http(event):", "    _leak()\n    if is_http(event):") + LEAK)
    archive = functools.partial(sequence_service.code_archive, handlers=handlers)
    monkeypatch.setattr(sequence_service, "code_archive", archive)
    wrong = result(run(tmp_path, 4, down=0))["wrong"]
    assert any("a process grows" in each and "next-value" in each for each in wrong), wrong


def test_ctrl_c_ends_everything(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "evidence.soak", "--seconds", "60", "--results", str(tmp_path / "soak.json")]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "TMPDIR": str(scratch)}, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not any(scratch.glob("soak-*/history.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, printed = process.communicate(timeout=30)
    assert (process.returncode, printed) == (130, b"")
    assert left_behind(scratch) == []
