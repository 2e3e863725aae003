"""Single values: the first one, the next ones, and those of other functions and names."""

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


def test_functions_on_one_table_share_one_sequence_in_order(service: Service) -> None:
    one, other = service(), service()
    assert [one.next(), other.next(), other.next(), one.next()] == [1, 2, 3, 4]


def test_sequences_are_independent(service: Service) -> None:
    function = service()
    assert [function.next(name) for name in ("a", "b", "a", "A", "a:1")] == [1, 1, 2, 1, 1]


def test_only_the_value_is_stored_and_before_anyone_sees_it(service: Service, table: Table) -> None:
    function = service()
    for _ in range(2):
        value = function.next()
        assert table.items() == {"a": {"name": {"S": "a"}, "value": {"N": str(value)}}}


def test_only_declared_sequences_exist(service: Service, table: Table) -> None:
    function = service({"orders": {}})
    with pytest.raises(UnknownSequenceError, match="order"):
        function.next("order")
    assert table.items() == {}
    assert function.next("orders") == 1


def test_a_star_matches_every_undeclared_name(service: Service) -> None:
    function = service({"orders": {"start": 100}, "*": {"start": 7}})
    assert [function.next(name) for name in ("orders", "others", "more", "orders")] == [100, 7, 7, 101]


def test_a_star_alone_defines_every_name(service: Service) -> None:
    function = service({"*": {"increment": 5}})
    assert [function.next(name) for name in ("a", "b", "a")] == [1, 1, 6]
