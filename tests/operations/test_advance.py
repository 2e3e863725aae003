"""`sequences advance NAME --to N`, on a table in moto and with the handlers' own arithmetic."""

import json
import random
import uuid
from pathlib import Path
from typing import Any

import pytest

from handlers.sequence import Sequence
from operations.guide import BLOCKS

from .conftest import Sequences, write_outputs
from .tables import Table

SEQUENCES: dict[str, Any] = {
    "orders": {},
    "late": {"start": 1000},
    "falling": {"increment": -5, "min_value": -100, "max_value": 0, "start": 0},
    "wide": {"max_value": str(10**37)},
    "tickets": {"cache": 50},
    "shop/*": {"max_value": 10},
}
BACK = "nothing changed; to go back use sequences restart"
WIDEN = "; give a value within them, or widen the limits and deploy\n"


@pytest.fixture
def outputs(table: Table, tmp_path: Path) -> Path:
    return write_outputs(tmp_path, SEQUENCES, table_name=table.name)


@pytest.mark.parametrize(
    ("name", "before", "to", "after"),
    [
        ("orders", None, 7, 7),
        ("orders", 5, 7, 7),
        ("orders", 7, 7, 7),
        ("orders", 9, 7, 9),
        ("late", None, 7, None),
        ("late", None, 1000, 1000),
        ("falling", None, -10, -10),
        ("falling", -50, -10, -50),
        ("falling", -10, -50, -50),
        ("wide", 10**36 + 1, 10**36 + 2, 10**36 + 2),
        ("wide", 10**36 + 2, 10**36 + 1, 10**36 + 2),
        ("shop/de", None, 10, 10),
    ],
)
def test_it_moves_forward_only_and_can_be_repeated(
    sequences: Sequences, table: Table, outputs: Path, name: str, before: int | None, to: int, after: int | None
) -> None:
    if before is not None:
        table.store(name, before)
    dry = sequences("advance", name, "--to", to, "--outputs", outputs, "--json", "--dry-run")
    assert table.values().get(name) == before
    for _ in range(2):
        ended = sequences("advance", name, "--to", to, "--outputs", outputs, "--json")
        assert (ended.exit_code, ended.stderr) == (0, "")
        assert table.values().get(name) == after
    first, last = json.loads(dry.stdout), json.loads(ended.stdout)
    assert (first["would_change"], last["changed"]) == (before != after, False)
    assert "changed" not in first
    assert str(last["value"]) == str(after)


def test_a_dry_run_says_what_would_happen(sequences: Sequences, table: Table, outputs: Path) -> None:
    table.store("orders", 5)
    for to, text in ((7, "would advance; the last value would be 7"), (3, f"5 is already past 3; {BACK}")):
        ended = sequences("advance", "orders", "--to", to, "--outputs", outputs, "--dry-run")
        assert ended.stdout == f"orders: {text} (dry run: nothing was changed)\n"


@pytest.mark.parametrize(
    ("name", "stored", "to", "text"),
    [
        ("orders", 500, 5, "500 is already past 5"),
        ("falling", -50, -10, "-50 is already past -10"),
        ("late", None, 7, "not used yet, and its start 1000 is past 7"),
        ("orders", 5, 5, "nothing to do; the last value is 5"),
    ],
)
def test_a_step_back_says_why_nothing_changed(
    sequences: Sequences, table: Table, outputs: Path, name: str, stored: int | None, to: int, text: str
) -> None:
    if stored is not None:
        table.store(name, stored)
    back = "" if stored == to else f"; {BACK}"
    ended = sequences("advance", name, "--to", to, "--outputs", outputs)
    assert (ended.exit_code, ended.stdout) == (0, f"{name}: {text}{back}\n")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["orders", "--to", "0"], f"--to: 0 is outside the limits 1 to 9007199254740991{WIDEN}"),
        (["nobody", "--to", "5"], "sequence nobody: not declared; check the name, or declare it and deploy"),
        (["shop/", "--to", "5"], "sequence shop/: not declared"),
    ],
)
def test_a_refusal_is_one_line_and_changes_nothing(
    sequences: Sequences, table: Table, outputs: Path, arguments: list[str], problem: str
) -> None:
    for dry_run in ([], ["--dry-run"]):
        ended = sequences("advance", *arguments, "--outputs", outputs, *dry_run)
        assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
        assert f"sequences advance: {problem}" in ended.stderr
    assert table.items() == {}


