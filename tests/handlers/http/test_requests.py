"""What an HTTP event asks for, and what a right one gets."""

import json
from typing import Any

import pytest

from handlers.errors import InvalidRequestError

from ..engine import Table
from .conftest import Handle
from .events import FORMATS, Event, format_1, format_2, in_base64

JSON_HEADERS = {"Content-Type": "application/json"}
both_formats = pytest.mark.parametrize("event", FORMATS.values(), ids=FORMATS)


def ok(reply: object) -> dict[str, Any]:
    """The whole response for a reply."""
    return {"statusCode": 200, "headers": JSON_HEADERS, "body": json.dumps(reply)}


@both_formats
def test_a_value_and_a_range(handle: Handle, event: Event) -> None:
    assert handle(event({"name": "a"})) == ok(1)
    assert handle(event({"name": "a", "count": 3})) == ok({"first": 2, "last": 4, "increment": 1, "count": 3})


@both_formats
def test_the_body_may_be_in_base64(handle: Handle, event: Event) -> None:
    assert handle(in_base64(event(), b'{"name": "a"}')) == ok(1)


@both_formats
def test_the_body_may_use_arguments(handle: Handle, event: Event) -> None:
    assert handle(event({"arguments": {"name": "a"}, "name": "#"})) == ok(1)


def test_of_two_equal_keys_the_last_one_counts(handle: Handle) -> None:
    assert handle(format_2('{"name": "none", "name": "a"}')) == ok(1)


@both_formats
def test_http_wins_over_arguments_and_other_fields(handle: Handle, event: Event) -> None:
    direct = {"arguments": {"name": "done"}, "name": "done"}
    assert handle({**event({"name": "a", "count": 2}), **direct}) == ok(
        {"first": 1, "last": 2, "increment": 1, "count": 2}
    )


@pytest.mark.parametrize("name", ["Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY"])
@both_formats
def test_the_header_is_the_token_in_any_case(handle: Handle, table: Table, event: Event, name: str) -> None:
    sent = event({"name": "a"}, **{name: "t"})
    assert [handle(sent), handle(sent), handle({"name": "a", "token": "t"})] == [ok(1), ok(1), 1]
    assert set(table.items()) == {"a", "#t"}


@both_formats
def test_the_header_is_used_exactly_as_sent(handle: Handle, table: Table, event: Event) -> None:
    handle(event({"name": "a"}, **{"Idempotency-Key": ' "T", t '}))
    assert set(table.items()) == {"a", '# "T", t '}


def test_the_header_may_be_in_the_lists_of_values_alone(handle: Handle, table: Table) -> None:
    event = format_1({"name": "a"}, **{"Idempotency-Key": "t"})
    del event["headers"]
    handle(event)
    assert set(table.items()) == {"a", "#t"}


def test_a_header_that_is_repeated_with_one_value_counts_once(handle: Handle, table: Table) -> None:
    event = format_1({"name": "a"}, **{"Idempotency-Key": "t"})
    event["multiValueHeaders"] = {"Idempotency-Key": ["t", "", "t"]}
    handle(event)
    assert set(table.items()) == {"a", "#t"}


@both_formats
def test_the_token_may_be_in_both_places_if_it_is_the_same(handle: Handle, table: Table, event: Event) -> None:
    sent = {"name": "a", "token": "t"}
    assert handle(event(sent, **{"Idempotency-Key": "t"})) == ok(1)
    assert handle(event({"arguments": sent}, **{"Idempotency-Key": "t"})) == ok(1)
    assert set(table.items()) == {"a", "#t"}


@both_formats
def test_an_empty_header_counts_as_missing(handle: Handle, table: Table, event: Event) -> None:
    assert handle(event({"name": "a"}, **{"Idempotency-Key": ""})) == ok(1)
    assert set(table.items()) == {"a"}
    assert handle(event({"name": "a", "token": "t"}, **{"Idempotency-Key": ""})) == ok(2)
    assert set(table.items()) == {"a", "#t"}


@pytest.mark.parametrize("headers", [None, {}, {"Idempotency-Key": None}])
def test_an_event_without_headers_has_no_token(handle: Handle, table: Table, headers: object) -> None:
    assert handle({**format_1({"name": "a"}), "headers": headers, "multiValueHeaders": None}) == ok(1)
    assert set(table.items()) == {"a"}


@pytest.mark.parametrize("event", [None, [], "POST", 5])
def test_an_event_that_is_no_object_is_a_direct_call(handle: Handle, event: object) -> None:
    with pytest.raises(InvalidRequestError):
        handle(event)


def test_other_events_with_a_request_context_are_direct_calls(handle: Handle) -> None:
    assert handle({"arguments": {"name": "a"}, "requestContext": {"identity": {}}, "httpMethod": None}) == 1
