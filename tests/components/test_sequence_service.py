"""The component as a whole: what it creates from nothing but its name, and what each option changes."""

import json
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from components import SequenceService, SequenceServiceArgs
from components.access import policies
from testing import RecordedResource, RecordedStack, record

from .registered import FUNCTION, KEY, LOG_GROUP, PARAMETER, POLICY, ROLE, ROLE_POLICY, TABLE, build, statements

EXISTING = {"name": "numbers", "arn": "arn:aws:dynamodb:us-east-1:123456789012:table/numbers"}


def next_value(stack: RecordedStack) -> dict[str, Any]:
    return stack.one(FUNCTION, "orders-next-value").inputs


def test_without_options_it_makes_a_protected_on_demand_table_that_can_be_restored() -> None:
    assert build().one(TABLE).inputs == {
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "name",
        "attributes": [{"name": "name", "type": "S"}],
        "ttl": {"attribute_name": "expires_at", "enabled": True},
        "deletion_protection_enabled": True,
        "point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 35},
        "stream_enabled": False,
    }


def test_without_options_the_function_is_small_and_knows_its_table() -> None:
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


def test_the_parameter_holds_the_tables_name_in_the_open() -> None:
    inputs = build().one(PARAMETER).inputs
    assert inputs["name"] == "/shop/test/orders/table-name"
    assert inputs["type"] == "String"
    assert inputs["insecure_value"] == "orders-table-1a2b3c4"
    assert "value" not in inputs


def test_without_a_consumer_there_is_no_stream_and_nothing_that_costs() -> None:
    types = {resource.type for resource in build().resources if resource.type.startswith("aws:")}
    assert types == {TABLE, PARAMETER, FUNCTION, LOG_GROUP, ROLE, ROLE_POLICY, POLICY}


def test_the_next_value_role_may_update_the_table_and_write_its_log_and_nothing_else() -> None:
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


def test_only_lambda_may_take_the_role_on() -> None:
    trust = json.loads(build().one(ROLE).inputs["assume_role_policy"])
    assert trust["Statement"] == [
        {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"Service": "lambda.amazonaws.com"}}
    ]


@pytest.mark.parametrize(
    ("suffix", "told"),
    [("amazonaws.com", None), ("amazonaws.com.cn", "amazonaws.com.cn"), ("amazonaws.eu", "amazonaws.eu")],
)
def test_the_function_is_told_its_partitions_dns_suffix_where_it_is_not_the_usual_one(
    suffix: str, told: str | None
) -> None:
    stack = build(answers={"aws:index/getPartition:getPartition": {"partition": "aws-cn", "dnsSuffix": suffix}})
    assert next_value(stack)["environment"]["variables"].get("SEQUENCE_DNS_SUFFIX") == told


def test_looked_up_the_name_comes_from_the_parameter_which_the_role_may_then_read() -> None:
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


def test_with_an_existing_table_parameter_function_and_policies_point_to_it() -> None:
    stack = build({"table": {"existing": EXISTING}})
    assert not stack.all(TABLE)
    assert stack.one(PARAMETER).inputs["insecure_value"] == "numbers"
    assert next_value(stack)["environment"]["variables"]["SEQUENCE_TABLE_NAME"] == "numbers"
    assert statements(stack, ROLE_POLICY, "orders-next-value-policy")[1]["Resource"] == EXISTING["arn"]
    assert statements(stack, POLICY, "orders-writer")[0]["Resource"] == EXISTING["arn"]
    assert stack.outputs["table_arn"] == EXISTING["arn"]


def test_an_existing_table_may_come_from_another_resource() -> None:
    def program() -> None:
        table = aws.dynamodb.Table("numbers", hash_key="name", attributes=[{"name": "name", "type": "S"}])
        SequenceService("orders", {"table": {"existing": {"name": table.name, "arn": table.arn}}})

    stack = record(program)
    assert stack.one(PARAMETER).inputs["insecure_value"] == "numbers-1a2b3c4"


def test_a_customers_key_encrypts_the_table_and_its_writers_may_use_it_through_dynamodb() -> None:
    stack = build({"table": {"kms_key_arn": KEY}})
    grant = {
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": KEY,
        "Condition": {"StringLike": {"kms:ViaService": "dynamodb.*.amazonaws.com"}},
    }
    assert stack.one(TABLE).inputs["server_side_encryption"] == {"enabled": True, "kms_key_arn": KEY}
    assert grant in statements(stack, ROLE_POLICY, "orders-next-value-policy")
    assert grant in statements(stack, POLICY, "orders-writer")


