"""Wrong arguments of the commands in evidence/ are refused before anything runs."""

import importlib
import sys
from pathlib import Path

import pytest

from evidence.arguments import results_file, write_results
from evidence.reliability import DOCUMENT


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("histories", ["--seconds", "-5"]),
        ("histories", ["--seconds", "nan"]),
        ("histories", ["--seconds", "soon"]),
        ("histories", ["--seeded-seconds", "-1"]),
        ("histories", ["--results", str(DOCUMENT / "folder" / "results.json")]),
        ("histories", ["--results", str(DOCUMENT.parent)]),
        ("soak", ["--seconds", "0"]),
        ("soak", ["--pace", "-1"]),
        ("soak", ["--results", str(DOCUMENT / "results.json")]),
        ("reliability", ["--bogus"]),
    ],
)
def test_a_wrong_argument_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], module: str, arguments: list[str]
) -> None:
    main = importlib.import_module(f"evidence.{module}.__main__").main
    monkeypatch.setattr(sys, "argv", ["program", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert arguments[0] in error


def test_help_writes_no_document(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    before = DOCUMENT.stat().st_mtime_ns
    monkeypatch.setattr(sys, "argv", ["program", "--help"])
    with pytest.raises(SystemExit) as ended:
        importlib.import_module("evidence.reliability.__main__").main()
    assert ended.value.code == 0
    assert "docs/reliability.md" in capsys.readouterr().out
    assert DOCUMENT.stat().st_mtime_ns == before


def test_the_folder_of_the_results_is_made_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = results_file(str(tmp_path / "new" / "folder" / "results.json"))
    assert [*path.parent.iterdir()] == []
    write_results(path, "{}")
    assert [each.name for each in path.parent.iterdir()] == ["results.json"]
    assert path.read_text() == "{}"
