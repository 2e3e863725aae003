"""A changed definition, on a table with values from the old one."""

import pytest

from handlers.aws.http import HttpReply
from handlers.errors import SequenceExhaustedError

from .conftest import Service
from .engine import Table
from .faulty_transport import Send

UP = {"min_value": 10, "max_value": 20}
DOWN = {"increment": -1, "min_value": 10, "max_value": 20}


@pytest.mark.parametrize("cache", [1, 4, 100])
@pytest.mark.parametrize(
    ("definition", "stored"), [(UP, 20), (UP, 21), (UP, 10**30), (DOWN, 10), (DOWN, 9), (DOWN, -(10**30))]
)
def test_a_stored_value_past_the_end_means_exhausted(
    service: Service, table: Table, definition: dict[str, object], stored: int, cache: int
) -> None:
    table.store("a", stored)
    with pytest.raises(SequenceExhaustedError):
        service({"a": {**definition, "cache": cache}}).next()
    assert table.value("a") == stored


@pytest.mark.parametrize("cache", [1, 4, 100])
@pytest.mark.parametrize(
    ("definition", "stored", "first"),
    [(UP, 20, 10), (UP, 21, 10), (UP, 10**30, 10), (DOWN, 10, 20), (DOWN, 9, 20), (DOWN, -(10**30), 20)],
)
def test_a_stored_value_past_the_end_turns_a_cycle(
    service: Service, table: Table, definition: dict[str, object], stored: int, first: int, cache: int
) -> None:
    table.store("a", stored)
    function = service({"a": {**definition, "cycle": True, "cache": cache}})
    assert [function.next(), function.next()] == [first, first + (1 if first == 10 else -1)]


@pytest.mark.parametrize("cycle", [False, True])
@pytest.mark.parametrize("cache", [1, 4, 100])
@pytest.mark.parametrize(
    ("definition", "stored", "values"),
    [
        (UP, 9, [10, 11]),
        (UP, 8, [10, 11]),
        (UP, -(10**30), [10, 11]),
        (DOWN, 21, [20, 19]),
        (DOWN, 22, [20, 19]),
        (DOWN, 10**30, [20, 19]),
    ],
)
def test_a_stored_value_before_the_limits_continues_at_the_first_value(
    service: Service,
    table: Table,
    definition: dict[str, object],
    stored: int,
    values: list[int],
    cache: int,
    cycle: bool,
) -> None:
    table.store("a", stored)
    function = service({"a": {**definition, "start": 15, "cache": cache, "cycle": cycle}})
    assert [function.next(), function.next()] == values


def test_a_stored_value_before_the_limits_starts_a_range_at_the_first_value(service: Service, table: Table) -> None:
    table.store("a", 3)
    assert service({"a": UP}).take(11) == list(range(10, 21))


def test_a_range_from_before_the_limits_that_does_not_fit_takes_nothing(service: Service, table: Table) -> None:
    table.store("a", 3)
    with pytest.raises(SequenceExhaustedError):
        service({"a": UP}).take(12)
    assert table.value("a") == 3


@pytest.mark.parametrize("cache", [1, 3])
def test_a_new_increment_continues_from_the_last_value(service: Service, cache: int) -> None:
    service().take(10)
    function = service({"a": {"increment": 7, "cache": cache}})
    assert [function.next(), function.next()] == [17, 24]


@pytest.mark.parametrize("cache", [1, 3])
def test_a_reversed_sequence_counts_down(service: Service, cache: int) -> None:
    service().take(10)
    function = service({"a": {"increment": -4, "min_value": 1, "max_value": 100, "cache": cache}})
    assert [function.next(), function.next()] == [6, 2]
    with pytest.raises(SequenceExhaustedError):
        function.next()


def test_a_new_start_does_not_affect_a_used_sequence(service: Service) -> None:
    service().next()
    assert service({"a": {"start": 500}}).next() == 2


def test_a_cache_can_be_switched_on_and_off(service: Service) -> None:
    assert service().next() == 1
    assert service({"a": {"cache": 10}}).next() == 2
    assert service().next() == 12


def test_a_first_call_that_another_definition_overtakes_does_not_repeat_its_value(service: Service) -> None:
    one = service({"a": {"start": 3, "max_value": 3, "cache": 2}})
    other = service({"a": {"max_value": 3}})
    taken = []

    def overtaken(request: bytes, send: Send) -> HttpReply:
        taken.append(other.next())
        return send(request)

    one.transport.inject(overtaken, when=lambda _: len(one.transport.sent) == 2)
    assert [one.next(), taken] == [2, [1]]
