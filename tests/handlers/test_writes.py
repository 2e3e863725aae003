"""How many writes a call costs. Each UpdateItem is one, also if its condition fails."""

from typing import Any

import pytest

from handlers.errors import SequenceExhaustedError

from .conftest import Service
from .engine import Function


def cost(function: Function, event: object) -> int:
    """How many writes a call costs."""
    function.transport.sent.clear()
    function.ask(event)
    return len(function.transport.sent)


SINGLE = {"name": "a"}
RANGE = {"name": "a", "count": 10}


@pytest.mark.parametrize("event", [SINGLE, RANGE])
def test_a_value_or_a_range_costs_one_write(service: Service, event: object) -> None:
    function = service()
    assert [cost(function, event) for _ in range(3)] == [1, 1, 1]


def test_cached_values_cost_one_write_per_block(service: Service) -> None:
    function = service({"a": {"cache": 4}})
    assert [cost(function, SINGLE) for _ in range(9)] == [1, 0, 0, 0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize("event", [SINGLE, RANGE])
def test_a_token_costs_two_more_writes_and_its_replay_one(service: Service, event: dict[str, Any]) -> None:
    function = service()
    assert cost(function, {**event, "token": "t"}) == 3
    assert cost(function, {**event, "token": "t"}) == 1


def test_a_token_with_a_cached_value_costs_one_write(service: Service) -> None:
    function = service({"a": {"cache": 4}})
    assert [cost(function, {**SINGLE, "token": f"t{nth}"}) for nth in range(5)] == [3, 1, 1, 1, 3]
    assert cost(function, {**SINGLE, "token": "t0"}) == 1


@pytest.mark.parametrize(("definition", "event"), [({"cache": 4, "max_value": 4}, SINGLE), ({"max_value": 10}, RANGE)])
def test_a_first_block_or_range_up_to_the_limit_costs_one_write(
    service: Service, definition: dict[str, object], event: object
) -> None:
    assert cost(service({"a": definition}), event) == 1


def test_the_short_last_block_costs_one_extra_write(service: Service) -> None:
    function = service({"a": {"cache": 4, "max_value": 6}})
    assert [cost(function, SINGLE) for _ in range(6)] == [1, 0, 0, 0, 2, 0]


@pytest.mark.parametrize("event", [SINGLE, RANGE])
def test_an_exhausted_call_costs_one_write(service: Service, event: object) -> None:
    function = service({"a": {"max_value": 12}})
    function.take(12)
    function.transport.sent.clear()
    with pytest.raises(SequenceExhaustedError):
        function.ask(event)
    assert len(function.transport.sent) == 1


def test_a_cycles_turn_costs_a_second_write(service: Service) -> None:
    function = service({"a": {"max_value": 3, "cycle": True}})
    assert [cost(function, SINGLE) for _ in range(7)] == [1, 1, 1, 2, 1, 1, 2]


def test_a_range_that_turns_costs_a_second_write(service: Service) -> None:
    function = service({"a": {"max_value": 25, "cycle": True}})
    assert [cost(function, RANGE) for _ in range(4)] == [1, 1, 2, 1]
