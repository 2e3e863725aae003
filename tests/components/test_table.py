"""The table, the SSM parameter and the writer policy: defaults, and what each option changes."""

from typing import Any

import pulumi_aws as aws
import pytest

from components import SequenceService
from testing import record

from .registered import ONE, PARAMETER, POLICY, ROLE_POLICY, TABLE, build, next_value, statements

EXISTING = {"name": "numbers", "arn": "arn:aws:dynamodb:us-east-1:123456789012:table/numbers"}


def test_by_default_the_table_is_protected_on_demand_and_restorable() -> None:
    assert build().one(TABLE).inputs == {
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "name",
        "attributes": [{"name": "name", "type": "S"}],
        "ttl": {"attribute_name": "expires_at", "enabled": True},
        "deletion_protection_enabled": True,
        "point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 35},
        "stream_enabled": False,
    }


def test_the_parameter_holds_the_tables_name_and_is_not_secret() -> None:
    inputs = build().one(PARAMETER).inputs
    assert inputs["name"] == "/shop/test/orders/table-name"
    assert inputs["type"] == "String"
    assert inputs["insecure_value"] == "orders-table-1a2b3c4"
    assert "value" not in inputs


def test_an_existing_table_is_used_everywhere() -> None:
    stack = build({"table": {"existing": EXISTING}})
    assert not stack.all(TABLE)
    assert stack.one(PARAMETER).inputs["insecure_value"] == "numbers"
    assert next_value(stack)["environment"]["variables"]["SEQUENCE_TABLE_NAME"] == "numbers"
    assert statements(stack, ROLE_POLICY, "orders-next-value-policy")[1]["Resource"] == EXISTING["arn"]
    assert statements(stack, POLICY, "orders-writer")[0]["Resource"] == EXISTING["arn"]
    assert stack.outputs["table_arn"] == EXISTING["arn"]


def test_an_existing_table_can_be_another_resource() -> None:
    def program() -> None:
        table = aws.dynamodb.Table("numbers", hash_key="name", attributes=[{"name": "name", "type": "S"}])
        SequenceService("orders", {**ONE, "table": {"existing": {"name": table.name, "arn": table.arn}}})

    stack = record(program)
    assert stack.one(PARAMETER).inputs["insecure_value"] == "numbers-1a2b3c4"


@pytest.mark.parametrize(
    ("table", "inputs"),
    [
        ({"name": "numbers"}, {"name": "numbers"}),
        ({"deletion_protection": False}, {"deletion_protection_enabled": False}),
        (
            {"point_in_time_recovery_days": 7},
            {"point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 7}},
        ),
        ({"max_write_request_units": 200}, {"on_demand_throughput": {"max_write_request_units": 200}}),
        ({"max_write_request_units": 200.0}, {"on_demand_throughput": {"max_write_request_units": 200}}),
        ({"point_in_time_recovery_days": 0}, {"point_in_time_recovery": {"enabled": False}}),
    ],
)
def test_a_table_option_reaches_the_table(table: dict[str, Any], inputs: dict[str, Any]) -> None:
    assert inputs.items() <= build({"table": table}).one(TABLE).inputs.items()


def test_the_writer_policy_allows_only_updates_of_the_table() -> None:
    assert statements(build(), POLICY, "orders-writer") == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:UpdateItem"],
            "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/orders-table-1a2b3c4",
        }
    ]


def test_the_writer_policy_can_allow_all_writes() -> None:
    write, describe = statements(build({"writer": {"all_writes": True}}), POLICY, "orders-writer")
    assert write["Action"] == [
        "dynamodb:BatchWriteItem",
        "dynamodb:DeleteItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
    ]
    assert describe["Action"] == ["dynamodb:DescribeTable"]


def test_the_writer_policy_can_be_limited_to_named_sequences() -> None:
    stack = build({"sequences": {"invoices": {}, "a/b": {}}, "writer": {"sequences": ["invoices", "a/b"]}})
    assert statements(stack, POLICY, "orders-writer")[0]["Condition"] == {
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["a/b", "invoices"]},
        "Null": {"dynamodb:LeadingKeys": "false"},
    }
