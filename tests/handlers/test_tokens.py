"""Tokens: a token gets the same answer for its window, and uses up only one value."""

import pytest

from handlers.errors import SequenceExhaustedError, TokenMismatchError

from .conftest import Service
from .engine import Table


class Clock:
    """A function's clock that a test can set."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.9

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("cache", [1, 5])
@pytest.mark.parametrize("count", [None, 1, 3])
def test_the_same_token_gets_the_same_answer_from_any_function(service: Service, count: int | None, cache: int) -> None:
    definitions = {"a": {"cache": cache}}
    one, other = service(definitions), service(definitions)
    event = {"name": "a", "count": count, "token": "t"}
    answer = one.ask(event)
    assert [one.ask(event), other.ask(event), one.ask(event)] == [answer] * 3


def test_different_tokens_get_different_values(service: Service) -> None:
    function = service()
    assert [function.ask({"name": "a", "token": token}) for token in ("t", "u", "t", "v")] == [1, 2, 1, 3]


@pytest.mark.parametrize("cache", [1, 5])
def test_a_replay_uses_up_no_value(service: Service, table: Table, cache: int) -> None:
    function = service({"a": {"cache": cache}})
    assert function.ask({"name": "a", "token": "t"}) == 1
    before = table.items()
    for _ in range(12):
        assert function.ask({"name": "a", "token": "t"}) == 1
    assert table.items() == before
    assert [function.next() for _ in range(6)] == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("cache", [1, 5])
@pytest.mark.parametrize(
    "event",
    [{"name": "b"}, {"name": "a", "count": 2}, {"name": "a"}, {"name": "a", "count": 4}, {"name": "A", "count": 3}],
)
def test_a_token_is_for_one_name_and_count(
    service: Service, table: Table, event: dict[str, object], cache: int
) -> None:
    function = service({"*": {"cache": cache}})
    for name in ("a", "b", "A"):
        function.next(name)  # with a cache, each sequence now has a block
    function.ask({"name": "a", "count": 3, "token": "t"})
    before = table.items()
    message = "token: already used for another name or count; use a new token for a new request"
    with pytest.raises(TokenMismatchError, match=f"^{message}$"):
        function.ask({**event, "token": "t"})
    assert table.items() == before


def test_a_mismatch_returns_its_value_to_the_block(service: Service) -> None:
    function = service({"*": {"cache": 5}})
    function.ask({"name": "a", "token": "t"})
    assert function.next("b") == 1
    for _ in range(3):
        with pytest.raises(TokenMismatchError):
            function.ask({"name": "b", "token": "t"})
    assert [function.next("b") for _ in range(5)] == [2, 3, 4, 5, 6]


def test_a_single_value_and_a_range_of_one_are_different_requests(service: Service) -> None:
    function = service()
    function.ask({"name": "a", "token": "t"})
    with pytest.raises(TokenMismatchError):
        function.ask({"name": "a", "count": 1, "token": "t"})


def test_a_whole_float_and_an_integer_are_the_same_request(service: Service) -> None:
    function = service()
    assert function.ask({"name": "a", "count": 2, "token": "t"}) == function.ask(
        {"name": "a", "count": 2.0, "token": "t"}
    )


@pytest.mark.parametrize("cache", [1, 2])
def test_a_replay_is_answered_after_the_sequence_is_exhausted(service: Service, cache: int) -> None:
    function = service({"a": {"max_value": 2, "cache": cache}})
    assert function.ask({"name": "a", "token": "t"}) == 1
    function.next()
    with pytest.raises(SequenceExhaustedError):
        function.next()
    assert function.ask({"name": "a", "token": "t"}) == 1


@pytest.mark.parametrize("cache", [1, 2])
def test_an_exhausted_call_does_not_use_its_token(service: Service, table: Table, cache: int) -> None:
    function = service({"a": {"max_value": 2, "cache": cache}})
    function.take(2)
    with pytest.raises(SequenceExhaustedError):
        function.ask({"name": "a", "token": "t"})
    assert set(table.items()) == {"a"}
    raised = service({"a": {"max_value": 3, "cache": cache}})
    assert raised.ask({"name": "a", "token": "t"}) == 3


@pytest.mark.parametrize("cache", [1, 5])
def test_a_token_expires_with_its_window_even_if_its_item_remains(service: Service, cache: int) -> None:
    clock = Clock()
    function = service({"a": {"cache": cache}}, token_seconds=60, clock=clock)
    event = {"name": "a", "token": "t"}
    assert function.ask(event) == 1
    clock.now += 59
    assert function.ask(event) == 1
    clock.now += 1
    assert function.ask(event) == 2
    clock.now += 59
    assert function.ask(event) == 2


@pytest.mark.parametrize("cache", [1, 5])
def test_an_expired_token_can_be_used_for_another_request(service: Service, cache: int) -> None:
    clock = Clock()
    function = service({"*": {"cache": cache}}, token_seconds=60, clock=clock)
    function.ask({"name": "a", "token": "t"})
    clock.now += 60
    assert function.ask({"name": "b", "count": 2, "token": "t"})["first"] == 1
    with pytest.raises(TokenMismatchError):
        function.ask({"name": "a", "token": "t"})


def test_a_window_is_fixed_when_the_token_is_used(service: Service) -> None:
    clock = Clock()
    function = service(token_seconds=60, clock=clock)
    other = service(token_seconds=1, clock=clock)
    assert function.ask({"name": "a", "token": "t"}) == 1
    clock.now += 59
    assert other.ask({"name": "a", "token": "t"}) == 1
    clock.now += 1
    assert function.ask({"name": "a", "token": "t"}) == 2


def test_a_tokens_item_holds_its_expiry_in_whole_seconds(service: Service, table: Table) -> None:
    service(token_seconds=60, clock=Clock()).ask({"name": "a", "token": "t"})
    items = table.items()
    assert set(items) == {"a", "#t"}
    assert items["#t"]["expires_at"] == {"N": "1700000060"}


def test_a_range_with_a_token_never_comes_from_the_block(service: Service) -> None:
    function = service({"a": {"cache": 5}})
    assert function.next() == 1
    event = {"name": "a", "count": 2, "token": "t"}
    assert [function.ask(event)["first"] for _ in range(2)] == [6, 6]
    assert function.next() == 2
