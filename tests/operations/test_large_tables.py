"""Tables with 0, 1 and 100,000 sequences, and faults while they are read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import Sequences, write_outputs
from .large_table import PAGE, LargeTables, large_tables

SIZES = [0, 1, 100_000]


@pytest.fixture(scope="module")
def server() -> Iterator[LargeTables]:
    with large_tables() as tables:
        yield tables


@pytest.fixture
def tables(server: LargeTables) -> LargeTables:
    server.pages, server.updated, server.faults = 0, {}, []
    return server


@pytest.mark.parametrize("size", SIZES)
def test_list_reads_every_page_once(sequences: Sequences, tables: LargeTables, tmp_path: Path, size: int) -> None:
    tables.tables["numbers"] = size, lambda nth: nth + 1
    outputs = write_outputs(tmp_path, {"s*": {"max_value": 100_000}}, table_name="numbers")
    ended = sequences("list", "--json", "--outputs", outputs, "--endpoint-url", tables.url)
    assert (ended.exit_code, ended.stderr) == (0, "")
    found = {each["name"]: each["value"] for each in json.loads(ended.stdout)}
    expected: dict[str, int | None] = {f"s{nth}": nth + 1 for nth in range(size)}
    assert found == (expected or {"s*": None})  # a pattern that nobody has used
    assert tables.pages == max(1, -(-size // PAGE))


@pytest.mark.parametrize("size", SIZES)
def test_advance_from_a_table_writes_only_what_is_forward(
    sequences: Sequences, tables: LargeTables, tmp_path: Path, size: int
) -> None:
    """In the old table, every 500th sequence was used. The first hundred are as far in the other table."""
    tables.tables["numbers"] = min(size, 100), lambda nth: nth + 1
    tables.tables["old"] = size, lambda nth: 0 if nth % 500 else nth + 1
    outputs = write_outputs(tmp_path, {"s*": {"min_value": 0}}, table_name="numbers")
    ended = sequences("advance", "--from-table", "old", "--outputs", outputs, "--endpoint-url", tables.url)
    behind = range(500, size, 500)
    assert tables.updated == {f"s{nth}": nth + 1 for nth in behind}
    assert (ended.exit_code, ended.stderr) == (0, f"{len(behind)} advanced, {size - len(behind)} already there\n")


def test_a_terminal_shows_the_progress(
    sequences: Sequences, tables: LargeTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")  # rich then takes the captured output for a terminal
    tables.tables["numbers"] = 30_000, lambda nth: nth
    outputs = write_outputs(tmp_path, {"s*": {}}, table_name="numbers")
    ended = sequences("list", "--json", "--outputs", outputs, "--endpoint-url", tables.url)
    assert ended.exit_code == 0
    assert "reading table numbers" in ended.stderr
    assert "00 sequences" in ended.stderr


THROTTLED = (400, "ProvisionedThroughputExceededException")
FAULTS = [THROTTLED, (500, "InternalServerError"), (503, "ServiceUnavailable")]


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let boto3 try again at once."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)


@pytest.mark.usefixtures("no_pauses")
def test_faults_that_end_are_not_seen(sequences: Sequences, tables: LargeTables, tmp_path: Path) -> None:
    tables.tables["numbers"] = tables.tables["old"] = 20_000, lambda nth: nth
    outputs = write_outputs(tmp_path, {"s*": {}}, table_name="numbers")
    tables.faults = [*FAULTS, (200, "")]
    ended = sequences("advance", "--from-table", "old", "--outputs", outputs, "--endpoint-url", tables.url)
    assert (ended.exit_code, ended.stderr) == (0, "0 advanced, 20000 already there\n")


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", [["list"], ["show", "s1"], ["advance", "s1", "--to", "5"], ["watch"]])
def test_faults_that_stay_end_the_command_with_one_line(
    sequences: Sequences, tables: LargeTables, tmp_path: Path, command: list[str], fault: tuple[int, str]
) -> None:
    tables.faults = [fault]
    outputs = write_outputs(tmp_path, {"s*": {}}, table_name="numbers")
    ended = sequences(*command, "--outputs", outputs, "--endpoint-url", tables.url)
    assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert fault[1] in ended.stderr
    assert "try again" in ended.stderr


@pytest.mark.usefixtures("no_pauses")
def test_a_fault_at_some_sequences_leaves_the_others_advanced(
    sequences: Sequences, tables: LargeTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables.tables["numbers"] = 10, lambda nth: nth
    tables.tables["old"] = 10, lambda nth: nth + 1
    outputs = write_outputs(tmp_path, {"s*": {}}, table_name="numbers")
    update = tables.update_item

    def fail_at_seven(request: dict[str, Any]) -> dict[str, Any]:
        tables.faults = [THROTTLED] * 4 + [(200, "")] if request["Key"]["name"]["S"] == "s6" else []
        return update(request)

    monkeypatch.setattr(tables, "update_item", fail_at_seven)
    monkeypatch.setattr("operations.transfer.WORKERS", 1)
    ended = sequences("advance", "--from-table", "old", "--outputs", outputs, "--endpoint-url", tables.url)
    assert ended.exit_code == 1
    assert ended.stderr == (
        "sequences advance: 9 advanced, 0 already there, 1 left alone; see the outcome of each, then run it again\n"
    )
    assert "s7\t7\t8\tUpdateItem: ProvisionedThroughputExceededException" in ended.stdout
    assert tables.updated.keys() == {f"s{nth}" for nth in range(10)} - {"s7"}
