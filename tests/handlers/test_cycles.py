"""Cycles: which values follow the limit."""

import itertools

import pytest

from handlers.aws.http import HttpReply
from handlers.errors import SequenceUnavailableError

from .conftest import Service
from .engine import Table
from .faulty_transport import Send


def test_an_ascending_cycle_starts_over_at_its_minimum(service: Service) -> None:
    function = service({"a": {"min_value": 3, "max_value": 6, "start": 5, "cycle": True}})
    assert [function.next() for _ in range(8)] == [5, 6, 3, 4, 5, 6, 3, 4]


def test_a_descending_cycle_starts_over_at_its_maximum(service: Service) -> None:
    definition = {"increment": -2, "min_value": 0, "max_value": 5, "start": 2, "cycle": True}
    function = service({"a": definition})
    assert [function.next() for _ in range(6)] == [2, 0, 5, 3, 1, 5]


def test_a_cycle_of_one_value_repeats_it(service: Service) -> None:
    function = service({"a": {"increment": 5, "max_value": 3, "cycle": True}})
    assert [function.next() for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("increment", "ranges"),
    [(1, [[1, 2, 3, 4], [5, 6, 7, 8], [1, 2, 3, 4]]), (-1, [[10, 9, 8, 7], [6, 5, 4, 3], [10, 9, 8, 7]])],
)
def test_a_range_that_does_not_fit_before_the_limit_starts_over(
    service: Service, increment: int, ranges: list[list[int]]
) -> None:
    function = service({"a": {"increment": increment, "min_value": 1, "max_value": 10, "cycle": True}})
    assert [function.take(4) for _ in ranges] == ranges


def test_a_first_range_that_does_not_fit_after_the_start_starts_over(service: Service) -> None:
    function = service({"a": {"start": 9, "max_value": 10, "cycle": True}})
    assert function.take(3) == [1, 2, 3]


def test_single_values_continue_after_a_range_that_started_over(service: Service) -> None:
    function = service({"a": {"max_value": 10, "cycle": True}})
    assert [function.take(8), function.take(3), function.next()] == [list(range(1, 9)), [1, 2, 3], 4]


def test_a_cached_cycle_ends_its_last_block_at_the_limit(service: Service, table: Table) -> None:
    function = service({"a": {"max_value": 5, "cache": 3, "cycle": True}})
    stored = []
    values = []
    for _ in range(11):
        values.append(function.next())
        stored.append(table.value("a"))
    assert values == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1]
    assert stored == [3, 3, 3, 5, 5, 3, 3, 3, 5, 5, 3]


def test_a_cache_larger_than_the_cycle_leases_one_cycle(service: Service, table: Table) -> None:
    function = service({"a": {"max_value": 4, "start": 3, "cache": 1000, "cycle": True}})
    assert [function.next() for _ in range(8)] == [3, 4, 1, 2, 3, 4, 1, 2]
    assert table.value("a") == 4


def test_two_functions_do_not_turn_the_same_cycle_twice(service: Service) -> None:
    definitions = {"a": {"max_value": 10, "cycle": True}}
    one, other = service(definitions), service(definitions)
    one.take(10)
    seen: list[int] = []

    def then_overtaken(request: bytes, send: Send) -> HttpReply:
        reply = send(request)
        seen.append(other.next())
        return reply

    one.transport.inject(then_overtaken)
    seen.append(one.next())
    assert seen == [1, 2]


def test_a_turn_that_others_always_win_fails_after_16_attempts(service: Service, table: Table) -> None:
    function = service({"a": {"max_value": 10, "cycle": True}})
    beyond = itertools.count(11)

    def overtaken(request: bytes, send: Send) -> HttpReply:
        table.store("a", next(beyond))
        return send(request)

    function.transport.inject_always(overtaken)
    with pytest.raises(SequenceUnavailableError, match="sequence a: other callers won all 16 attempts; try again"):
        function.next()
    assert len(function.transport.sent) == 16


@pytest.mark.parametrize(("increment", "value"), [(1, 3), (-1, 8)])
def test_after_another_functions_turn_later_calls_do_not_delay_this_one(
    service: Service, increment: int, value: int
) -> None:
    definitions = {"a": {"increment": increment, "min_value": 1, "max_value": 10, "cycle": True}}
    one, other = service(definitions), service(definitions)
    one.take(10)

    def overtaken(request: bytes, send: Send) -> HttpReply:
        other.next()
        return send(request)

    one.transport.sent.clear()
    one.transport.inject(lambda request, send: send(request), overtaken, overtaken)
    assert one.next() == value
    assert len(one.transport.sent) == 3
