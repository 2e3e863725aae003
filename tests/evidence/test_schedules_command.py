"""Wrong arguments of `python -m evidence.schedules` end with one line and exit code 2, before anything runs."""

import json
import sys
from pathlib import Path

import pytest

from evidence.arguments import results_file, write_results
from evidence.schedules.__main__ import main
from evidence.schedules.scenarios import SCENARIOS

NAME = ["--scenario", SCENARIOS[0].name]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--replay", "0"], "add --scenario"),
        ([*NAME, "--replay", "abc"], "'abc' is not a list of numbers"),
        ([*NAME, "--replay=-1"], "'-1' is not a list of numbers"),
        ([*NAME, "--replay", "99"], "choice 1 is 99, but there are only"),
        ([*NAME, "--replay", "0," * 99 + "1"], "100 choices, but the schedule has only"),
        (["--processes", "0"], "'0' is not a number above 0"),
        (["--seconds", "nan"], "'nan' is not a number above 0"),
        (["--results", "."], "cannot be written: it is a folder"),
        (["--results", f"{__file__}/results.json"], "cannot be written"),
    ],
)
def test_wrong_arguments_end_with_one_line(
    arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["schedules", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert says in capsys.readouterr().err.splitlines()[-1]


def test_a_file_of_results_is_replaced_whole_and_its_folders_are_made(tmp_path: Path) -> None:
    path = results_file(str(tmp_path / "new" / "results.json"))
    assert list(path.parent.iterdir()) == []
    write_results(path, json.dumps({"schedules": 1}))
    assert [each.name for each in path.parent.iterdir()] == ["results.json"]
    assert json.loads(path.read_text()) == {"schedules": 1}
