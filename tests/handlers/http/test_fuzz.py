"""Whatever an HTTP event holds, the reply is complete and has a status of the contract's table."""

import base64
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import next_value
from handlers.errors import ConfigurationError, SequenceError
from handlers.http_event import is_http

from ..empty_table import allocator
from .events import format_1, format_2
from .test_errors import KEY, STATUS

text = st.text(st.characters(exclude_categories=[]), max_size=12)  # lone surrogates too
junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)


def mostly(right: st.SearchStrategy[Any], otherwise: st.SearchStrategy[Any] = junk) -> st.SearchStrategy[Any]:
    """One of these values, or sometimes another."""
    return st.integers(0, 11).flatmap(lambda number: otherwise if number == 5 else right)


def one_of(*right: Any) -> st.SearchStrategy[Any]:
    """One of these values, or sometimes anything."""
    return mostly(st.sampled_from(right))


fields = st.fixed_dictionaries(
    {"name": one_of("a", "shop/1", "wide", "none")},
    optional={"count": one_of(1, 3, 5.0, None), "token": one_of("t", None), "arguments": one_of(None)},
)
requests = mostly(fields | fields.map(lambda each: {"arguments": each}))
documents = st.sampled_from(["NaN", "[" * 10_000, '{"count": ' + "9" * 10_000 + "}"])
texts = mostly(requests.map(json.dumps), text | documents)
encoded = mostly(texts.map(lambda each: each.encode("utf-8", "surrogatepass")), st.binary()).map(
    lambda each: {"body": base64.b64encode(each).decode(), "isBase64Encoded": True}
)
bodies = mostly(texts).map(lambda each: {"body": each}) | encoded
methods = mostly(st.just("POST"), st.sampled_from(["GET", "", None, 5, {}]))
headers = mostly(st.dictionaries(st.sampled_from([KEY, KEY.lower(), "host"]), one_of("t", "t", "", ["t", "u"])))
whole = st.sampled_from(["httpMethod", "requestContext", "multiValueHeaders", "isBase64Encoded", "arguments"])
changes = mostly(st.just({}), st.dictionaries(whole, junk, max_size=2))


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """An event of either format. Most are almost right."""
    event = draw(st.sampled_from([format_1, format_2]))(None, draw(methods))
    event |= {"headers": draw(headers), **draw(bodies), **draw(changes)}
    return event if is_http(event) else {**event, "httpMethod": "POST"}


BUGS = (ZeroDivisionError, RecursionError, MemoryError)
FAILURES: list[type[Exception] | None] = [*SequenceError.__subclasses__(), *BUGS, *[None] * 9]
# A number from a wide range: by itself, Hypothesis prefers the first of a few elements.
failures = st.integers(0, 2**16).map(lambda number: FAILURES[number % len(FAILURES)])


def test_any_event_gets_a_complete_reply_with_a_status_of_the_table() -> None:
    function = allocator({"a": {}, "shop/*": {"cache": 5}, "wide": {"max_value": 10**37}})
    statuses: Counter[int] = Counter()

    @settings(max_examples=500, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(event=events(), failure=failures)
    def check(event: dict[str, Any], failure: type[Exception] | None) -> None:
        def start() -> Any:
            if failure:
                raise failure("failed by the test")
            return function

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(next_value, "_allocator", start)
            response: Any = next_value.handler(event, None)
        assert response.keys() == {"statusCode", "headers", "body"}
        body = json.loads(response["body"])
        status = response["statusCode"]
        statuses[status] += 1
        if status == 200:
            assert isinstance(body, int | str) or body.keys() == {"first", "last", "increment", "count"}
        else:
            assert body.keys() == {"error", "message"}
            assert status == STATUS[body["error"]] or (status, body["error"]) == (405, "InvalidRequestError")
        assert status != 500 or failure in (ConfigurationError, *BUGS), "the event itself raised something unexpected"
        more = {405: {"Allow": "POST"}, 503: {"Retry-After": "1"}}.get(status, {})
        assert response["headers"] == {"Content-Type": "application/json", **more}
        json.dumps(response).encode()  # as Lambda's runtime client does

    check()
    assert statuses.keys() == {200, 405, *STATUS.values()}, statuses
    assert statuses[200] > 15, statuses
