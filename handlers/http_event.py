"""HTTP in front of the function: an event of a function URL, an HTTP API or a REST API becomes a `Request`.

Each error becomes a status. Nothing is raised, so Lambda counts no error and logs none: this module logs them.
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypedDict, TypeGuard

from .errors import ConfigurationError, InvalidRequestError, SequenceError, SequenceUnavailableError, plain
from .request import Reply, Request, check_token

TOKEN_HEADER = "Idempotency-Key"  # noqa: S105  a header's name, not a secret
LONGEST_BODY = 100_000  # characters. One of 6 MB, Lambda's limit, can become 150 MB of objects and end the function.
_NO_HEADERS: Mapping[str, str] = {}


class HttpResponse(TypedDict):
    """What Lambda and API Gateway send to the caller."""

    statusCode: int
    headers: dict[str, str]
    body: str


def is_http(event: object) -> TypeGuard[dict[str, Any]]:
    """Whether an event comes over HTTP, in payload format 2.0 or 1.0. A field that is null counts as missing."""
    return isinstance(event, dict) and (event.get("httpMethod") is not None or _http(event) is not None)


def respond(event: dict[str, Any], answer: Callable[[Request], Reply]) -> HttpResponse:
    """Answer an event, whatever is in it."""
    try:
        http = _http(event)
        method = event.get("httpMethod") if http is None else http.get("method") if isinstance(http, dict) else None
        if method != "POST":
            shown = f'"{plain(method, 20)}"' if isinstance(method, str) else "missing"
            return _failure(InvalidRequestError(f"method: {shown}; send a POST"), 405, {"Allow": "POST"})
        return _response(200, answer(_request(event)))
    except SequenceError as error:
        if error.status >= 500:
            _log(error)
        return _failure(error, error.status)
    except Exception as bug:  # noqa: BLE001  nothing may be raised
        unexpected = ConfigurationError("the function: failed unexpectedly; see its log")
        # Not the exception's message, which may show the request.
        _log(unexpected, cause=type(bug).__name__, stackTrace=_frames(bug))
        return _failure(unexpected, unexpected.status)


def _http(event: dict[str, Any]) -> Any:
    """What payload format 2.0 says about the request, or None."""
    context = event.get("requestContext")
    return context.get("http") if isinstance(context, dict) else None


def _request(event: dict[str, Any]) -> Request:
    request = Request.parse(_body(event))
    token = _token(event)
    if token is None:
        return request
    if request.token not in (None, token):
        raise InvalidRequestError(f"token: not the same as the header {TOKEN_HEADER}; send one of the two")
    return request._replace(token=token)


def _body(event: dict[str, Any]) -> Any:
    """The JSON of the body."""
    body = event.get("body")
    if body is None:
        return None
    if isinstance(body, str) and len(body) > LONGEST_BODY:
        raise InvalidRequestError(
            f'body: longer than {LONGEST_BODY:,} characters; send for example {{"name": "orders"}}'
        )
    try:
        if event.get("isBase64Encoded"):
            from binascii import a2b_base64  # a direct call does not need it

            body = a2b_base64(body, strict_mode=True).decode()
        return _JSON.decode(body)
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidRequestError('body: not JSON in UTF-8; send for example {"name": "orders"}') from error


def _not_a_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_JSON = json.JSONDecoder(parse_constant=_not_a_number)


def _token(event: dict[str, Any]) -> str | None:
    """The token in the header. Format 1.0 lists a repeated header in `multiValueHeaders` alone."""
    values: list[object] = []
    for field in ("headers", "multiValueHeaders"):
        headers = event.get(field)
        if isinstance(headers, dict):
            for name, value in headers.items():
                if name.lower() == "idempotency-key":
                    values += value if isinstance(value, list) else [value]
    tokens = {check_token(value, TOKEN_HEADER) for value in values if value is not None and value != ""}
    if len(tokens) > 1:
        raise InvalidRequestError(f"{TOKEN_HEADER}: sent with different values; send one")
    return tokens.pop() if tokens else None


def _failure(error: SequenceError, status: int, headers: Mapping[str, str] = _NO_HEADERS) -> HttpResponse:
    if isinstance(error, SequenceUnavailableError):
        headers = {"Retry-After": "1"}  # seconds
    return _response(status, {"error": type(error).__name__, "message": str(error)}, headers)


def _response(status: int, body: object, headers: Mapping[str, str] = _NO_HEADERS) -> HttpResponse:
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", **headers},
        "body": json.dumps(body),
    }


def _log(error: SequenceError, **more: object) -> None:
    line = {
        # Lambda filters JSON lines by their level only if they have a timestamp too.
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "level": "ERROR",
        "errorType": type(error).__name__,
        "message": str(error),
        **more,
    }
    print(json.dumps(line))


def _frames(bug: Exception) -> list[str]:
    """Where an exception was raised: the innermost calls."""
    frames, traceback = [], bug.__traceback__
    while traceback:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return frames[-20:]
