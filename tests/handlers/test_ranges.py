"""Ranges: `count` contiguous values in one call, all or none."""

import pytest

from handlers.errors import InvalidRequestError, SequenceExhaustedError

from .conftest import Service
from .engine import Table


def test_a_range_has_first_last_increment_and_count(service: Service) -> None:
    function = service({"a": {"increment": 5, "start": 10}})
    assert function.ask({"name": "a", "count": 3}) == {"first": 10, "last": 20, "increment": 5, "count": 3}


def test_a_range_of_one_is_a_range(service: Service) -> None:
    assert service().ask({"name": "a", "count": 1}) == {"first": 1, "last": 1, "increment": 1, "count": 1}


def test_ranges_and_single_values_continue_from_each_other(service: Service) -> None:
    function = service()
    assert [function.take(3), function.next(), function.take(2), function.next()] == [[1, 2, 3], 4, [5, 6], 7]


def test_a_descending_range_counts_down(service: Service) -> None:
    function = service({"a": {"increment": -2, "min_value": -100, "max_value": 0}})
    assert [function.take(3), function.take(2)] == [[0, -2, -4], [-6, -8]]


def test_the_largest_range_is_a_million_values(service: Service) -> None:
    assert service().take(1_000_000) == list(range(1, 1_000_001))


@pytest.mark.parametrize("definition", [{"max_value": 10}, {"increment": -1, "min_value": 1, "max_value": 10}])
def test_a_range_that_fills_the_sequence_exactly_fits(service: Service, definition: dict[str, object]) -> None:
    function = service({"a": definition})
    values = function.take(4) + function.take(6)
    assert sorted(values) == list(range(1, 11))


@pytest.mark.parametrize("used", [0, 7])
def test_a_range_that_does_not_fit_takes_nothing(service: Service, table: Table, used: int) -> None:
    function = service({"a": {"max_value": 10}})
    if used:
        function.take(used)
    with pytest.raises(
        SequenceExhaustedError, match="sequence a: too few values left before its limit 10; widen the limit"
    ):
        function.take(11 - used)
    assert table.value("a") == (used or None)
    assert function.take(10 - used) == list(range(used + 1, 11))


def test_a_range_from_a_late_start_ends_at_the_limit(service: Service, table: Table) -> None:
    function = service({"a": {"start": 8, "max_value": 10}})
    with pytest.raises(SequenceExhaustedError):
        function.take(4)
    assert table.items() == {}
    assert function.take(3) == [8, 9, 10]


def test_a_range_never_comes_from_the_cached_block(service: Service) -> None:
    function = service({"a": {"cache": 10}})
    assert [function.next(), function.take(3), function.next(), function.take(2)] == [1, [11, 12, 13], 2, [14, 15]]


def test_an_increment_larger_than_the_sequence_allows_only_a_range_of_one(service: Service) -> None:
    function = service({"a": {"increment": 10**37, "max_value": 3}})
    with pytest.raises(SequenceExhaustedError):
        function.take(2)
    assert function.take(1) == [1]


@pytest.mark.parametrize(
    ("definition", "longest"),
    [
        ({"max_value": 10, "cycle": True}, 10),
        ({"max_value": 10, "start": 9, "cycle": True}, 10),
        ({"max_value": 10, "increment": 3, "cycle": True}, 4),
        ({"max_value": 10, "increment": 100, "cycle": True}, 1),
        ({"min_value": 0, "max_value": 10, "increment": -4, "cycle": True}, 3),
    ],
)
def test_a_range_larger_than_a_cycle_is_an_invalid_request(
    service: Service, table: Table, definition: dict[str, object], longest: int
) -> None:
    function = service({"a": definition})
    with pytest.raises(InvalidRequestError, match=f"count: larger than a cycle.*at most {longest}$"):
        function.take(longest + 1)
    assert table.items() == {}
    assert len(set(function.take(longest))) == longest
