"""What a call costs in writes: each UpdateItem is one, a refused one too."""

from typing import Any

import pytest

from handlers.errors import SequenceExhaustedError

from .conftest import Service
from .engine import Function


def cost(function: Function, event: object) -> int:
    """The writes of a call."""
    function.wire.sent.clear()
    function.ask(event)
    return len(function.wire.sent)


SINGLE = {"name": "a"}
RANGE = {"name": "a", "count": 10}


@pytest.mark.parametrize("event", [SINGLE, RANGE])
def test_a_value_and_a_range_are_one_write_each(service: Service, event: object) -> None:
    function = service()
    assert [cost(function, event) for _ in range(3)] == [1, 1, 1]


def test_a_cached_value_is_a_write_a_block(service: Service) -> None:
    function = service({"a": {"cache": 4}})
    assert [cost(function, SINGLE) for _ in range(9)] == [1, 0, 0, 0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize("event", [SINGLE, RANGE])
def test_a_token_is_a_probe_before_and_a_record_after(service: Service, event: dict[str, Any]) -> None:
    function = service()
    assert cost(function, {**event, "token": "t"}) == 3
    assert cost(function, {**event, "token": "t"}) == 1


def test_a_token_served_from_a_block_is_the_record_alone(service: Service) -> None:
    function = service({"a": {"cache": 4}})
    assert [cost(function, {**SINGLE, "token": f"t{nth}"}) for nth in range(5)] == [3, 1, 1, 1, 3]
    assert cost(function, {**SINGLE, "token": "t0"}) == 1


def test_the_last_values_before_a_limit_cost_one_write_more(service: Service) -> None:
    function = service({"a": {"cache": 4, "max_value": 6}})
    assert [cost(function, SINGLE) for _ in range(6)] == [1, 0, 0, 0, 2, 0]


@pytest.mark.parametrize("event", [SINGLE, RANGE])
def test_an_exhausted_call_costs_one_write(service: Service, event: object) -> None:
    function = service({"a": {"max_value": 12}})
    function.take(12)
    function.wire.sent.clear()
    with pytest.raises(SequenceExhaustedError):
        function.ask(event)
    assert len(function.wire.sent) == 1


def test_a_cycles_turn_takes_a_second_write(service: Service) -> None:
    function = service({"a": {"max_value": 3, "cycle": True}})
    assert [cost(function, SINGLE) for _ in range(7)] == [1, 1, 1, 2, 1, 1, 2]


def test_a_range_that_turns_takes_a_second_write(service: Service) -> None:
    function = service({"a": {"max_value": 25, "cycle": True}})
    assert [cost(function, RANGE) for _ in range(4)] == [1, 1, 2, 1]