@pytest.mark.parametrize(
    ("table", "inputs"),
    [
        ({"name": "numbers"}, {"name": "numbers"}),
        ({"deletion_protection": False}, {"deletion_protection_enabled": False}),
        (
            {"point_in_time_recovery_days": 7},
            {"point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 7}},
        ),
        ({"point_in_time_recovery_days": 0}, {"point_in_time_recovery": {"enabled": False}}),
    ],
)
def test_an_option_of_the_table_reaches_it(table: dict[str, Any], inputs: dict[str, Any]) -> None:
    assert inputs.items() <= build({"table": table}).one(TABLE).inputs.items()


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
def test_an_option_of_the_function_reaches_it(function: dict[str, Any], inputs: dict[str, Any]) -> None:
    assert inputs.items() <= next_value(build({"function": function})).items()


def test_a_tokens_window_reaches_the_function() -> None:
    environment = next_value(build({"token_seconds": 60}))["environment"]["variables"]
    assert ("SEQUENCE_TOKEN_SECONDS", "60") in environment.items()


def test_the_log_is_kept_as_long_as_asked_for() -> None:
    assert build({"function": {"log_retention_days": 365}}).one(LOG_GROUP).inputs["retention_in_days"] == 365


NETWORK = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/orders-next-value"


@pytest.mark.parametrize(
    ("function", "added"),
    [
        ({"tracing": True}, [policies.trace()]),
        (
            {"vpc_config": {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}},
            [
                policies.manage_network_interfaces(NETWORK),
                policies.describe_network(),
                policies.deny_network_to_code(),
            ],
        ),
    ],
)
def test_an_option_that_needs_rights_brings_just_those(
    function: dict[str, Any], added: list[policies.Statement]
) -> None:
    more = statements(build({"function": function}), ROLE_POLICY, "orders-next-value-policy")
    less = statements(build(), ROLE_POLICY, "orders-next-value-policy")
    assert [statement for statement in more if statement not in less] == added


def test_the_writer_policy_grants_updates_of_the_table_and_no_read() -> None:
    assert statements(build(), POLICY, "orders-writer") == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:UpdateItem"],
            "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/orders-table-1a2b3c4",
        }
    ]


def test_the_writer_policy_widens_to_the_usual_writes() -> None:
    write, describe = statements(build({"writer": {"all_writes": True}}), POLICY, "orders-writer")
    assert write["Action"] == [
        "dynamodb:BatchWriteItem",
        "dynamodb:DeleteItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
    ]
    assert describe["Action"] == ["dynamodb:DescribeTable"]


def test_the_writer_policy_narrows_to_named_sequences() -> None:
    stack = build({"writer": {"sequences": ["invoices", "a/b"]}})
    assert statements(stack, POLICY, "orders-writer")[0]["Condition"] == {
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["a/b", "invoices"]},
        "Null": {"dynamodb:LeadingKeys": "false"},
    }


def test_a_function_waits_for_its_rights_and_its_log_group() -> None:
    stack = build()
    assert {stack.one(ROLE_POLICY).urn, stack.one(LOG_GROUP).urn} <= stack.one(FUNCTION).depends_on


def test_an_option_may_be_another_resources_output() -> None:
    def program() -> None:
        key = aws.kms.Key("key")
        args: SequenceServiceArgs = {
            "table": {"kms_key_arn": key.arn, "deletion_protection": pulumi.Output.from_input(False)},
            "function": {"memory_size": pulumi.Output.from_input(1024), "environment": {"KEY": key.arn}},
            "tags": pulumi.Output.from_input({"team": "shop"}),
        }
        SequenceService("orders", args)

    stack = record(program)
    arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    assert stack.one(TABLE).inputs["server_side_encryption"]["kms_key_arn"] == arn
    assert stack.one(TABLE).inputs["deletion_protection_enabled"] is False
    assert next_value(stack)["memory_size"] == 1024
    assert next_value(stack)["environment"]["variables"]["KEY"] == arn
    assert next_value(stack)["tags"] == {"team": "shop"}


def test_two_services_live_in_one_stack() -> None:
    def program() -> None:
        SequenceService("orders", {"consumer": {}})
        SequenceService("invoices", {"consumer": {}})

    stack = record(program)
    assert len(stack.all(TABLE)) == 2
    assert len({resource.urn for resource in stack.resources}) == len(stack.resources)


def test_its_options_reach_its_children() -> None:
    stack = build(opts=pulumi.ResourceOptions(protect=True))
    unprotected = [resource.urn for resource in stack.resources if not resource.protect]
    assert not unprotected


def test_nothing_is_registered_when_an_option_is_wrong() -> None:
    seen: list[RecordedResource] = []

    def program() -> None:
        with pytest.raises(ValueError, match="orders"):
            SequenceService("orders", cast(SequenceServiceArgs, {"tabel": {}}))

    seen += record(program).resources
    assert not seen


def test_a_component_made_of_it_has_its_outputs_too() -> None:
    class Orders(SequenceService):
        pass

    stack = record(lambda: Orders("orders", {}))
    assert stack.one("sequence:index:SequenceService").outputs["table_name"] == "orders-table-1a2b3c4"
