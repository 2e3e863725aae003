"""The next-value function with its role and log group: defaults, and what each option changes."""

import json
from typing import Any

import pulumi
import pytest

from components import SequenceService
from components.access import policies
from testing import RecordedStack, record

from .registered import FUNCTION, LOG_GROUP, ONE, ROLE, ROLE_POLICY, build, next_value, statements


def test_by_default_the_function_is_small_and_knows_its_table() -> None:
    stack = build()
    inputs = dict(next_value(stack))
    del inputs["code"]
    assert inputs == {
        "description": "Takes the next values of a sequence",
        "handler": "handlers.next_value.handler",
        "runtime": "python3.13",
        "architectures": ["arm64"],
        "memory_size": 256,
        "timeout": 10,
        "role": "arn:aws:iam::123456789012:role/orders-next-value-role-1a2b3c4",
        "environment": {
            "variables": {"SEQUENCE_TABLE_NAME": "orders-table-1a2b3c4", "SEQUENCE_TOKEN_SECONDS": "86400"}
        },
        "logging_config": {"log_format": "JSON", "log_group": "/aws/lambda/orders-next-value-1a2b3c4"},
    }
    assert stack.one(LOG_GROUP).inputs == {"name_prefix": "/aws/lambda/orders-next-value-", "retention_in_days": 30}


def test_the_role_may_only_update_the_table_and_write_its_log() -> None:
    assert statements(build(), ROLE_POLICY, "orders-next-value-policy") == [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/orders-next-value-1a2b3c4:*",
        },
        {
            "Effect": "Allow",
            "Action": ["dynamodb:UpdateItem"],
            "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/orders-table-1a2b3c4",
        },
    ]


def test_only_lambda_may_assume_the_role() -> None:
    trust = json.loads(build().one(ROLE).inputs["assume_role_policy"])
    assert trust["Statement"] == [
        {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"Service": "lambda.amazonaws.com"}}
    ]


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [("amazonaws.com", None), ("amazonaws.com.cn", "amazonaws.com.cn"), ("amazonaws.eu", "amazonaws.eu")],
)
def test_an_unusual_dns_suffix_reaches_the_function(suffix: str, expected: str | None) -> None:
    stack = build(answers={"aws:index/getPartition:getPartition": {"partition": "aws-cn", "dnsSuffix": suffix}})
    assert next_value(stack)["environment"]["variables"].get("SEQUENCE_DNS_SUFFIX") == expected


def test_with_lookup_the_function_gets_the_parameter_and_may_read_it() -> None:
    stack = build({"parameter": {"lookup": True, "name": "/orders/table"}})
    assert next_value(stack)["environment"]["variables"] == {
        "SEQUENCE_SSM": "/orders/table",
        "SEQUENCE_TOKEN_SECONDS": "86400",
    }
    assert {
        "Effect": "Allow",
        "Action": ["ssm:GetParameter"],
        "Resource": "arn:aws:ssm:us-east-1:123456789012:parameter/orders/table",
    } in statements(stack, ROLE_POLICY, "orders-next-value-policy")


@pytest.mark.parametrize(
    ("function", "inputs"),
    [
        ({"name": "next"}, {"name": "next"}),
        ({"memory_size": 512}, {"memory_size": 512}),
        ({"memory_size": 512.0}, {"memory_size": 512}),
        ({"timeout": 30}, {"timeout": 30}),
        ({"architecture": "x86_64"}, {"architectures": ["x86_64"]}),
        ({"runtime": "python3.14"}, {"runtime": "python3.14"}),
        ({"reserved_concurrent_executions": 5}, {"reserved_concurrent_executions": 5}),
        ({"reserved_concurrent_executions": 0}, {"reserved_concurrent_executions": 0}),
        (
            {"layers": ["arn:aws:lambda:us-east-1:123456789012:layer:a:1"]},
            {"layers": ["arn:aws:lambda:us-east-1:123456789012:layer:a:1"]},
        ),
        (
            {"log_level": "WARN"},
            {
                "logging_config": {
                    "log_format": "JSON",
                    "log_group": "/aws/lambda/orders-next-value-1a2b3c4",
                    "application_log_level": "WARN",
                    "system_log_level": "WARN",
                }
            },
        ),
        ({"tracing": True}, {"tracing_config": {"mode": "Active"}}),
        (
            {"vpc_config": {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}},
            {"vpc_config": {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}},
        ),
        (
            {"environment": {"LEVEL": "debug"}},
            {
                "environment": {
                    "variables": {
                        "LEVEL": "debug",
                        "SEQUENCE_TABLE_NAME": "orders-table-1a2b3c4",
                        "SEQUENCE_TOKEN_SECONDS": "86400",
                    }
                }
            },
        ),
    ],
)
def test_a_function_option_reaches_the_function(function: dict[str, Any], inputs: dict[str, Any]) -> None:
    assert inputs.items() <= next_value(build({"function": function})).items()


def test_token_seconds_reaches_the_function() -> None:
    environment = next_value(build({"token_seconds": 60}))["environment"]["variables"]
    assert ("SEQUENCE_TOKEN_SECONDS", "60") in environment.items()


def with_an_output(seconds: float) -> RecordedStack:
    def program() -> None:
        args: Any = {**ONE, "token_seconds": pulumi.Output.from_input(seconds)}
        SequenceService("orders", args)

    return record(program)


def test_token_seconds_may_be_the_float_that_another_stack_gives() -> None:
    variables = next_value(with_an_output(3600.0))["environment"]["variables"]
    assert ("SEQUENCE_TOKEN_SECONDS", "3600") in variables.items()


@pytest.mark.parametrize("seconds", [0, 31_536_001])
def test_an_output_of_token_seconds_is_checked_when_it_is_known(seconds: int) -> None:
    with pytest.raises(ValueError, match=f"token_seconds = {seconds}: must be an integer from 1 to 31,536,000"):
        with_an_output(seconds)


def test_log_retention_days_reaches_the_log_group() -> None:
    assert build({"function": {"log_retention_days": 365}}).one(LOG_GROUP).inputs["retention_in_days"] == 365


LOGS = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/orders-next-value"


@pytest.mark.parametrize(
    ("function", "added"),
    [
        ({"tracing": True}, [policies.trace()]),
        (
            {"vpc_config": {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}},
            [
                policies.create_network_interfaces(LOGS),
                policies.manage_network_interfaces(LOGS),
                policies.describe_network(),
                policies.deny_network_to_code(),
            ],
        ),
    ],
)
def test_an_option_adds_only_the_rights_that_it_needs(
    function: dict[str, Any], added: list[policies.Statement]
) -> None:
    more = statements(build({"function": function}), ROLE_POLICY, "orders-next-value-policy")
    less = statements(build(), ROLE_POLICY, "orders-next-value-policy")
    assert [statement for statement in more if statement not in less] == added


def test_the_function_depends_on_its_policy_and_log_group() -> None:
    stack = build()
    assert {stack.one(ROLE_POLICY).urn, stack.one(LOG_GROUP).urn} <= stack.one(FUNCTION).depends_on
