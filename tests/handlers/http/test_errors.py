"""What a wrong HTTP event gets, and what the operator reads of it."""

import json
import re
from typing import Any

import pytest

from handlers import errors
from handlers.errors import SequenceError

from ..engine import Table
from ..fake_server import THROTTLED, fake_server
from .conftest import Handle
from .events import Event, format_1, format_2, in_base64
from .test_requests import both_formats

STATUS = {  # the contract's table
    "InvalidRequestError": 400,
    "UnknownSequenceError": 404,
    "TokenMismatchError": 422,
    "SequenceExhaustedError": 409,
    "SequenceUnavailableError": 503,
    "ConfigurationError": 500,
}
KEY = "Idempotency-Key"


def error_of(response: dict[str, Any]) -> tuple[int, str, str]:
    """The status, error and message of a response that has nothing else."""
    assert response.keys() == {"statusCode", "headers", "body"}
    assert response["headers"]["Content-Type"] == "application/json"
    body = json.loads(response["body"])
    assert body.keys() == {"error", "message"}
    assert re.fullmatch("[ -~]{1,500}", body["message"])
    return response["statusCode"], body["error"], body["message"]


def test_each_error_class_has_its_status() -> None:
    found = (each for each in SequenceError.__subclasses__() if each.__module__ == errors.__name__)
    assert {each.__name__: each.status for each in found} == STATUS


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"name": "a", "count": 0}, "InvalidRequestError"),
    ({"name": "lap", "count": 4}, "InvalidRequestError"),
    ({"name": "none"}, "UnknownSequenceError"),
    ({"name": "a", "token": "t"}, "TokenMismatchError"),
    ({"name": "done"}, "SequenceExhaustedError"),
]


@both_formats
def test_a_mistake_gets_the_status_error_and_message_of_a_direct_call(handle: Handle, event: Event) -> None:
    handle({"name": "done", "count": 2, "token": "t"})
    for mistake, error in MISTAKES:
        with pytest.raises(SequenceError) as caught:
            handle(mistake)
        response = handle(event(mistake))
        assert error_of(response) == (STATUS[error], error, str(caught.value))
        assert response["headers"].keys() == {"Content-Type"}


METHODS: list[Any] = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "post", "", "X" * 10_000, 5, {}]


@both_formats
def test_any_other_method_is_refused_before_all_checks(
    handle: Handle, table: Table, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "")
    for method in METHODS:
        response = handle({**event("{", method, **{KEY: "ä"}), "isBase64Encoded": True})
        assert error_of(response)[:2] == (405, "InvalidRequestError")
        assert response["headers"] == {"Content-Type": "application/json", "Allow": "POST"}
    assert table.items() == {}


@pytest.mark.parametrize("http", [{}, [], "POST", 5])
def test_an_event_without_a_method_is_refused(handle: Handle, http: object) -> None:
    told = (405, "InvalidRequestError", "method: missing; send a POST")
    assert error_of(handle({**format_2({"name": "a"}), "requestContext": {"http": http}})) == told


def test_the_longest_body_has_100000_characters(handle: Handle) -> None:
    body = '{"name": "a"}'
    assert handle(format_2(body + " " * (100_000 - len(body))))["statusCode"] == 200
    _, _, message = error_of(handle(format_2(body + " " * (100_001 - len(body)))))
    assert message == 'body: longer than 100,000 characters; send for example {"name": "orders"}'


BODIES = {
    "absent": None,
    "empty": "",
    "cut": '{"name": "a"',
    "two documents": '{"name": "a"}{"name": "a"}',
    "a form": "name=a",
    "a list": "[]",
    "a string": '"a"',
    "null": "null",
    "a bare NaN": "NaN",
    "NaN": '{"name": "a", "count": NaN}',
    "an ignored Infinity": '{"arguments": {"name": "a"}, "x": -Infinity}',
    "deep lists": "[" * 100_000,
    "deep objects": '{"arguments":' * 100_000,
    "10,000 digits": '{"name": "a", "count": %s}' % ("1" * 10_000),
    "1e400": '{"name": "a", "count": 1e400}',
    "a lone surrogate": "\ud800",
    "a lone surrogate as name": '{"name": "\\ud800"}',
    "a byte order mark": '\ufeff{"name": "a"}',
    "an object": {"name": "a"},
    "a number": 5,
}


@both_formats
def test_a_body_that_is_not_a_request_gets_status_400(handle: Handle, table: Table, event: Event) -> None:
    for what, body in BODIES.items():
        status, error, message = error_of(handle({**event(), "body": body}))
        assert (status, error) == (400, "InvalidRequestError"), what
        assert "; send" in message
    assert table.items() == {}


ENCODED = [
    in_base64(format_2(), b'{"name": "\xff"}'),
    in_base64(format_2(), '{"name": "a"}'.encode("utf-16")),
    in_base64(format_2(), b""),
    {**format_2('{"name": "a"}'), "isBase64Encoded": True},
    {**format_2("eyJuYW1lIjoiYSJ9*"), "isBase64Encoded": True},
    {**format_2("ä"), "isBase64Encoded": True},
    {**format_2(), "body": {"name": "a"}, "isBase64Encoded": True},
]


def test_wrong_base64_and_other_encodings_get_status_400(handle: Handle, table: Table) -> None:
    for sent in ENCODED:
        told = (400, "InvalidRequestError", 'body: not JSON in UTF-8; send for example {"name": "orders"}')
        assert error_of(handle(sent)) == told, sent["body"]
    assert table.items() == {}


WRONG_HEADER = "Idempotency-Key: not a string of 1 to 128 printable ASCII characters; send"
TOKENS: list[tuple[dict[str, str], Any, str]] = [
    ({"token": "t"}, "u", "token: not the same as the header Idempotency-Key; send one of the two"),
    ({"token": ""}, "u", "token: not a string"),
    *(({}, header, WRONG_HEADER) for header in ("ä", "t" * 129, 5, False, {"t": "t"}, "\ud800")),
]


@both_formats
def test_a_wrong_token_gets_status_400_and_changes_nothing(handle: Handle, table: Table, event: Event) -> None:
    for body, header, told in TOKENS:
        status, error, message = error_of(handle(event({"name": "a", **body}, **{KEY: header})))
        assert (status, error) == (400, "InvalidRequestError")
        assert message.startswith(told)
    assert table.items() == {}


@pytest.mark.parametrize("headers", [{KEY: ["t", "u"]}, {KEY: ["t"], KEY.lower(): ["u"]}])
def test_different_headers_get_status_400(handle: Handle, table: Table, headers: object) -> None:
    sent = {**format_1({"name": "a"}, **{KEY: "u"}), "multiValueHeaders": headers}
    told = "Idempotency-Key: sent with different values; send one"
    assert error_of(handle(sent)) == (400, "InvalidRequestError", told)
    assert table.items() == {}


def test_an_unavailable_service_says_when_to_retry(handle: Handle, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_server(THROTTLED, status=400) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
        response = handle(format_2({"name": "a"}))
    assert error_of(response)[:2] == (503, "SequenceUnavailableError")
    assert response["headers"] == {"Content-Type": "application/json", "Retry-After": "1"}
