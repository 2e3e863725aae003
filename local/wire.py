"""Values as Pulumi's protocol carries them, and as plain Python."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi.output import contains_unknowns
from pulumi.runtime import rpc

from .errors import UnsupportedError


def deserialize(struct: Any) -> tuple[dict[str, Any], set[str]]:
    """The plain values, whole numbers as integers, and the names of those that are, or hold, a secret.

    Raises `UnsupportedError` for a value that is not known.
    """
    plain, secret = {}, set()
    with event_loop():
        properties = rpc.deserialize_properties(struct, keep_unknowns=True)
    for key, value in properties.items():
        if contains_unknowns(value):
            raise UnsupportedError(f"{key} is made from an output that no resource here gives; use another one")
        plain[key], hidden = _reveal(value)
        if hidden:
            secret.add(key)
    return plain, secret


def _reveal(value: Any) -> tuple[Any, bool]:
    if rpc.is_rpc_secret(value):
        return _reveal(rpc.unwrap_rpc_secret(value))[0], True
    if isinstance(value, dict):
        inner = {key: _reveal(each) for key, each in value.items()}
        return {key: plain for key, (plain, _) in inner.items()}, any(hidden for _, hidden in inner.values())
    if isinstance(value, list):
        items = [_reveal(each) for each in value]
        return [plain for plain, _ in items], any(hidden for _, hidden in items)
    if isinstance(value, float) and value.is_integer():  # Pulumi's protocol has no other numbers
        return int(value), False
    return value, False


def serialize(state: Mapping[str, Any]) -> Any:
    """The protocol's form of plain and secret values."""
    with event_loop() as loop:
        return loop.run_until_complete(rpc.serialize_properties(dict(state), {}))


@contextlib.contextmanager
def event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop for Pulumi's (de)serializer, which asks for one: the runtime calls its monitor in worker threads."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        asyncio.set_event_loop(None)
        loop.close()
