"""Consumers of the table's changes: the bundled one, your own, and two at once."""

import json
from typing import Any

import pulumi
import pytest

from components.access import policies

from .registered import (
    ATTACHMENT,
    FUNCTION,
    LOG_GROUP,
    MAPPING,
    QUEUE,
    QUEUE_POLICY,
    ROLE_POLICY,
    TABLE,
    build,
    statements,
)

STREAM = "arn:aws:dynamodb:us-east-1:123456789012:table/orders-table-1a2b3c4/stream/2026-01-01T00:00:00.000"
QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:orders-consumer-dead-letters-1a2b3c4"
OWN = {"code": pulumi.AssetArchive({"app.py": pulumi.StringAsset("")}), "handler": "app.handler"}


def matched(pattern: Any, record: Any) -> bool:
    """Whether a record matches one of Lambda's filters. Knows only prefixes and equal values."""
    if isinstance(pattern, dict):
        return isinstance(record, dict) and all(matched(pattern[key], record.get(key)) for key in pattern)
    return any(record == rule if isinstance(rule, str) else str(record).startswith(rule["prefix"]) for rule in pattern)


def change(name: str, event: str = "MODIFY") -> dict[str, Any]:
    return {"eventName": event, "dynamodb": {"Keys": {"name": {"S": name}}}}


def patterns(consumer: dict[str, Any]) -> list[Any]:
    filters = build({"consumer": consumer}).one(MAPPING).inputs.get("filter_criteria", {}).get("filters", [])
    return [json.loads(each["pattern"]) for each in filters]


def test_the_bundled_consumer_reads_the_stream_with_the_documented_defaults() -> None:
    stack = build({"consumer": {}})
    assert stack.one(TABLE).inputs["stream_enabled"] is True
    assert stack.one(TABLE).inputs["stream_view_type"] == "NEW_AND_OLD_IMAGES"
    mapping = dict(stack.one(MAPPING).inputs)
    del mapping["filter_criteria"]
    assert mapping == {
        "event_source_arn": STREAM,
        "function_name": "arn:aws:lambda:us-east-1:123456789012:function:orders-consumer-1a2b3c4",
        "starting_position": "TRIM_HORIZON",
        "batch_size": 100,
        "maximum_batching_window_in_seconds": 0,
        "parallelization_factor": 1,
        "bisect_batch_on_function_error": True,
        "function_response_types": ["ReportBatchItemFailures"],
        "maximum_retry_attempts": 10,
        "maximum_record_age_in_seconds": 86_400,
        "destination_config": {"on_failure": {"destination_arn": QUEUE_ARN}},
    }


def test_the_bundled_consumer_has_its_own_function_and_log_group() -> None:
    stack = build({"consumer": {}})
    function = stack.one(FUNCTION, "orders-consumer").inputs
    assert function["handler"] == "handlers.stream_consumer.handler"
    assert function["timeout"] == 60
    assert function["environment"] == {"variables": {"SEQUENCE_TABLE_NAME": "orders-table-1a2b3c4"}}
    assert function["logging_config"]["log_group"] == "/aws/lambda/orders-consumer-1a2b3c4"
    files, others = (
        stack.one(FUNCTION, name).inputs["code"].assets for name in ("orders-consumer", "orders-next-value")
    )
    assert "handlers/stream_consumer.py" in files
    assert files["sequences.json"].text == others["sequences.json"].text


