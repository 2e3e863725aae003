"""The credentials that requests are signed with: the environment's, or those of the container's endpoint."""

import json
import re
import time
from collections.abc import Mapping
from typing import NamedTuple

from ..errors import ConfigurationError
from .endpoint import Endpoint
from .failures import AttemptError, NotSentError
from .transport import Transport

REFRESH_SECONDS = 300  # before the credentials expire
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
_TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN"  # noqa: S105  the name of a variable
# Where the token may go without TLS, as in AWS's SDKs: to this machine, and to the agents of ECS and EKS.
_NEAR = re.compile(r"localhost|127(\.[0-9]{1,3}){3}|\[::1\]|169\.254\.170\.(2|23)|\[fd00:ec2::23\]")
_HEADER_VALUE = re.compile(r"[ -~]*")


class Credentials(NamedTuple):
    """One set that belongs together. `session_token` may be empty; `expires_at` is in epoch seconds."""

    access_key: str
    secret_key: str
    session_token: str
    expires_at: float = float("inf")


class CredentialSource:
    """Gives out credentials, and fetches new ones before they expire. Safe to use from many threads."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._present = _from_environment(environment)
        self._endpoint: Endpoint | None = None
        if self._present:
            return
        uri = environment.get(_URI)
        if not uri:
            raise ConfigurationError(f"{_KEYS[0]}: there are no credentials; set it and {_KEYS[1]}, or {_URI}")
        self._endpoint = Endpoint.parse(uri, _URI)
        if self._endpoint.scheme == "http" and not _NEAR.fullmatch(self._endpoint.host):
            raise ConfigurationError(f"{_URI}: {self._endpoint.host:.100} is not this machine; use https")
        self._transport = Transport(self._endpoint, environment.get("AWS_CA_BUNDLE", ""))

    def present(self, until: float) -> Credentials:
        """Return credentials that are valid now; fetches them within `until`, in time.monotonic's seconds.

        Raises `NotSentError`, or `ConfigurationError` if no retry can help.
        """
        present = self._present
        if not present or time.time() > present.expires_at - REFRESH_SECONDS:
            present = self._present = _from_environment(self._environment) or self._fetch(until)
        return present

    def drop(self, refused: Credentials) -> None:
        """Forget credentials that AWS calls expired."""
        if self._present is refused:
            self._present = None

    def _fetch(self, until: float) -> Credentials:
        if not self._endpoint:
            raise ConfigurationError(f"{_KEYS[0]}: there are no credentials any more; set it and {_KEYS[1]}")
        request = f"GET {self._endpoint.path} HTTP/1.1\r\nHost: {self._endpoint.authority}\r\nAccept: application/json"
        if token := self._authorization():
            request += f"\r\nAuthorization: {token}"
        try:
            reply = self._transport.send(f"{request}\r\n\r\n".encode("latin-1"), until)
            if reply.status != 200:
                raise ValueError(f"status {reply.status}")
            return _parse(json.loads(reply.body))
        except (AttemptError, LookupError, TypeError, ValueError, RecursionError) as error:
            raise NotSentError(f"{_URI}: {type(error).__name__}: {error}") from error

    def _authorization(self) -> str:
        """Read the token for the endpoint; its file wins, and may change at any time."""
        token = self._environment.get(_TOKEN, "")
        if path := self._environment.get(f"{_TOKEN}_FILE"):
            try:
                with open(path, encoding="ascii") as file:  # noqa: PTH123  pathlib costs 5 ms of a cold start
                    token = file.read().strip()
            except (OSError, ValueError) as error:
                raise ConfigurationError(f"{_TOKEN}_FILE: {path!a:.100} cannot be read: {error}") from error
        return _header_value(token, _TOKEN)


def _from_environment(environment: Mapping[str, str]) -> Credentials | None:
    access_key, secret_key, session_token = (_header_value(environment.get(key, ""), key) for key in _KEYS)
    if bool(access_key) != bool(secret_key):
        missing, given = _KEYS[:2] if secret_key else _KEYS[1::-1]
        raise ConfigurationError(f"{missing}: it is not set, but {given} is; set both")
    return Credentials(access_key, secret_key, session_token) if access_key else None


def _header_value(value: str, variable: str) -> str:
    if not _HEADER_VALUE.fullmatch(value):
        raise ConfigurationError(f"{variable}: it holds characters that no header can; use printable ASCII")
    return value


def _parse(reply: dict[str, str]) -> Credentials:
    from datetime import UTC, datetime  # a function with credentials in its environment never needs it

    try:
        expiration = datetime.fromisoformat(reply["Expiration"])
    except ValueError:
        raise ValueError("its Expiration is not a date") from None
    expires_at = expiration if expiration.tzinfo else expiration.replace(tzinfo=UTC)
    found = Credentials(reply["AccessKeyId"], reply["SecretAccessKey"], reply["Token"], expires_at.timestamp())
    if not all(part and _HEADER_VALUE.fullmatch(part) for part in found[:3]):
        raise ValueError("a key is empty, or holds characters that no header can")
    return found
