"""Replies that DynamoDB never sends: each ends in one of the six errors, and no value is given out."""

import json
from collections.abc import Callable

import pytest

from handlers import aws
from handlers.counter_table import CounterTable
from handlers.errors import ConfigurationError, SequenceError, SequenceUnavailableError
from handlers.sequence import Sequence

from .aws.scripted_server import Step, reply, scripted

ENVIRONMENT = {"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
MOVE = Sequence(1, 1, 9, 1, False, 1).advance(1)
VALUE = {"Attributes": {"value": {"N": "7"}}}
REFUSED = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"


def move(table: CounterTable) -> object:
    return table.move("a", MOVE)


def probe(table: CounterTable) -> object:
    return table.probe("t")


def failed(
    body: object, status: int = 200, ask: Callable[[CounterTable], object] = move, header: str = "X-Name: a"
) -> SequenceError:
    """What a move raises if every attempt gets this reply, or what another request raises."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    with scripted(Step([reply(text, status, header)])) as server:
        service = aws.Service("dynamodb", {**ENVIRONMENT, "AWS_ENDPOINT_URL": server.url})
        with pytest.raises(SequenceError) as caught:
            ask(CounterTable(service, "sequences"))
    return caught.value


@pytest.mark.parametrize("item", [5, True, "x", {"value": 5}, {"value": {"N": 7}}, {"value": {"S": "7"}}])
def test_a_failed_condition_with_a_strange_item(item: object) -> None:
    assert isinstance(failed({"__type": REFUSED, "Item": item}, 400), ConfigurationError)


@pytest.mark.parametrize(
    "item",
    [
        5,
        True,
        "x",
        {"request": 5},
        {"answer": {"S": "7"}},
        {"request": {"S": "[]"}, "answer": {"S": 5}},
        {"request": {"S": "[]"}, "answer": {"S": "mine"}},
        {"request": {"S": "[]"}, "answer": {"S": "[" * 200_000}},
    ],
)
def test_a_token_with_a_strange_item(item: object) -> None:
    assert isinstance(failed({"__type": REFUSED, "Item": item}, 400, probe), ConfigurationError)


@pytest.mark.parametrize("number", ["1.5", "Infinity", "7", "true", '"NaN"', '"1e400"', "null"])
def test_a_value_that_is_not_an_integer_in_text(number: str) -> None:
    assert isinstance(failed(b'{"Attributes": {"value": {"N": %s}}}' % number.encode()), ConfigurationError)


def test_a_success_with_another_attribute_alone_is_a_configuration_error() -> None:
    assert isinstance(failed({"Attributes": {"other": {"N": "7"}}}), ConfigurationError)


@pytest.mark.parametrize("body", [{}, {"Attributes": {}}, {"__type": "InternalServerError"}, {"__type": None}])
def test_a_success_without_a_value_does_not_blame_the_stored_value(body: object) -> None:
    error = failed(body)
    assert isinstance(error, SequenceUnavailableError)
    assert "stored value" not in str(error)


@pytest.mark.parametrize("code", ["InternalServerError", None, ""])
def test_a_value_beside_an_error_code_is_not_used(code: object) -> None:
    error = failed({"__type": code, **VALUE})
    assert isinstance(error, SequenceUnavailableError)
    assert f": {code or 200} (status 200, request id )" in str(error)


def test_a_value_below_an_error_code_in_the_head_is_not_used() -> None:
    error = failed(VALUE, header="x-amzn-ErrorType: InternalServerError")
    assert isinstance(error, SequenceUnavailableError)
    assert "InternalServerError (status 200, request id )" in str(error)


@pytest.mark.parametrize("status", [401, 403])
def test_an_unknown_refusal_of_access_is_a_configuration_error(status: int) -> None:
    assert isinstance(failed({"message": "Forbidden"}, status), ConfigurationError)


def test_too_many_requests_under_no_name_is_repeated() -> None:
    with scripted(Step([reply(b"{}", 429)]), Step([reply()])) as server:
        service = aws.Service("dynamodb", {**ENVIRONMENT, "AWS_ENDPOINT_URL": server.url})
        assert CounterTable(service, "sequences").move("a", MOVE) == 7


def test_a_refusal_under_an_empty_code_is_an_answer_to_no_request() -> None:
    with scripted(Step([reply(b'{"__type": "com.amazonaws.ssm#"}', 400)])) as server:
        service = aws.Service("ssm", {**ENVIRONMENT, "AWS_ENDPOINT_URL": server.url})
        with pytest.raises(SequenceUnavailableError, match=r"/table: no answer; .*status 400"):
            service.call("GetParameter", {"Name": "/table"}, what="/table")
