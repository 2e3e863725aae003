"""Secrets in what a program registers: Pulumi wraps each, and tests want to see what is inside."""

from typing import Any

from pulumi.runtime import rpc


def revealed(value: Any) -> Any:
    """A copy with every secret replaced by what it holds."""
    if rpc.is_rpc_secret(value):
        return revealed(rpc.unwrap_rpc_secret(value))
    if isinstance(value, dict):
        return {key: revealed(item) for key, item in value.items()}
    return [revealed(item) for item in value] if isinstance(value, list) else value
