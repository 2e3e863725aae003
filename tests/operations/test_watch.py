"""`sequences watch`: the pace of each sequence."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from operations.cli.watch import _table
from operations.definitions import Definition
from operations.pace import Paces, taken
from operations.standing import Standing

from .conftest import DEFINITION, Sequences, write_outputs
from .tables import moto_table


def standing(name: str, value: int | None, **fields: Any) -> Standing:
    return Standing(name, name, Definition(**{**DEFINITION, **fields}), value)


CYCLE = {"max_value": 10, "cycle": True}


@pytest.mark.parametrize(
    ("before", "after", "fields", "expected"),
    [
        (None, None, {}, 0),
        (None, 3, {}, 3),
        (None, 1004, {"start": 1000}, 5),
        (5, 5, {}, 0),
        (5, 9, {}, 4),
        (9, 5, {}, 0),
        (9, 2, CYCLE, 3),
        (-5, -20, {"increment": -5, "min_value": -100, "max_value": 0, "start": 0}, 3),
        (10**36, 10**36 + 6, {"max_value": 10**37, "increment": 2}, 3),
    ],
)
def test_the_values_taken_between_two_readings(
    before: int | None, after: int | None, fields: dict[str, Any], expected: int
) -> None:
    assert taken(standing("a", after, **fields), before) == expected


def test_the_pace_is_per_second_and_its_sparkline_ends_with_it() -> None:
    paces = Paces()
    for at, value in ((0.0, 0), (2.0, 10), (4.0, 10), (6.0, 30)):
        paces.read([standing("a", value)], at)
    assert (paces.now("a"), paces.sparkline("a")) == (10, "▅▁█")
    paces.read([standing("a", 30), standing("new", 4)], 8.0)
    assert (paces.now("new"), paces.now("a")) == (2, 0)


def test_the_live_table_shows_the_fastest_ones_that_fit() -> None:
    paces = Paces()
    for at in (0.0, 1.0):
        paces.read([standing(f"s{number:02}", int(at) * number) for number in range(1, 31)], at)
    console = Console(file=io.StringIO(), width=100)
    console.print(_table([standing(f"s{number:02}", number) for number in range(1, 31)], paces, 3))
    printed = console.file.getvalue()  # type: ignore[attr-defined] # the text above
    names = [line.split()[0] for line in printed.splitlines()[1:]]
    assert names == ["s30", "s29", "s28", "and"]
    assert "and 27 slower ones" in printed
    assert "█" in printed


def test_it_prints_each_reading(sequences: Sequences, tmp_path: Path) -> None:
    with moto_table() as table:
        table.store("orders", 7)
        outputs = write_outputs(tmp_path, {"orders": {}, "b": {}}, table_name=table.name)
        arguments = ["watch", "--outputs", outputs, "--every", 0.2, "--times", 2]
        ended = sequences(*arguments, "--json")
        assert (ended.exit_code, ended.stderr) == (0, "")
        readings = [json.loads(line) for line in ended.stdout.splitlines()]
        assert [[each["name"] for each in reading] for reading in readings] == [["orders", "b"]] * 2
        assert readings[0][0]["per_second"] == 0
        lines = sequences(*arguments).stdout.splitlines()
        rows = ["orders\t0.0\t7\t0.0 %", "b\t0.0\tnot used\t0.0 %"]
        assert lines == ["name\tvalues/s\tlast value\tused", *rows] * 2
        assert sequences(*arguments, "orders").stdout.splitlines()[1:2] == rows[:1]
        ended = sequences(*arguments, "nobody")
        assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
        assert sequences("watch", "--every", "0.01").exit_code == 2