def test_a_consumers_role_may_only_read_the_stream_and_fill_the_queue() -> None:
    allowed = statements(build({"consumer": {}}), ROLE_POLICY, "orders-consumer-policy")
    assert [(statement["Action"], statement["Resource"]) for statement in allowed] == [
        (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/orders-consumer-1a2b3c4:*",
        ),
        (["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], STREAM),
        (
            ["dynamodb:ListStreams"],
            "arn:aws:dynamodb:us-east-1:123456789012:table/orders-table-1a2b3c4/stream/*",
        ),
        (["sqs:SendMessage"], QUEUE_ARN),
    ]


def test_the_dead_letter_queue_is_encrypted_and_keeps_messages_14_days() -> None:
    stack = build({"consumer": {}})
    assert stack.one(QUEUE).inputs == {"message_retention_seconds": 1_209_600, "sqs_managed_sse_enabled": True}
    assert statements(stack, QUEUE_POLICY, "orders-consumer-dead-letters-policy") == [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": QUEUE_ARN,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ]


def test_the_mapping_depends_on_the_roles_policy() -> None:
    stack = build({"consumer": {}})
    assert stack.one(ROLE_POLICY, "orders-consumer-policy").urn in stack.one(MAPPING).depends_on


@pytest.mark.parametrize(
    ("consumer", "inputs"),
    [
        ({"batch_size": 10}, {"batch_size": 10}),
        ({"maximum_batching_window_in_seconds": 5}, {"maximum_batching_window_in_seconds": 5}),
        ({"parallelization_factor": 4}, {"parallelization_factor": 4}),
        ({"tumbling_window_in_seconds": 60}, {"tumbling_window_in_seconds": 60}),
        ({"starting_position": "LATEST"}, {"starting_position": "LATEST"}),
        ({"bisect_batch_on_function_error": False}, {"bisect_batch_on_function_error": False}),
        ({"report_batch_item_failures": False}, {"function_response_types": []}),
        ({"maximum_retry_attempts": -1}, {"maximum_retry_attempts": -1}),
        ({"maximum_record_age_in_seconds": -1}, {"maximum_record_age_in_seconds": -1}),
    ],
)
def test_a_mapping_option_reaches_the_mapping(consumer: dict[str, Any], inputs: dict[str, Any]) -> None:
    assert inputs.items() <= build({"consumer": consumer}).one(MAPPING).inputs.items()


@pytest.mark.parametrize("view", ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"])
def test_stream_view_type_reaches_the_table(view: str) -> None:
    stack = build({"consumer": OWN, "table": {"stream_view_type": view}})
    assert stack.one(TABLE).inputs["stream_view_type"] == view


def test_your_own_consumer_has_its_own_code_options_and_rights() -> None:
    boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    consumer = {
        **OWN,
        "function": {"runtime": "nodejs22.x", "memory_size": 1024, "environment": {"SEQUENCE_LEVEL": "debug"}},
        "policy_statements": [{"actions": ["dynamodb:PutItem"], "resources": ["arn:aws:dynamodb:::table/seen"]}],
        "policy_arns": [boundary],
    }
    stack = build({"consumer": consumer})
    function = stack.one(FUNCTION, "orders-consumer").inputs
    assert set(function["code"].assets) == {"app.py"}
    assert function["handler"] == "app.handler"
    assert function["runtime"] == "nodejs22.x"
    assert function["memory_size"] == 1024
    assert function["environment"] == {"variables": {"SEQUENCE_LEVEL": "debug"}}
    assert statements(stack, ROLE_POLICY, "orders-consumer-policy")[-1] == {
        "Effect": "Allow",
        "Action": ["dynamodb:PutItem"],
        "Resource": "arn:aws:dynamodb:::table/seen",
    }
    attachment = stack.one(ATTACHMENT)
    assert attachment.inputs == {"role": "orders-consumer-role-1a2b3c4", "policy_arn": boundary}
    assert attachment.urn in stack.one(FUNCTION, "orders-consumer").depends_on


def test_by_default_sequences_are_delivered_and_tokens_are_not() -> None:
    (pattern,) = patterns({})
    assert not matched(pattern, change("#token"))
    assert all(matched(pattern, change(name)) for name in ("orders", "Z", "0", "a#b"))


def test_include_tokens_delivers_tokens_too() -> None:
    assert patterns({"include_tokens": True}) == []


def test_your_filter_patterns_also_exclude_tokens() -> None:
    (pattern,) = patterns({"filter_patterns": ['{"eventName": ["INSERT"]}']})
    assert matched(pattern, change("orders", "INSERT"))
    assert not matched(pattern, change("orders", "MODIFY"))
    assert not matched(pattern, change("#token", "INSERT"))


def test_a_pattern_that_filters_by_name_is_not_changed() -> None:
    text = '{"dynamodb": {"Keys": {"name": {"S": ["orders"]}}}}'
    assert patterns({"filter_patterns": [text]}) == [json.loads(text)]


@pytest.mark.parametrize(
    ("arn", "actions"),
    [
        ("arn:aws:sqs:us-east-1:123456789012:failures", ["sqs:SendMessage"]),
        ("arn:aws:sns:us-east-1:123456789012:failures", ["sns:Publish"]),
        ("arn:aws:s3:::failures", ["s3:ListBucket", "s3:PutObject"]),
    ],
)
def test_on_failure_arn_gets_the_failures_and_the_role_may_send_them(arn: str, actions: list[str]) -> None:
    stack = build({"consumer": {"on_failure_arn": arn}})
    assert not stack.all(QUEUE)
    assert stack.one(MAPPING).inputs["destination_config"] == {"on_failure": {"destination_arn": arn}}
    assert actions in [each["Action"] for each in statements(stack, ROLE_POLICY, "orders-consumer-policy")]
    assert "dead_letter_queue_url" not in stack.outputs
    assert "consumer_function_name" in stack.outputs


def test_a_destination_from_an_output_is_checked_when_it_is_known() -> None:
    with pytest.raises(ValueError, match=r"on_failure_arn.*SQS queue, an SNS topic or an S3 bucket"):
        policies.send_failures("arn:aws:lambda:us-east-1:123456789012:function:failures", "123456789012")


def test_two_consumers_share_only_the_stream() -> None:
    stack = build({"consumers": {"audit": {}, "index": {**OWN, "batch_size": 1}}})
    mappings = {mapping.name: mapping.inputs for mapping in stack.all(MAPPING)}
    assert {name: inputs["batch_size"] for name, inputs in mappings.items()} == {
        "orders-consumers-audit-mapping": 100,
        "orders-consumers-index-mapping": 1,
    }
    assert {inputs["event_source_arn"] for inputs in mappings.values()} == {STREAM}
    assert len(stack.all(QUEUE)) == 2
    assert len(stack.all(LOG_GROUP)) == 3


def test_a_consumers_calls_can_be_traced() -> None:
    stack = build({"consumer": {"function": {"tracing": True}}})
    traced = [function.name for function in stack.all(FUNCTION) if "tracing_config" in function.inputs]
    assert traced == ["orders-consumer"]
    assert policies.trace() in statements(stack, ROLE_POLICY, "orders-consumer-policy")
    assert policies.trace() not in statements(stack, ROLE_POLICY, "orders-next-value-policy")


def test_several_consumers_have_their_outputs_by_name() -> None:
    outputs = build({"consumers": {"audit": {}, "index": OWN}}).outputs
    assert outputs["consumers"]["index"] == {
        "function_name": "orders-consumers-index-1a2b3c4",
        "function_arn": "arn:aws:lambda:us-east-1:123456789012:function:orders-consumers-index-1a2b3c4",
        "dead_letter_queue_url": (
            "https://sqs.us-east-1.amazonaws.com/123456789012/orders-consumers-index-dead-letters-1a2b3c4"
        ),
        "dead_letter_queue_arn": ("arn:aws:sqs:us-east-1:123456789012:orders-consumers-index-dead-letters-1a2b3c4"),
    }
    assert outputs["stream_arn"] == STREAM
    assert "consumer_function_name" not in outputs


def test_a_consumer_can_read_the_stream_of_an_existing_table() -> None:
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/numbers"
    existing = {"name": "numbers", "arn": arn, "stream_arn": f"{arn}/stream/1"}
    stack = build({"consumer": {}, "table": {"existing": existing}})
    assert stack.one(MAPPING).inputs["event_source_arn"] == f"{arn}/stream/1"
    assert stack.outputs["stream_arn"] == f"{arn}/stream/1"