def test_a_value_that_is_no_number_is_refused_and_a_fraction_is_repaired(
    sequences: Sequences, dynamodb_local_url: str, tmp_path: Path
) -> None:
    """On DynamoDB Local: moto fails at such a comparison."""
    table = Table(f"numbers-{uuid.uuid4().hex}", dynamodb_local_url)
    table.put("text", value={"S": "7"})
    table.put("fraction", value={"N": "1.5"})
    outputs = write_outputs(tmp_path, {"text": {}, "fraction": {}}, table_name=table.name)
    place = ["--outputs", outputs, "--endpoint-url", dynamodb_local_url]
    for dry_run in ([], ["--dry-run"]):
        ended = sequences("advance", "text", "--to", 5, *place, *dry_run)
        assert ended.exit_code == 1
        assert ended.stderr == (
            "sequences advance: sequence text: its stored value is not an integer; "
            "run sequences restart text --with N --force; N is the number after the highest one given out "
            "(descending: before the lowest), see the consumer's log\n"
        )
    assert sequences("advance", "fraction", "--to", 5, *place).exit_code == 0
    assert {name: item["value"] for name, item in table.items().items()} == {"text": {"S": "7"}, "fraction": {"N": "5"}}


def test_without_definitions_it_refuses_because_the_direction_is_unknown(sequences: Sequences, table: Table) -> None:
    ended = sequences("advance", "orders", "--to", "5", "--table-name", table.name)
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert "the definitions are not known, and they say which way it counts; give --outputs" in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["orders"],
        ["--to", "5"],
        ["orders", "--to", "5", "--from-table", "old"],
        ["--from-table", "old", "--from-postgresql", "x"],
        ["orders", "--to", "5", "--margin", "3"],
        ["--from-postgresql", "x", "--tokens"],
        ["--from-table", "old", "--margin", "-1"],
    ],
)
def test_contradicting_options_are_wrong_usage(sequences: Sequences, arguments: list[str]) -> None:
    assert sequences("advance", *arguments).exit_code == 2


def test_a_margin_with_to_is_refused_with_the_reason(sequences: Sequences) -> None:
    ended = sequences("advance", "orders", "--to", "5", "--margin", "3")
    shown = " ".join(ended.stderr.replace("│", " ").split())
    assert "--margin and --tokens need --from-table; with --to, add the margin to N" in shown


def test_a_cached_sequence_comes_with_a_warning_about_its_blocks(sequences: Sequences, outputs: Path) -> None:
    ended = sequences("advance", "tickets", "--to", "5", "--outputs", outputs)
    assert (ended.exit_code, ended.stderr.count("\n")) == (0, 1)
    assert "1 cached sequence changed: running functions may still give out values" in ended.stderr
    assert ended.stderr.endswith(f"see {BLOCKS}\n")
    assert sequences("advance", "orders", "--to", "5", "--outputs", outputs).stderr == ""


def test_advance_never_lowers_a_value_whatever_the_definition(
    sequences: Sequences, table: Table, tmp_path: Path
) -> None:
    """Random definitions and values: the handler's next value never comes before the last one, nor before N."""
    chance = random.Random(15)  # noqa: S311 - a seed, so that each run is the same
    for number in range(12):
        low = chance.randrange(-50, 50)
        definition: dict[str, Any] = {
            "min_value": low,
            "max_value": low + chance.randrange(1, 100),
            "cycle": False,
            "cache": 1,
            "increment": chance.choice([-7, -1, 1, 3]),
        }
        definition["start"] = chance.randint(definition["min_value"], definition["max_value"])
        name, stored = f"s{number}", chance.choice([None, chance.randrange(-120, 160)])
        if stored is not None:
            table.store(name, stored)
        to = chance.randint(definition["min_value"], definition["max_value"])
        outputs = write_outputs(tmp_path, {name: definition}, table_name=table.name)
        assert sequences("advance", name, "--to", to, "--outputs", outputs).exit_code == 0
        run = Sequence(**definition).after(table.values().get(name), 1, whole=True)
        if run is not None:
            assert (run[0] - to) * definition["increment"] > 0
            assert stored is None or (run[0] - stored) * definition["increment"] > 0
