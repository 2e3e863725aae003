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
from tests.dynamodb_local import missing

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


@pytest.mark.skipif(missing() is not None, reason=missing() or "")
def test_after_ctrl_c_nothing_is_left_and_nothing_is_printed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--only", "first-answers", "--no-fetch", "--rounds", "99"]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)}, stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        assert run.stderr
        while not (begun := run.stderr.read(len("first-answers ..."))).endswith(b"..."):
            assert begun, "it ended before it began"
        assert list(tmp_path.iterdir())
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does
        printed = run.stderr.read()
    assert (run.returncode, printed) == (128 + signal.SIGINT, b"")
    assert list(tmp_path.iterdir()) == []
