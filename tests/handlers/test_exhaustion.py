"""The limit: every value up to it is issued, and none after it."""

import pytest

from handlers.errors import SequenceExhaustedError

from .conftest import Service
from .engine import Table


@pytest.mark.parametrize("cache", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("definition", "values", "limit"),
    [
        ({"max_value": 3}, [1, 2, 3], 3),
        ({"max_value": 4, "increment": 2}, [1, 3], 4),
        ({"max_value": 3, "increment": 100}, [1], 3),
        ({"increment": -1, "min_value": -3}, [-1, -2, -3], -3),
        ({"increment": -2, "min_value": -4, "start": -2}, [-2, -4], -4),
        ({"start": 3, "max_value": 3}, [3], 3),
    ],
)
def test_each_value_up_to_the_limit_is_issued_once(
    service: Service, definition: dict[str, object], values: list[int], limit: int, cache: int
) -> None:
    function = service({"a": {**definition, "cache": cache}})
    assert [function.next() for _ in values] == values
    for _ in range(2):
        with pytest.raises(
            SequenceExhaustedError, match=f"sequence a: no values left before its limit {limit}; widen the limit"
        ):
            function.next()


def test_an_exhausted_call_changes_nothing(service: Service, table: Table) -> None:
    function = service({"a": {"max_value": 2}})
    function.take(2)
    before = table.items()
    with pytest.raises(SequenceExhaustedError):
        function.next()
    assert table.items() == before


def test_several_functions_together_stay_within_the_limit(service: Service) -> None:
    definitions = {"a": {"max_value": 5, "cache": 3}}
    one, other = service(definitions), service(definitions)
    assert [one.next(), other.next(), other.next(), one.next(), one.next()] == [1, 4, 5, 2, 3]
    for function in (one, other):
        with pytest.raises(SequenceExhaustedError):
            function.next()


def test_an_exhausted_sequence_continues_after_its_limit_is_raised(service: Service) -> None:
    service({"a": {"max_value": 2}}).take(2)
    assert service({"a": {"max_value": 4}}).take(2) == [3, 4]
