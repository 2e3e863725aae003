"""Decides which requests reach the emulated AWS.

MiniStack does not check who sends a request, or which web page asks for it. This guard is in front of MiniStack, in the
same process. It refuses:

- a `Host` of another server: a web page can point its own host name to this machine (DNS rebinding);
- an `Origin`: only web pages send one;
- an access key, unless it is the secret one of this start, or MiniStack has issued it.

Two kinds of request need no key: the health check, and function URLs (the URL's own setting decides, as on AWS).
"""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote

from . import ministack_internals as ministack
from .ministack_internals import HttpReply

HEALTH = "/_ministack/health"
_ADMIN = "/_ministack/"  # MiniStack checks no signature here, so only the secret key is accepted

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class RefusedError(Exception):
    """The request is refused; `reply` says why."""

    def __init__(self, reply: HttpReply) -> None:
        super().__init__()
        self.reply = reply


@dataclass(frozen=True)
class Guard:
    """An ASGI application behind the guard."""

    application: Application
    host: str
    port: int
    root_key: str
    """The root user's access key: the secret of this start."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "lifespan":
            try:
                scope = self._admitted(scope)
            except RefusedError as refused:
                await _send(refused.reply, scope, receive, send)
                return
        await self.application(scope, receive, send)

    def _admitted(self, scope: Scope) -> Scope:
        """Return the request to pass on. Raises `RefusedError`."""
        headers = _headers(scope)
        host = headers.get("host", "").lower()
        if not self._is_ours(host):
            raise _forbidden(f"Host: {host[:100]!r} is not this server; use {self.host}:{self.port}")
        if "origin" in headers:
            raise _forbidden("Origin: web pages may not call the emulated AWS; call it from a program")
        method, path = scope.get("method", "WEBSOCKET"), scope["path"]  # only HTTP has a method
        query = parse_qs(scope["query_string"].decode(errors="replace"), keep_blank_values=True)
        key = ministack.key_of(headers, query)
        if secrets.compare_digest(key.encode(), self.root_key.encode()) or (method, path) == ("GET", HEALTH):
            return scope
        if not key and (url := ministack.function_url_of(host, path)):
            return self._by_path(scope, *url)
        if not key or path.startswith(_ADMIN) or not ministack.is_issued(key):
            problem = f"{key[:40]!r} is not a key of this emulated AWS" if key else "the request has no key"
            remedy = "each start makes a new one; use the key that it printed"
            raise RefusedError(
                ministack.key_refusal(method, path, headers, query, f"AWS_ACCESS_KEY_ID: {problem}; {remedy}")
            )
        return scope

    def _is_ours(self, host: str) -> bool:
        """Whether a Host header names this server. Nobody can register a name under `.localhost` (RFC 6761)."""
        name, _, port = host.partition(":")
        right_port = port == str(self.port) or (not port and self.port == 80)
        return right_port and (name in (self.host, "localhost") or name.endswith(".localhost"))

    def _by_path(self, scope: Scope, url_id: str, path: str) -> Scope:
        """A function URL's request, in the form that reaches function URLs only.

        By its host name it can reach more: MiniStack serves some paths on every host, such as the admin paths.
        """
        headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"host"]
        headers.append((b"host", f"{self.host}:{self.port}".encode()))
        path = f"/_aws/lambda-url/{url_id}{path}"
        return {**scope, "headers": headers, "path": path, "raw_path": quote(path).encode()}


def _headers(scope: Scope) -> Mapping[str, str]:
    """The headers as MiniStack reads them. Raises `RefusedError` if a repeated header has two meanings."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), ministack.header_text(raw_value)
        if name in headers and name in ("authorization", "host"):
            raise _forbidden(f"{name}: sent twice; send it once")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _forbidden(message: str) -> RefusedError:
    body = json.dumps({"message": message}).encode()
    return RefusedError((HTTPStatus.FORBIDDEN, {"content-type": "application/json"}, body))


async def _send(reply: HttpReply, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})  # policy violation
        return
    status, headers, body = reply
    fields = {**headers, "content-length": str(len(body))}
    raw = [(name.lower().encode(), value.encode()) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": int(status), "headers": raw})
    await send({"type": "http.response.body", "body": body})
