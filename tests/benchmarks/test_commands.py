"""The commands: what they refuse, and how they end."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import document, gapless
from benchmarks.cost import __main__ as cost
from benchmarks.model import __main__ as model

ROOT = Path(__file__).parent.parent.parent
Main = Callable[[], object]


@pytest.mark.parametrize("main", [benchmarks.main, gapless.main], ids=["benchmarks", "gapless"])
@pytest.mark.parametrize("count", ["0", "-1", "two"])
def test_a_count_of_rounds_is_at_least_one(
    main: Main, count: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmark", "--rounds", count])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert f"{count!r} is not a count; use 1 or more" in capsys.readouterr().err


def test_a_run_with_few_rounds_is_not_saved(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        benchmarks.main(["--rounds", "1"])
    assert "--rounds: 1 is too few to be saved; add --no-save, or use 5 or more" in capsys.readouterr().err


@pytest.mark.parametrize("module", [benchmarks, model, gapless], ids=["benchmarks", "model", "gapless"])
def test_without_java_a_command_says_what_is_missing(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "missing", lambda: "DynamoDB Local needs Java 17 or newer")
    monkeypatch.setattr(sys, "argv", ["benchmark"])
    with pytest.raises(SystemExit, match="needs Java"):
        module.main()  # type: ignore[attr-defined]


@pytest.mark.parametrize("main", [cost.main, document.main, model.main], ids=["cost", "document", "model"])
@pytest.mark.parametrize(("argument", "code"), [("--help", "0"), ("--bogus", "2")])
def test_a_command_that_writes_refuses_unknown_arguments(
    main: Main, argument: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "write_text", lambda *_, **__: pytest.fail("it writes"))
    monkeypatch.setattr(sys, "argv", ["benchmark", argument])
    with pytest.raises(SystemExit, match=code):
        main()


MEASURE = """
import os, sys, tempfile
from pathlib import Path
from benchmarks.command_line import ended_in_order
from benchmarks.process import worker

def main():
    command = [sys.executable, "-m", "benchmarks.worker", "benchmarks.contenders.no_op"]
    with tempfile.TemporaryDirectory(), worker(command, os.environ, Path()) as started:
        started.begin({}, 4, 0.05)
        print("begun", flush=True)
        while True:
            started.end()
            started.begin({}, 4, 0.05)

sys.exit(ended_in_order(main))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_after_a_signal_nothing_is_left_and_nothing_is_printed(tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", MEASURE],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        assert run.stdout
        assert run.stderr
        assert run.stdout.readline() == b"begun\n"
        assert list(tmp_path.iterdir())
        os.killpg(run.pid, number)  # as a terminal does
        printed = run.stderr.read()  # ends with the last process
    assert (run.returncode, printed) == (128 + number, b"")
    assert list(tmp_path.iterdir()) == []
