"""The resource types that can be created in the emulator: one module for each service."""

from collections.abc import Mapping

from . import aliases, cloudwatch, dynamodb, event_sources, functions, iam, kms, layers, logs, sns, sqs, ssm
from .resource_type import ResourceType

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    type_: declared
    for module in (aliases, cloudwatch, dynamodb, event_sources, functions, iam, kms, layers, logs, sns, sqs, ssm)
    for type_, declared in module.RESOURCE_TYPES.items()
}

__all__ = ["RESOURCE_TYPES", "ResourceType"]
