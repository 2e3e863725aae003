"""`sequences advance --from-table`: every sequence of another table, and its tokens."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import Sequences, write_outputs
from .tables import Table, moto_table

SEQUENCES: dict[str, Any] = {
    "orders": {},
    "falling": {"increment": -5, "min_value": -1000, "max_value": 0, "start": 0},
    "small": {"max_value": 50},
    "late": {"start": 1000},
    "shop/*": {},
}
OLD = {"orders": 30, "falling": -30, "small": 49, "late": 5, "shop/new": 3, "shop/same": 8, "shop/back": 2}
RESTORED = {"orders": 10, "falling": -10, "shop/same": 8, "shop/back": 9}


@pytest.fixture
def tables() -> Iterator[tuple[Table, Table]]:
    """The restored table, and the old one."""
    with moto_table() as restored:
        old = Table("old")
        for table, values in ((restored, RESTORED), (old, OLD)):
            for name, value in values.items():
                table.store(name, value)
        yield restored, old


@pytest.fixture
def arguments(tables: tuple[Table, Table], tmp_path: Path) -> list[object]:
    outputs = write_outputs(tmp_path, SEQUENCES, table_name=tables[0].name)
    return ["advance", "--from-table", "old", "--outputs", outputs]


@pytest.mark.parametrize(
    ("margin", "orders", "falling", "small", "new", "same"), [(0, 30, -30, 49, 3, 8), (10, 40, -80, 50, 13, 18)]
)
def test_it_takes_over_what_is_forward_also_unknown_names(
    sequences: Sequences,
    tables: tuple[Table, Table],
    arguments: list[object],
    margin: int,
    orders: int,
    falling: int,
    small: int,
    new: int,
    same: int,
) -> None:
    for _ in range(2):
        ended = sequences(*arguments, "--margin", margin)
        assert ended.exit_code == 0, ended.stderr
        values = tables[0].values()
        assert values.pop("shop/back") == (12 if margin else 9)
        assert values == {
            "orders": orders, "falling": falling, "small": small, "shop/new": new, "shop/same": same
        }  # fmt: skip
    assert ended.stderr == "0 advanced, 7 already there\n"
    assert tables[1].values() == OLD


def test_a_dry_run_shows_the_steps_and_changes_nothing(
    sequences: Sequences, tables: tuple[Table, Table], arguments: list[object]
) -> None:
    ended = sequences(*arguments, "--dry-run")
    assert (ended.exit_code, tables[0].values()) == (0, RESTORED)
    lines = [line.split("\t") for line in ended.stdout.splitlines()]
    assert ["falling", "-10", "-30", "would advance"] in lines
    assert ["shop/new", "", "3", "would advance"] in lines
    assert len(lines) == 5
    assert ended.stderr == "4 would be advanced, 3 already there\n"
    steps = json.loads(sequences(*arguments, "--dry-run", "--json").stdout)["sequences"]
    assert {step["name"] for step in steps if step["would_change"]} == {"orders", "falling", "small", "shop/new"}
    assert not any("changed" in step for step in steps)


def test_what_cannot_be_taken_over_is_named_and_the_rest_is_done(
    sequences: Sequences, tables: tuple[Table, Table], arguments: list[object]
) -> None:
    tables[1].store("gone", 5)
    tables[1].put("shop/text", value={"S": "5"})
    dry = sequences(*arguments, "--dry-run")
    assert dry.stderr.startswith("sequences advance: 4 would be advanced, 3 already there, 2 would be left alone;")
    ended = sequences(*arguments, "--json")
    problems = {each["name"]: each["problem"] for each in json.loads(ended.stdout)["sequences"] if each["problem"]}
    assert problems.keys() == {"gone", "shop/text"}
    assert problems["gone"].startswith("not declared, so its direction is unknown")
    assert (ended.exit_code, tables[0].values()["orders"]) == (1, 30)
    assert ended.stderr.startswith("sequences advance: 4 advanced, 3 already there, 2 left alone;")


def test_tokens_that_still_count_are_copied(
    sequences: Sequences, tables: tuple[Table, Table], arguments: list[object]
) -> None:
    restored, old = tables
    soon, past = {"N": str(int(time.time()) + 600)}, {"N": "5"}

    def token(answer: str, end: dict[str, str]) -> dict[str, dict[str, str]]:
        return {"request": {"S": '["orders", null]'}, "answer": {"S": answer}, "expires_at": end}

    old.put("#new", **token("30", soon))
    old.put("#ended", **token("1", past))
    old.put("#both", **token("2", soon))
    old.put("#again", **token("4", soon))
    restored.put("#both", **token("3", soon))
    restored.put("#again", **token("1", past))
    dry = sequences(*arguments, "--tokens", "--dry-run")
    assert dry.stderr.endswith(", 3 tokens would be copied\n")
    ended = sequences(*arguments, "--tokens")
    assert (ended.exit_code, ended.stderr) == (0, "4 advanced, 3 already there, 2 tokens copied\n")
    found = {name: item for name, item in restored.items().items() if name.startswith("#")}
    assert {name: item["answer"]["S"] for name, item in found.items()} == {"#new": "30", "#both": "3", "#again": "4"}
    assert found["#new"] == old.items()["#new"]


def test_items_that_are_neither_sequences_nor_tokens_are_skipped_and_counted(
    sequences: Sequences, tables: tuple[Table, Table], arguments: list[object]
) -> None:
    restored, old = tables
    token = {"request": {"S": '["orders", null]'}, "answer": {"S": "30"}, "expires_at": {"N": "9999999999"}}
    old.put("#ours", **token)
    foreign: dict[str, dict[str, Any]] = {
        "#nothing": {},
        "#only-an-end": {"expires_at": {"N": "9999999999"}},
        "#text-as-end": {**token, "expires_at": {"S": "9999999999"}},
        "#broken-end": {**token, "expires_at": {"N": "9999999999.5"}},
        "#number-as-answer": {**token, "answer": {"N": "30"}},
        "#no-json": {**token, "answer": {"S": "thirty"}},
        "#caf\u00e9": token,
        "not a name": {"value": {"N": "5"}},
    }
    for name, attributes in foreign.items():
        old.put(name, **attributes)
    old.put("shop/unused")
    note = "8 items skipped (neither a sequence nor a token)\n"
    dry = sequences(*arguments, "--tokens", "--dry-run")
    assert dry.stderr == f"4 would be advanced, 4 already there, 1 token would be copied, {note}"
    ended = sequences(*arguments, "--tokens", "--json")
    assert (ended.exit_code, ended.stderr) == (0, f"4 advanced, 4 already there, 1 token copied, {note}")
    assert json.loads(ended.stdout)["skipped"] == 8
    assert restored.items().keys() == {*SEQUENCES, "shop/new", "shop/same", "shop/back", "#ours"} - {"shop/*", "late"}
    assert ", 1 item skipped (" in sequences(*arguments).stderr


@pytest.mark.parametrize(("key", "kind"), [("name", "N"), ("id", "S")])
def test_a_table_with_another_key_ends_with_one_line(
    sequences: Sequences, tables: tuple[Table, Table], tmp_path: Path, key: str, kind: str
) -> None:
    client = tables[0].client
    client.create_table(
        TableName="foreign",
        KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind}],
        BillingMode="PAY_PER_REQUEST",
    )
    client.put_item(TableName="foreign", Item={key: {kind: "7"}, "value": {"N": "5"}})
    problem = "table foreign: its key is not `name` (S), so it is no table of sequences; use another one\n"
    outputs = write_outputs(tmp_path, SEQUENCES, table_name="numbers")
    ended = sequences("advance", "--from-table", "foreign", "--outputs", outputs)
    assert (ended.exit_code, ended.stderr) == (1, f"sequences advance: {problem}")
    ended = sequences("list", "--table-name", "foreign")
    assert (ended.exit_code, ended.stderr) == (1, f"sequences list: {problem}")


def test_without_the_option_no_token_is_copied(
    sequences: Sequences, tables: tuple[Table, Table], arguments: list[object]
) -> None:
    tables[1].put("#cart", answer={"S": "1"}, expires_at={"N": "9999999999"})
    assert sequences(*arguments).exit_code == 0
    assert "#cart" not in tables[0].items()


@pytest.mark.parametrize(
    ("old", "problem"),
    [("numbers", "--from-table: is the service's own table"), ("nothing", "check the name, --region and --profile")],
)
@pytest.mark.usefixtures("tables")
def test_a_wrong_table_ends_with_one_line(sequences: Sequences, tmp_path: Path, old: str, problem: str) -> None:
    outputs = write_outputs(tmp_path, SEQUENCES, table_name="numbers")
    ended = sequences("advance", "--from-table", old, "--outputs", outputs)
    assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert problem in ended.stderr
