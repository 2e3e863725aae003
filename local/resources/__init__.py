"""The resource types that this deployment applies: one module a service."""

from collections.abc import Mapping

from . import dynamodb, event_sources, functions, iam, layers, logs, sqs, ssm
from .kind import Kind

KINDS: Mapping[str, Kind] = {
    **dynamodb.KINDS,
    **event_sources.KINDS,
    **functions.KINDS,
    **iam.KINDS,
    **layers.KINDS,
    **logs.KINDS,
    **sqs.KINDS,
    **ssm.KINDS,
}

__all__ = ["KINDS", "Kind"]
