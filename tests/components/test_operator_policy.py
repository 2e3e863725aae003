"""The operator policy: what it allows, and on which resources. tests/operations runs the command under it."""

import json
from typing import Any

import pytest

from components import SequenceService
from testing import RecordedStack, record

from .decisions import allowed
from .registered import ATTACHMENT, KEY, ONE, POLICY, build

PLACE = "us-east-1:123456789012"
TABLE = f"arn:aws:dynamodb:{PLACE}:table/orders-table-1a2b3c4"
FUNCTION = f"arn:aws:lambda:{PLACE}:function:orders-next-value-1a2b3c4"
CONSUMER = f"arn:aws:lambda:{PLACE}:function:orders-consumer-1a2b3c4"
QUEUE = f"arn:aws:sqs:{PLACE}:orders-consumer-dead-letters-1a2b3c4"


def statements(stack: RecordedStack) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(stack.one(POLICY, "orders-operator").inputs["policy"])["Statement"]
    return found


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("dynamodb:Scan", TABLE, True),
        ("dynamodb:UpdateItem", TABLE, True),
        ("dynamodb:PutItem", TABLE, False),
        ("dynamodb:DeleteItem", TABLE, False),
        ("dynamodb:DeleteTable", TABLE, False),
        ("dynamodb:Scan", TABLE.replace("orders", "other"), False),
        ("lambda:InvokeFunction", FUNCTION, True),
        ("lambda:PutFunctionConcurrency", FUNCTION, True),
        ("lambda:UpdateFunctionCode", FUNCTION, False),
        ("lambda:UpdateFunctionConfiguration", FUNCTION, False),
        ("lambda:PutFunctionConcurrency", CONSUMER, False),
        ("lambda:InvokeFunction", CONSUMER, True),
        ("sqs:DeleteMessage", QUEUE, True),
        ("sqs:SendMessage", QUEUE, False),
        ("cloudwatch:DescribeAlarms", f"arn:aws:cloudwatch:{PLACE}:alarm:any", True),
        ("cloudwatch:DescribeAlarms", "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:any", False),
        ("cloudwatch:SetAlarmState", f"arn:aws:cloudwatch:{PLACE}:alarm:any", False),
        ("iam:PassRole", "arn:aws:iam::123456789012:role/any", False),
    ],
)
def test_an_operator_may_do_what_the_command_does_and_nothing_else(action: str, resource: str, expected: bool) -> None:
    assert allowed(statements(build({"consumer": {}})), action, resource) is expected


def test_without_a_consumer_there_are_no_rights_for_one() -> None:
    actions = {action for each in statements(build()) for action in each["Action"]}
    assert not [action for action in actions if action.startswith("sqs:") or action == "dynamodb:GetRecords"]


@pytest.mark.parametrize("resource", [FUNCTION, f"{FUNCTION}:live"])
def test_with_provisioned_concurrency_an_operator_may_invoke_the_alias_and_the_plain_name(resource: str) -> None:
    """The command calls what `function_arn` says; if only the name is known, it calls the name."""
    found = statements(build({"function": {"provisioned_concurrent_executions": 1}, "consumer": {}}))
    assert allowed(found, "lambda:InvokeFunction", resource)
    assert not allowed(found, "lambda:InvokeFunction", resource.replace("orders", "other"))
    assert allowed(found, "lambda:PutFunctionConcurrency", resource) is (resource == FUNCTION)


def test_an_operator_may_invoke_a_consumers_alias_and_not_the_function_beside_it() -> None:
    found = statements(build({"consumer": {"function": {"provisioned_concurrent_executions": 1}}}))
    assert allowed(found, "lambda:InvokeFunction", f"{CONSUMER}:live")
    assert not allowed(found, "lambda:InvokeFunction", CONSUMER)


@pytest.mark.parametrize(
    ("args", "service", "decrypts", "generates"),
    [
        ({}, "dynamodb", True, True),
        ({}, "lambda", True, False),  # `check` reads the function's environment
        ({}, "sqs", False, False),
        ({"consumer": {}}, "sqs", True, False),
        ({"consumers": {"audit": {}}}, "sqs", True, False),
        ({"consumer": {"on_failure_arn": f"arn:aws:sqs:{PLACE}:elsewhere"}}, "sqs", False, False),
        ({"consumer": {}}, "s3", False, False),
        ({"consumer": {}}, None, False, False),
    ],
)
def test_with_a_customers_key_the_operator_may_use_it_only_through_the_services_of_the_command(
    args: dict[str, Any], service: str | None, decrypts: bool, generates: bool
) -> None:
    found = statements(build({"kms_key_arn": KEY, **args}))
    via = {"kms:ViaService": f"{service}.us-east-1.amazonaws.com"} if service else {}
    assert allowed(found, "kms:Decrypt", KEY, via) is decrypts
    assert allowed(found, "kms:GenerateDataKey", KEY, via) is generates
    assert not allowed(found, "kms:Decrypt", KEY.replace("1234abcd", "5678abcd"), via)


def test_grant_operate_attaches_the_policy() -> None:
    stack = record(lambda: SequenceService("orders", ONE).grant_operate("night-shift", "role"))
    attachment = stack.one(ATTACHMENT, "orders-night-shift-operate")
    assert attachment.inputs["policy_arn"] == "arn:aws:iam::123456789012:policy/orders-operator-1a2b3c4"


def test_the_output_has_complete_definitions_and_wide_integers_as_strings() -> None:
    stack = build({"sequences": {"a/*": {"max_value": 10**37, "cache": 5}, "b": {"cycle": True, "max_value": 2}}})
    low = {"increment": 1, "min_value": 1, "start": 1}
    assert stack.outputs["sequences"] == {
        "a/*": {**low, "max_value": str(10**37), "cycle": False, "cache": 5},
        "b": {**low, "max_value": 2, "cycle": True, "cache": 1},
    }
