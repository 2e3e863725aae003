"""Eight processes on one sequence, on AWS's own engine. A naive program must fail the same check."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from .engine import Engine, Table, complete
from .parallel import DRAWS, PROCESSES, by_handler, by_reading_then_writing, draw_at_once, draw_function


@pytest.fixture
def table(dynamodb_local_url: str) -> Table:
    """A table that all processes can reach."""
    return Table(Engine(dynamodb_local_url))


def all_unique(drawn: list[list[int]]) -> bool:
    """Whether all values are unique."""
    values = [value for one in drawn for value in one]
    assert len(values) == PROCESSES * DRAWS
    return len(set(values)) == len(values)


@pytest.mark.parametrize("cache", [1, 7])
def test_parallel_processes_get_unique_and_ascending_values(dynamodb_local_url: str, table: Table, cache: int) -> None:
    definition = complete({"a": {"cache": cache}})["a"]._asdict()
    drawn = draw_at_once(by_handler, dynamodb_local_url, table.name, definition)
    assert all_unique(drawn)
    assert all(one == sorted(one) for one in drawn)


@pytest.mark.parametrize("cache", [1, 7])
def test_parallel_calls_of_one_function_get_unique_values(
    dynamodb_local_url: str, table: Table, monkeypatch: pytest.MonkeyPatch, cache: int
) -> None:
    """A Lambda execution environment may serve several calls at once."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", dynamodb_local_url)
    draw = draw_function(table.name, complete({"a": {"cache": cache}})["a"]._asdict())
    with ThreadPoolExecutor(PROCESSES) as threads:
        values = [*threads.map(lambda _: draw(), range(PROCESSES * DRAWS))]
    assert sorted(map(str, values)) == sorted(map(str, range(1, PROCESSES * DRAWS + 1)))


def test_naive_read_then_write_fails_the_same_check(dynamodb_local_url: str, table: Table) -> None:
    assert not all_unique(draw_at_once(by_reading_then_writing, dynamodb_local_url, table.name, {}))
