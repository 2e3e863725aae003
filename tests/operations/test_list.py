"""`sequences list` and `show`: what they read from a table, in moto."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Sequences, write_outputs
from .tables import Table, moto_table

WIDE = {"max_value": str(10**37), "increment": str(10**30)}
SEQUENCES: dict[str, Any] = {
    "orders": {},
    "tickets": {"max_value": 200, "cache": 50},
    "full": {"max_value": 10},
    "past": {"max_value": 10},
    "falling": {"increment": -1, "min_value": -100, "max_value": -1, "start": -1},
    "wide": WIDE,
    "shop/*": {"max_value": 10},
    "shop/eu/*": {"max_value": 4, "increment": 2},
}


@pytest.fixture
def outputs(table: Table, tmp_path: Path) -> Path:
    return write_outputs(tmp_path, SEQUENCES, table_name=table.name)


def listed(sequences: Sequences, *arguments: object) -> dict[str, Any]:
    ended = sequences("list", "--json", *arguments)
    assert (ended.exit_code, ended.stderr) == (0, "")
    return {each["name"]: each for each in json.loads(ended.stdout)}


def test_an_empty_table_shows_the_declared_names_and_patterns_as_unused(sequences: Sequences, outputs: Path) -> None:
    found = listed(sequences, "--outputs", outputs)
    assert list(found) == ["falling", "full", "orders", "past", "shop/*", "shop/eu/*", "tickets", "wide"]
    assert [found["tickets"][field] for field in ("value", "percent_used", "left")] == [None, 0, 200]
    assert "shop/*\tnot used\t0.0 %\t10\tshop/*\t" in sequences("list", "--outputs", outputs).stdout.splitlines()


def test_a_pattern_is_listed_only_while_no_name_uses_it(sequences: Sequences, table: Table, outputs: Path) -> None:
    table.store("shop/eu/fr", 1)
    assert {name for name in listed(sequences, "--outputs", outputs) if "/" in name} == {"shop/*", "shop/eu/fr"}


def test_show_of_a_pattern_has_its_definition_and_how_many_names_use_it(
    sequences: Sequences, table: Table, outputs: Path
) -> None:
    for name in ("shop/a", "shop/b", "shop/eu/fr", "orders"):
        table.store(name, 1)
    lines = sequences("show", "shop/*", "--outputs", outputs).stdout.splitlines()
    assert lines[:5] == [
        "pattern     shop/*",
        "used by     2 names",
        "increment   1",
        "min_value   1",
        "max_value   10",
    ]
    found = json.loads(sequences("show", "shop/eu/*", "--outputs", outputs, "--json").stdout)
    assert (found["pattern"], found["names"], found["definition"]["increment"]) == ("shop/eu/*", 1, 2)
    ended = sequences("show", "market/*", "--outputs", outputs)
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)


def test_a_used_sequence_has_its_share_and_what_is_left(sequences: Sequences, table: Table, outputs: Path) -> None:
    expected = {
        "orders": (5, 100 * 5 / (2**53 - 1), 2**53 - 1 - 5, "orders"),
        "tickets": (150, 75, 50, "tickets"),
        "full": (10, 100, 0, "full"),
        "past": (300, 100, 0, "past"),
        "falling": (-25, 25, 75, "falling"),
        "shop/de": (1, 10, 9, "shop/*"),
        "shop/eu/": (9, 90, 1, "shop/*"),
        "shop/eu/fr": (3, 100, 0, "shop/eu/*"),
    }
    for name, (value, *_) in expected.items():
        table.store(name, value)
    found = listed(sequences, "--outputs", outputs)
    for name, fields in expected.items():
        assert tuple(found[name][field] for field in ("value", "percent_used", "left", "declared_as")) == fields, name
    assert json.loads(sequences("show", "shop/de", "--outputs", outputs, "--json").stdout) == found["shop/de"]


def test_wide_numbers_are_exact(sequences: Sequences, table: Table, outputs: Path) -> None:
    table.store("wide", 10**36 + 7)
    found = listed(sequences, "--outputs", outputs)["wide"]
    assert found["value"] == str(10**36 + 7)
    assert found["left"] == str((10**37 - 10**36 - 7) // 10**30)
    assert found["definition"]["max_value"] == str(10**37)


def test_tokens_are_left_out_and_strange_items_are_named(sequences: Sequences, table: Table, outputs: Path) -> None:
    table.put("#cart", answer={"S": "1"})
    table.put("orders", value={"S": "7"})
    table.put("tickets", value={"N": "1.5"})
    table.put("shop/a")
    table.store("other", 3)
    found = listed(sequences, "--outputs", outputs)
    assert "#cart" not in found
    assert {name for name, each in found.items() if each["problem"]} == {"orders", "tickets"}
    assert (found["shop/a"]["value"], found["other"]["declared_as"]) == (None, None)


def test_elsewhere_than_on_a_terminal_the_lines_are_separated_by_tabs(
    sequences: Sequences, table: Table, outputs: Path
) -> None:
    table.store("tickets", 150)
    table.store("x" * 128, 1)
    lines = [line.split("\t") for line in sequences("list", "--outputs", outputs).stdout.splitlines()]
    assert lines[0] == ["name", "last value", "used", "left", "declared as", "note"]
    assert ["tickets", "150", "75.0 %", "50", "tickets", ""] in lines
    assert ["x" * 128, "1", "", "", "", "not declared"] in lines


def test_without_definitions_only_values_are_shown(sequences: Sequences, table: Table) -> None:
    table.store("orders", 3)
    found = listed(sequences, "--table-name", table.name)
    assert list(found) == ["orders"]
    assert [found["orders"][field] for field in ("value", "definition", "left")] == [3, None, None]
    shown = sequences("show", "orders", "--table-name", table.name)
    assert shown.stdout == "name        orders\nlast value  3\n"


def test_show_has_the_definition_and_refuses_an_unknown_name(sequences: Sequences, outputs: Path) -> None:
    lines = sequences("show", "shop/eu/it", "--outputs", outputs).stdout.splitlines()
    assert [lines[4], lines[5], lines[9]] == ["declared as shop/eu/*", "increment   2", "cycle       false"]
    ended = sequences("show", "nobody", "--outputs", outputs)
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert "sequence nobody: the table has no such sequence, and it is not declared" in ended.stderr


def test_a_missing_table_ends_with_one_line(sequences: Sequences) -> None:
    with moto_table():
        ended = sequences("list", "--table-name", "other")
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert "check the name, --region and --profile" in ended.stderr
