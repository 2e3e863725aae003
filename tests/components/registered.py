"""Shared by the tests of components: type tokens, and helpers that record a service."""

import json
from typing import Any, cast

import pulumi

from components import SequenceService, SequenceServiceArgs
from testing import RecordedStack, record

TABLE = "aws:dynamodb/table:Table"
PARAMETER = "aws:ssm/parameter:Parameter"
FUNCTION = "aws:lambda/function:Function"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ALIAS = "aws:lambda/alias:Alias"
PROVISIONED = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
POLICY = "aws:iam/policy:Policy"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
PERMISSION = "aws:lambda/permission:Permission"
FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl"
QUEUE = "aws:sqs/queue:Queue"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"

ONE: SequenceServiceArgs = {"sequences": {"orders": {}}}
"""The smallest valid options."""

KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def build(
    args: dict[str, Any] | None = None,
    opts: pulumi.ResourceOptions | None = None,
    answers: dict[str, dict[str, Any]] | None = None,
) -> RecordedStack:
    """Record `SequenceService("orders", args)` in stack `test` of project `shop`, and export its outputs.

    Without `sequences` in `args`, the service has one sequence.
    """

    def program() -> None:
        service = SequenceService("orders", cast(SequenceServiceArgs, {**ONE, **(args or {})}), opts)
        for name, value in service.outputs().items():
            pulumi.export(name, value)

    return record(program, project="shop", stack="test", answers=answers)


def next_value(stack: RecordedStack) -> dict[str, Any]:
    """The inputs of the next-value function."""
    return stack.one(FUNCTION, "orders-next-value").inputs


def statements(stack: RecordedStack, type: str, name: str) -> list[dict[str, Any]]:  # noqa: A002  Pulumi's own word
    """The statements of a policy in the stack."""
    found: list[dict[str, Any]] = json.loads(stack.one(type, name).inputs["policy"])["Statement"]
    return found
