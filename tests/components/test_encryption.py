"""The option `kms_key_arn`: what the key encrypts, who may use it, and the key policy in the guide."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from .decisions import allowed, allowed_by_resource
from .registered import FUNCTION, KEY, LOG_GROUP, PARAMETER, POLICY, QUEUE, ROLE_POLICY, TABLE, build, statements

GUIDE = Path(__file__).parents[2] / "docs" / "production.md"
NEXT_VALUE = (ROLE_POLICY, "orders-next-value-policy")
CONSUMER = (ROLE_POLICY, "orders-consumer-policy")
WRITER = (POLICY, "orders-writer")


@pytest.mark.parametrize(
    ("partition", "host", "used"),
    [
        ("aws", "dynamodb.us-east-1.amazonaws.com", True),
        ("aws", "dynamodb.cn-north-1.amazonaws.com.cn", False),
        ("aws-us-gov", "dynamodb.us-gov-west-1.amazonaws.com", True),
        ("aws-cn", "dynamodb.cn-north-1.amazonaws.com.cn", True),
        ("aws-cn", "dynamodb.cn-north-1.amazonaws.com", True),
        ("aws-cn", "s3.cn-north-1.amazonaws.com.cn", False),
        ("aws-eusc", "dynamodb.eusc-de-east-1.amazonaws.eu", True),
    ],
)
def test_in_every_partition_a_role_may_use_the_key_through_the_services_host_there(
    partition: str, host: str, used: bool
) -> None:
    key = KEY.replace("arn:aws:", f"arn:{partition}:")
    granted = statements(build({"kms_key_arn": key}), *NEXT_VALUE)
    assert allowed(granted, "kms:Decrypt", key, {"kms:ViaService": host}) is used


def test_the_key_encrypts_the_table_the_logs_the_queue_and_the_environments() -> None:
    stack = build({"kms_key_arn": KEY, "consumer": {}})
    assert stack.one(TABLE).inputs["server_side_encryption"] == {"enabled": True, "kms_key_arn": KEY}
    assert [group.inputs["kms_key_id"] for group in stack.all(LOG_GROUP)] == [KEY, KEY]
    assert [function.inputs["kms_key_arn"] for function in stack.all(FUNCTION)] == [KEY, KEY]
    queue = stack.one(QUEUE).inputs
    assert queue["kms_master_key_id"] == KEY
    assert "sqs_managed_sse_enabled" not in queue  # SQS refuses both together


def test_the_parameter_stays_plain_because_it_is_not_secret() -> None:
    inputs = build({"kms_key_arn": KEY}).one(PARAMETER).inputs
    assert inputs["type"] == "String"
    assert "key_id" not in inputs


def test_without_the_option_no_resource_and_no_role_has_a_key() -> None:
    inputs = [json.dumps(each.inputs, default=str) for each in build({"consumer": {}}).resources]
    assert not [text for text in inputs if "kms" in text.lower()]


@pytest.mark.parametrize(
    ("policy", "service", "decrypts", "generates"),
    [
        (NEXT_VALUE, "dynamodb", True, True),
        (NEXT_VALUE, "lambda", True, False),
        (NEXT_VALUE, "sqs", False, False),
        (NEXT_VALUE, None, False, False),
        (CONSUMER, "dynamodb", True, False),
        (CONSUMER, "lambda", True, False),
        (CONSUMER, "sqs", True, True),
        (CONSUMER, None, False, False),
        (WRITER, "dynamodb", True, True),
        (WRITER, "lambda", False, False),
    ],
)
def test_each_role_may_use_the_key_only_through_the_services_that_it_needs(
    policy: tuple[str, str], service: str | None, decrypts: bool, generates: bool
) -> None:
    granted = statements(build({"kms_key_arn": KEY, "consumer": {}}), *policy)
    context = {"kms:ViaService": f"{service}.us-east-1.amazonaws.com"} if service else {}
    assert allowed(granted, "kms:Decrypt", KEY, context) is decrypts
    assert allowed(granted, "kms:GenerateDataKey", KEY, context) is generates
    assert not allowed(granted, "kms:Decrypt", KEY.replace("1234abcd", "5678abcd"), context)


def test_a_consumer_with_another_destination_needs_no_key_for_a_queue() -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:failures"
    granted = statements(build({"kms_key_arn": KEY, "consumer": {"on_failure_arn": topic}}), *CONSUMER)
    assert not allowed(granted, "kms:GenerateDataKey", KEY, {"kms:ViaService": "sqs.us-east-1.amazonaws.com"})


def test_the_key_also_opens_an_existing_table() -> None:
    existing = {"name": "numbers", "arn": "arn:aws:dynamodb:us-east-1:123456789012:table/numbers"}
    granted = statements(build({"kms_key_arn": KEY, "table": {"existing": existing}}), *NEXT_VALUE)
    via = {"kms:ViaService": "dynamodb.us-east-1.amazonaws.com"}
    assert allowed(granted, "kms:Decrypt", KEY, via)
    assert allowed(granted, "kms:GenerateDataKey", KEY, via)


def key_policy() -> dict[str, Any]:
    """The key policy in the guide, for a service named `sequences`."""
    [text] = re.findall(r"```json\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    policy: dict[str, Any] = json.loads(text)
    return policy


GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/sequences-next-value-1a2b3c4"


@pytest.mark.parametrize(
    ("service", "action", "group", "expected"),
    [
        ("logs.us-east-1.amazonaws.com", "kms:Encrypt", GROUP, True),
        ("logs.us-east-1.amazonaws.com", "kms:GenerateDataKey", GROUP, True),
        ("logs.us-east-1.amazonaws.com", "kms:Decrypt", GROUP.replace("next-value", "consumers-audit"), True),
        ("logs.us-east-1.amazonaws.com", "kms:DescribeKey", GROUP, True),
        ("logs.us-east-1.amazonaws.com", "kms:Decrypt", GROUP.replace("sequences-", "payments-"), False),
        ("logs.us-east-1.amazonaws.com", "kms:Decrypt", GROUP.replace("123456789012", "000000000000"), False),
        ("logs.us-east-1.amazonaws.com", "kms:ScheduleKeyDeletion", GROUP, False),
        ("logs.eu-west-1.amazonaws.com", "kms:Decrypt", GROUP, False),
        ("lambda.amazonaws.com", "kms:Decrypt", GROUP, False),
    ],
)
def test_the_guides_key_policy_lets_only_cloudwatch_logs_use_it_for_these_groups(
    service: str, action: str, group: str, expected: bool
) -> None:
    context = {"kms:EncryptionContext:aws:logs:arn": group}
    assert allowed_by_resource(key_policy(), action, KEY, context, service=service) is expected


@pytest.mark.parametrize(("account", "expected"), [("123456789012", True), ("000000000000", False)])
def test_the_guides_key_policy_leaves_the_accounts_own_roles_to_their_policies(account: str, expected: bool) -> None:
    assert allowed_by_resource(key_policy(), "kms:Decrypt", KEY, caller=account) is expected


def test_the_guides_key_policy_names_the_log_groups_of_the_component() -> None:
    [pattern] = re.findall(r"log-group:(\S+)-\*", json.dumps(key_policy()))
    prefixes = [group.inputs["name_prefix"] for group in build({"consumers": {"a": {}, "b": {}}}).all(LOG_GROUP)]
    assert pattern == "/aws/lambda/sequences"
    assert len(prefixes) == 3
    assert all(prefix.startswith("/aws/lambda/orders-") for prefix in prefixes)
