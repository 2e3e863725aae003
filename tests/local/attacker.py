"""Requests as an attacker sends them: plain HTTP, and any headers."""

import hashlib
import http.client
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from local import Emulator

TODAY = "20260101"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str


def ask(
    emulator: Emulator,
    method: str = "POST",
    path: str = "/",
    body: str = "",
    **headers: str,
) -> Answer:
    """Send one request; `x_amz_target=` sets the header X-Amz-Target."""
    with closing(http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=30)) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body.encode(), named)
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read().decode())


def unchecked(key: str, service: str) -> str:
    """An Authorization header with a key and no valid signature."""
    scope = f"{key}/{TODAY}/us-east-1/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature={'0' * 64}"


def guessed_credentials(function_arn: str, role_arn: str) -> tuple[str, str, str]:
    """The credentials that MiniStack alone would give a function: key, secret, token."""
    digest = hashlib.sha256(f"{function_arn}:{role_arn}".encode()).hexdigest()
    secret, token = (hashlib.sha256(f"{name}:{digest}".encode()).hexdigest() for name in ("secret", "token"))
    return f"ASIA{digest[:16].upper()}", secret, token
