"""Events as AWS sends them: a function URL or an HTTP API (payload format 2.0), and a REST API (1.0)."""

import base64
import json
from collections.abc import Callable
from typing import Any

Event = Callable[..., dict[str, Any]]


def format_2(body: object = None, method: str = "POST", **headers: str) -> dict[str, Any]:
    """An event in payload format 2.0. Header names are in lower case. `body` is text, or what is sent as JSON."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/",
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "host": "abc.lambda-url.us-east-1.on.aws", **headers},
        "requestContext": {"accountId": "anonymous", "http": {"method": method, "path": "/", "protocol": "HTTP/1.1"}},
        "body": text_of(body),
        "isBase64Encoded": False,
    }


def format_1(body: object = None, method: str = "POST", **headers: str) -> dict[str, Any]:
    """An event in payload format 1.0. Header names are as the caller sent them."""
    sent = {"Content-Type": "application/json", "Host": "abc.execute-api.us-east-1.amazonaws.com", **headers}
    return {
        "version": "1.0",
        "resource": "/next",
        "path": "/next",
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": None,
        "requestContext": {"accountId": "123456789012", "httpMethod": method, "protocol": "HTTP/1.1"},
        "body": text_of(body),
        "isBase64Encoded": False,
    }


FORMATS = {"2.0": format_2, "1.0": format_1}


def text_of(body: object) -> str | None:
    """The body as it is sent."""
    return body if isinstance(body, str | None) else json.dumps(body)


def in_base64(event: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The event with this body in base64, as AWS sends a body of another content type."""
    return {**event, "body": base64.b64encode(body).decode(), "isBase64Encoded": True}
