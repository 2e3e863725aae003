"""Single values: what the first call, the next one and another function get."""

import pytest

from handlers.errors import UnknownSequenceError

from .conftest import Service
from .engine import Table


def test_a_sequence_starts_at_one_and_counts_up(service: Service) -> None:
    function = service()
    assert [function.next() for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("definition", "values"),
    [
        ({"start": 1000}, [1000, 1001, 1002]),
        ({"increment": 10, "min_value": 5}, [5, 15, 25]),
        ({"increment": -1}, [-1, -2, -3]),
        ({"increment": -3, "min_value": -100, "max_value": 100, "start": 2}, [2, -1, -4]),
        ({"min_value": -1, "max_value": 7}, [-1, 0, 1]),
    ],
)
def test_start_and_increment_decide_the_values(
    service: Service, definition: dict[str, object], values: list[int]
) -> None:
    function = service({"a": definition})
    assert [function.next() for _ in values] == values


def test_functions_on_one_table_draw_from_one_sequence_in_order(service: Service) -> None:
    one, other = service(), service()
    assert [one.next(), other.next(), other.next(), one.next()] == [1, 2, 3, 4]


def test_sequences_do_not_touch_one_another(service: Service) -> None:
    function = service()
    assert [function.next(name) for name in ("a", "b", "a", "A", "a:1")] == [1, 1, 2, 1, 1]


def test_a_value_is_in_the_table_before_it_is_seen_and_nothing_else_is(service: Service, table: Table) -> None:
    function = service()
    for _ in range(2):
        value = function.next()
        assert table.items() == {"a": {"name": {"S": "a"}, "value": {"N": str(value)}}}


def test_where_sequences_are_declared_only_those_exist(service: Service, table: Table) -> None:
    function = service({"orders": {}})
    with pytest.raises(UnknownSequenceError, match="order"):
        function.next("order")
    assert table.items() == {}
    assert function.next("orders") == 1


def test_a_star_stands_for_every_name_that_is_not_declared(service: Service) -> None:
    function = service({"orders": {"start": 100}, "*": {"start": 7}})
    assert [function.next(name) for name in ("orders", "others", "more", "orders")] == [100, 7, 7, 101]


def test_a_star_alone_gives_each_name_its_definition(service: Service) -> None:
    function = service({"*": {"increment": 5}})
    assert [function.next(name) for name in ("a", "b", "a")] == [1, 1, 6]
