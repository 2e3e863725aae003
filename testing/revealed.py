"""Unwrap the secrets in registered values, so that tests see them."""

from typing import Any

from pulumi.runtime import rpc


def revealed(value: Any) -> Any:
    """Return a copy in which each secret is replaced by its value."""
    if rpc.is_rpc_secret(value):
        return revealed(rpc.unwrap_rpc_secret(value))
    if isinstance(value, dict):
        return {key: revealed(item) for key, item in value.items()}
    return [revealed(item) for item in value] if isinstance(value, list) else value
