"""The resource types that this deployment applies: one module a service."""

from collections.abc import Mapping

from . import dynamodb, event_sources, functions, iam, layers, logs, sqs, ssm
from .resource_type import ResourceType

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    **dynamodb.RESOURCE_TYPES,
    **event_sources.RESOURCE_TYPES,
    **functions.RESOURCE_TYPES,
    **iam.RESOURCE_TYPES,
    **layers.RESOURCE_TYPES,
    **logs.RESOURCE_TYPES,
    **sqs.RESOURCE_TYPES,
    **ssm.RESOURCE_TYPES,
}

__all__ = ["RESOURCE_TYPES", "ResourceType"]
