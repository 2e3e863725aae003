"""Requests and replies: an event becomes a `Request`, or an `InvalidRequestError`."""

import json
import re
from typing import Any, NamedTuple

from .errors import InvalidRequestError, plain

MAX_COUNT = 1_000_000  # values in one call; also the largest cache
_FIELDS = ("name", "count", "token")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/#@-]{0,127}")
_TOKEN = re.compile(r"[ -~]{1,128}")

Reply = int | str | dict[str, int | str]  # strings of digits if the sequence is wide


class Request(NamedTuple):
    """Which sequence, how many values (None: a single one), and the token for a safe retry."""

    name: str
    count: int | None  # type: ignore[assignment]  # a tuple has a method of this name
    token: str | None

    @classmethod
    def parse(cls, event: object) -> "Request":
        """Read the fields at the top level, or under `arguments`, where AppSync puts them."""
        fields = _object(event, "the request")
        if fields.get("arguments") is not None:
            fields = _object(fields["arguments"], "arguments")
        elif "arguments" in fields:
            fields = {key: value for key, value in fields.items() if key != "arguments"}
        for key in fields:
            if key not in _FIELDS:
                raise InvalidRequestError(
                    f'unknown field "{plain(str(key), 60)}"; send name, and optionally count and token'
                )
        name, count, token = (fields.get(field) for field in _FIELDS)
        if not (isinstance(name, str) and _NAME.fullmatch(name)):
            raise InvalidRequestError(
                f"name: {_shown(name)}; send 1 to 128 characters of A-Z a-z 0-9 . _ : / # @ -, "
                'starting with a letter or digit, such as "orders"'
            )
        if isinstance(count, float) and count.is_integer():
            count = int(count)  # JSON writers of other languages send 5.0
        if count is not None and not (type(count) is int and 1 <= count <= MAX_COUNT):
            raise InvalidRequestError(
                f"count: {_number(count)} is not an integer from 1 to {MAX_COUNT:,}; send for example 10"
            )
        return cls(name, count, None if token is None else check_token(token, "token"))

    @property
    def identity(self) -> str:
        """What a token belongs to: a later call with the same token must ask for the same."""
        return json.dumps([self.name, self.count])


def check_token(token: object, what: str) -> str:
    """Return a correct token. `what` is where the caller gave it."""
    if isinstance(token, str) and _TOKEN.fullmatch(token):
        return token
    raise InvalidRequestError(
        f'{what}: not a string of 1 to 128 printable ASCII characters; send for example "cart-7f3a"'
    )


def _shown(name: object) -> str:
    """What is wrong with a name, in printable ASCII of at most 90 characters."""
    if name is None:
        return "missing"
    if not isinstance(name, str):
        return f"must be a string, not {type(name).__name__}"
    return f'"{plain(name, 64)}" is not valid'


def _number(count: object) -> str:
    """A wrong count, in printable ASCII of at most 30 characters. Of lists and objects only the kind."""
    return plain(repr(count), 30) if isinstance(count, bool | int | float | str) else type(count).__name__


def _object(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidRequestError(f'{what}: not a JSON object; send for example {{"name": "orders"}}')
    return value
