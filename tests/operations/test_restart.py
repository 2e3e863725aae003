"""`sequences restart NAME`, on a table in moto and with the handlers' own arithmetic."""

import json
from pathlib import Path
from typing import Any

import pytest

from handlers.sequence import Sequence
from operations.guide import BLOCKS

from .conftest import DEFINITION, Sequences, write_outputs
from .tables import Table

SEQUENCES: dict[str, Any] = {
    "orders": {},
    "late": {"start": 1000},
    "falling": {"increment": -5, "min_value": -100, "max_value": 0, "start": 0},
    "wide": {"max_value": str(10**37)},
    "tickets": {"cache": 50},
    "odd": {"increment": 10, "start": 5, "max_value": 95},
}
WIDEN = "; give a value within them, or widen the limits and deploy\n"


@pytest.fixture
def outputs(table: Table, tmp_path: Path) -> Path:
    return write_outputs(tmp_path, SEQUENCES, table_name=table.name)


def next_of(definition: dict[str, Any], stored: int | None) -> int:
    """The value that the handler gives out after this stored one."""
    fields: dict[str, Any] = {field: value if field == "cycle" else int(value) for field, value in definition.items()}
    run = Sequence(**fields).after(stored, 1, whole=True)
    assert run is not None
    return run[0]


@pytest.mark.parametrize(
    ("name", "before", "arguments", "following"),
    [
        ("orders", {"N": "7"}, [], 1),
        ("orders", {"S": "not a number"}, ["--with", "4"], 4),
        ("late", None, [], 1000),
        ("late", {"N": "7"}, ["--with", "1"], 1),
        ("falling", None, ["--with", "-20"], -20),
        ("odd", {"S": "not a number"}, [], 5),
        ("odd", {"N": "7"}, ["--with", "1"], 1),
        ("odd", {"N": "7"}, ["--with", "11"], 11),
        ("wide", {"N": "7"}, ["--with", str(10**37)], 10**37),
    ],
)
def test_after_a_restart_the_handler_gives_out_exactly_that_value(
    sequences: Sequences,
    table: Table,
    outputs: Path,
    name: str,
    before: dict[str, str] | None,
    arguments: list[str],
    following: int,
) -> None:
    if before:
        table.put(name, value=before)
    items = table.items()
    for option in (["--dry-run"], ["--yes"]):
        assert table.items() == items
        ended = sequences("restart", name, *arguments, "--force", *option, "--outputs", outputs, "--json")
        assert ended.exit_code == 0, ended.stderr
        assert str(json.loads(ended.stdout)["next"]) == str(following)
    assert next_of({**DEFINITION, **SEQUENCES[name]}, table.values().get(name)) == following


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["orders", "--with", "0"], f"--with: 0 is outside the limits 1 to 9007199254740991{WIDEN}"),
        (["odd", "--with", "7"], "--with: 7 cannot come first; the sequence would begin at 1"),
        (["nobody"], "sequence nobody: not declared"),
    ],
)
def test_a_restart_that_cannot_be_is_refused(
    sequences: Sequences, outputs: Path, arguments: list[str], problem: str
) -> None:
    ended = sequences("restart", *arguments, "--force", "--yes", "--outputs", outputs)
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert problem in ended.stderr


@pytest.mark.parametrize(("answer", "code", "after"), [("y\n", 0, 1), ("n\n", 1, 7), ("\n", 1, 7), ("", 1, 7)])
def test_a_restart_says_what_it_risks_and_asks(
    sequences: Sequences,
    table: Table,
    outputs: Path,
    answer: str,
    code: int,
    after: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table.store("orders", 7)
    arguments = ["restart", "orders", "--with", "2", "--outputs", outputs]
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", 200)
    unforced = sequences(*arguments)
    assert unforced.exit_code == 2
    assert "the values from 2 to 7 may come twice; add --force if you want that" in unforced.stderr
    ended = sequences(*arguments, "--force", input=answer)
    assert ended.exit_code == code
    risk = "orders: the last value is 7, the next will be 2; the values from 2 to 7 may come twice\n"
    assert ended.stderr.startswith(risk)
    assert table.values()["orders"] == after


def test_a_restart_does_not_overwrite_a_value_that_came_meanwhile(
    sequences: Sequences, table: Table, outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A caller takes a value while the operator reads the question."""
    table.store("orders", 7)

    def answer(*_: object, **__: object) -> bool:
        table.store("orders", 8)
        return True

    monkeypatch.setattr("typer.confirm", answer)
    ended = sequences("restart", "orders", "--force", "--outputs", outputs)
    assert ended.exit_code == 1
    assert ended.stderr.endswith("it has changed meanwhile; run sequences pause, then try again\n")
    assert table.values()["orders"] == 8


@pytest.mark.parametrize(("stored", "noted"), [({"N": "7"}, True), ({"N": "7.5"}, False), ({"S": "oops"}, False)])
def test_a_repair_does_not_warn_about_blocks(
    sequences: Sequences, table: Table, outputs: Path, stored: dict[str, str], noted: bool
) -> None:
    table.put("tickets", value=stored)
    ended = sequences("restart", "tickets", "--with", "101", "--force", "--yes", "--outputs", outputs)
    assert ended.exit_code == 0
    assert (BLOCKS in ended.stderr.replace("\n", "")) == noted
