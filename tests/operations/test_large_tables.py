"""Tables with 0, 1 and 100,000 sequences: every page is read once, with progress on a terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

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
    server.pages, server.updated = 0, {}
    return server


@pytest.mark.parametrize("size", SIZES)
def test_list_reads_every_page_once(sequences: Sequences, tables: LargeTables, tmp_path: Path, size: int) -> None:
    tables.tables["numbers"] = size, lambda nth: nth + 1
    outputs = write_outputs(tmp_path, {"s*": {"max_value": 100_000}}, table_name="numbers")
    ended = sequences("list", "--json", "--outputs", outputs, "--endpoint-url", tables.url)
    assert (ended.exit_code, ended.stderr) == (0, "")
    found = {each["name"]: each["value"] for each in json.loads(ended.stdout)}
    assert found == {f"s{nth}": nth + 1 for nth in range(size)}
    assert tables.pages == max(1, -(-size // PAGE))


@pytest.mark.parametrize("size", SIZES)
def test_advance_from_a_table_writes_only_what_is_forward(
    sequences: Sequences, tables: LargeTables, tmp_path: Path, size: int
) -> None:
    """Every 500th sequence is behind, and the last page of the old table is new."""
    tables.tables["numbers"] = max(0, size - 100), lambda nth: nth + 1 if nth % 500 else 0
    tables.tables["old"] = size, lambda nth: nth + 1
    outputs = write_outputs(tmp_path, {"s*": {"min_value": 0}}, table_name="numbers")
    ended = sequences("advance", "--from-table", "old", "--outputs", outputs, "--endpoint-url", tables.url)
    behind = {nth for nth in range(size) if nth % 500 == 0 or nth >= size - 100}
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
