"""Values, ranges and tokens, as the function answers them."""

import io
import json
from typing import Any

import pytest

from client import SequenceClient
from client.errors import ConfigurationError, InvalidRequestError, TokenMismatchError

from .counter import Counter
from .faulty_lambda import faulty_lambda

WIDE = 10**37


def ask(answer: object) -> SequenceClient:
    """A client whose function always gives this answer."""

    class Lambda:
        def invoke(self, **_: object) -> dict[str, Any]:
            return {"Payload": io.BytesIO(json.dumps(answer).encode())}

    return SequenceClient("sequences", lambda_client=Lambda())


def test_values_and_ranges_follow_each_other() -> None:
    with faulty_lambda(Counter()) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client())
        assert [numbers.next_value("orders"), numbers.next_value("orders")] == [1, 2]
        assert numbers.next_range("orders", 10) == range(3, 13)
        assert numbers.next_range("orders", 1) == range(13, 14)
        assert numbers.next_value("invoices") == 1


def test_the_request_has_only_the_fields_of_the_call() -> None:
    with faulty_lambda(Counter()) as server:
        numbers = SequenceClient("sequences:live", lambda_client=server.client())
        numbers.next_value("orders")
        numbers.next_range("orders", 2, token="cart-7f3a")
    assert server.requests == [
        ("sequences:live", {"name": "orders"}),
        ("sequences:live", {"name": "orders", "count": 2, "token": "cart-7f3a"}),
    ]


@pytest.mark.parametrize("increment", [1, 3, -1, -7])
def test_a_range_has_the_increment_of_the_sequence(increment: int) -> None:
    with faulty_lambda(Counter(100, increment=increment)) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client())
        assert list(numbers.next_range("a", 4)) == [100 + step * increment for step in range(4)]
        assert numbers.next_value("a") == 100 + 4 * increment


@pytest.mark.parametrize("start", [WIDE - 5, -WIDE, 2**53, -1, 0])
def test_a_wide_sequence_stays_exact(start: int) -> None:
    with faulty_lambda(Counter(start, max_value=WIDE)) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client())
        assert numbers.next_value("a") == start
        assert numbers.next_range("a", 3) == range(start + 1, start + 4)


def test_integers_of_any_size_are_read_exactly_too() -> None:
    assert ask(WIDE - 1).next_value("a") == WIDE - 1
    wide = {"first": WIDE - 9, "last": WIDE - 1, "increment": 2, "count": 5}
    assert list(ask(wide).next_range("a", 5)) == [WIDE - 9, WIDE - 7, WIDE - 5, WIDE - 3, WIDE - 1]


def test_the_same_token_gets_the_same_answer() -> None:
    with faulty_lambda(Counter()) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client())
        assert numbers.next_range("orders", 5, token="cart") == numbers.next_range("orders", 5, token="cart")
        assert numbers.next_value("orders") == 6
        with pytest.raises(TokenMismatchError):
            numbers.next_value("orders", token="cart")


@pytest.mark.parametrize(
    "answer",
    [None, True, 1.0, "", "+1", "01", "-0", "1.0", "1e3", " 1", "\u0661", "9" * 39, [1], {"value": 1}, {"first": 1}],
)
def test_an_answer_that_is_no_integer_is_refused(answer: object) -> None:
    with pytest.raises(ConfigurationError, match="is this a next-value function"):
        ask(answer).next_value("orders")


GOOD: dict[str, Any] = {"first": 1, "last": 10, "increment": 3, "count": 4}


@pytest.mark.parametrize(
    "answer",
    [
        7,
        [1, 2, 3, 4],
        GOOD | {"more": 1},
        GOOD | {"count": 5},
        GOOD | {"count": 5, "last": 13},
        GOOD | {"last": 9},
        GOOD | {"first": True},
        GOOD | {"increment": 0, "last": 1},
        GOOD | {"increment": "3.0"},
        {key: value for key, value in GOOD.items() if key != "increment"},
    ],
)
def test_an_answer_that_is_not_the_range_is_refused(answer: object) -> None:
    assert ask(GOOD).next_range("orders", 4) == range(1, 11, 3)
    with pytest.raises(ConfigurationError, match="is this a next-value function"):
        ask(answer).next_range("orders", 4)


@pytest.mark.parametrize("wrong", [{"count": float("nan")}, {"count": b"5"}, {"token": {1}}, {"name": object()}])
def test_a_request_that_is_not_json_is_refused_without_a_call(wrong: Any) -> None:
    with faulty_lambda(Counter()) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client())
        with pytest.raises(InvalidRequestError, match="the request is not JSON") as caught:
            numbers.next_range(**{"name": "orders", "count": 1, **wrong})
        assert isinstance(caught.value.__cause__, (TypeError, ValueError))
        with pytest.raises(InvalidRequestError, match="count: missing"):
            numbers.next_range("orders", None)  # type: ignore[arg-type]
    assert server.requests == []
