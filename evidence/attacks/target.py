"""Attack the function and the consumer with one text, in every place where a caller or a writer can put it.

`attack` raises `BrokenPromiseError`, or the exception that escaped, if the text gets through.
"""

import base64
import contextlib
import io
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from unittest.mock import patch

from handlers import aws, next_value, stream_consumer
from handlers.allocator import Allocator
from handlers.counter_table import CounterTable
from handlers.definitions import Definitions
from handlers.errors import InvalidRequestError, SequenceError
from handlers.sequence import Sequence
from handlers.settings import Settings

from .wire import TABLE, BrokenPromiseError, Wire

CANARY = "canary-7f3a"
"""A token. Nothing that is printed or raised may show it."""

_UP = {"increment": 1, "min_value": 1, "max_value": 9, "start": 1, "cycle": False, "cache": 1}
_DEFINITIONS: dict[str, dict[str, Any]] = {
    "a": {**_UP, "max_value": 2**53 - 1},
    "lap": {**_UP, "cycle": True},
    "shop/*": {**_UP, "cache": 5},
    "wide": {**_UP, "max_value": 10**37},
    "*": _UP,
}
_ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
_STATUSES = {200, 400, 405, 409, 422}  # not 500 and 503: nothing fails here
_ARN = f"arn:aws:dynamodb:us-east-1:123456789012:table/{TABLE}/stream/2026-01-01T00:00:00.000"
_PLAIN = re.compile("[ -~]{1,700}")  # a message has at most 500; over HTTP it is inside a reply


def attack(text: str) -> None:
    """Send the text to the next-value function and to the consumer."""
    for event in requests(text):
        ask(event)
    for record in records(text):
        consume({"Records": [record]})
    with contextlib.suppress(ValueError, RecursionError):
        event = json.loads(text)
        ask(event)
        consume(event)
        consume({"Records": [event]})


def requests(text: str) -> Iterator[Any]:
    """The events of the next-value function that hold the text: direct ones and HTTP."""
    yield {"name": text, "token": CANARY}
    yield {"name": f"shop/{text}", "token": CANARY}
    yield {"name": "a", "token": CANARY + text}
    yield {"name": "a", "count": text, "token": CANARY}
    yield {"name": "a", "token": CANARY, text: text}
    yield {"arguments": text}
    post = {"version": "2.0", "requestContext": {"http": {"method": "POST"}}, "headers": {"idempotency-key": CANARY}}
    yield {**post, "body": text}
    yield {**post, "body": json.dumps({"name": "a", "token": text})}
    yield {**post, "body": f'{{"name": "a", "count": {text}}}'}
    yield {**post, "body": base64.b64encode(text.encode(errors="replace")).decode(), "isBase64Encoded": True}
    yield {**post, "body": text, "isBase64Encoded": True}
    yield {**post, "body": '{"name": "wide"}', "headers": {"Idempotency-Key": CANARY + text, text: text}}
    yield {"httpMethod": text, "body": '{"name": "a"}', "headers": {"Idempotency-Key": CANARY}}


def records(text: str) -> Iterator[Any]:
    """Records that hold the text where someone with the right to write the table can put it."""
    for name, value in ((text, "5"), (f"shop/{text}", "5"), ("a", text), (f"#{CANARY}{text}", text)):
        image = {"name": {"S": name}, "value": {"N": value}, "answer": {"S": text}}
        change = {
            "ApproximateCreationDateTime": 1_767_225_600.0,
            "Keys": {"name": {"S": name}},
            "OldImage": {**image, "value": {"N": "4"}},
            "NewImage": image,
            "SequenceNumber": "1",
        }
        yield {"eventID": "1", "eventName": "MODIFY", "eventSourceARN": _ARN, "dynamodb": change}


def ask(event: Any) -> None:
    """Send an event to the next-value function, and check what comes out."""
    wire = Wire()
    service = aws.Service("dynamodb", _ENVIRONMENT, wire)  # type: ignore[arg-type]  # it needs only `send`
    allocator = Allocator(CounterTable(service, TABLE), _settings().definitions, token_seconds=60)
    with patch.object(next_value, "_allocator", lambda: allocator):
        printed, shown = _shown(lambda: next_value.handler(event, None), SequenceError)
    if printed:
        raise BrokenPromiseError(f"the function prints something: {printed!r}")
    if CANARY in shown:
        raise BrokenPromiseError(f"a token is shown: {shown!r}")
    if not _PLAIN.fullmatch(shown):
        raise BrokenPromiseError(f"not plain ASCII, or too long: {shown!r}")
    if shown.startswith('{"statusCode": '):
        reply = json.loads(shown)
        if reply["statusCode"] not in _STATUSES or not isinstance(json.loads(reply["body"]), int | str | dict):
            raise BrokenPromiseError(f"not a status of a caller's mistake, or not JSON: {shown}")


def consume(event: Any) -> None:
    """Send an event to the consumer, and check what it prints."""
    with patch.object(stream_consumer, "_settings", _settings):
        printed, shown = _shown(lambda: stream_consumer.handler(event, None), InvalidRequestError)
    if CANARY in printed + shown:
        raise BrokenPromiseError(f"a token is shown: {printed + shown!r}")
    for line in printed.split("\n")[:-1]:
        if not re.fullmatch(r"\{[ -~]+\}", line):
            raise BrokenPromiseError(f"a line of the log is not a JSON object in printable ASCII: {line!r}")


@cache
def _settings() -> Settings:
    return Settings(TABLE, Definitions({key: Sequence(**each) for key, each in _DEFINITIONS.items()}), 60)


def _shown(call: Callable[[], object], expected: type[Exception]) -> tuple[str, str]:
    """What a call prints, and its reply as JSON or the message of its error."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            reply = json.dumps(call())
        except expected as error:
            reply = str(error)
    return out.getvalue(), reply
