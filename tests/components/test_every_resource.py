"""Rules that hold for every resource of the component, with any options."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components import SequenceServiceArgs
from components.function.code_archive import HANDLERS
from testing import RecordedResource, RecordedStack
from testing.aws_types import resource_class

from .registered import ALIAS, FUNCTION, KEY, MAPPING, PARAMETER, ROLE, TABLE, build

LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:tools:3"

EVERYTHING: dict[str, Any] = {
    "sequences": {"orders": {"cache": 10}, "shops/*": {}},
    "kms_key_arn": KEY,
    "table": {"max_write_request_units": 200},
    "parameter": {"lookup": True},
    "function": {
        "environment": {"LEVEL": "debug"},
        "reserved_concurrent_executions": 3,
        "provisioned_concurrent_executions": 2,
        "layers": [LAYER],
    },
    "token_seconds": 3600,
    "http": {"cors": {"allow_origins": ["https://shop.example.com"]}},
    "writer": {"all_writes": True, "sequences": ["orders", "shops/*"]},
    "consumers": {
        "audit": {},
        "index": {
            "code": pulumi.AssetArchive({}),
            "handler": "app.handler",
            "on_failure_arn": "arn:aws:sns:us-east-1:123456789012:failures",
            "policy_arns": ["arn:aws:iam::123456789012:policy/more"],
            "policy_statements": [{"actions": ["sqs:SendMessage"], "resources": ["arn:aws:sqs:::more"]}],
        },
    },
    "alarms": {"alarm_topic_arns": ["arn:aws:sns:us-east-1:123456789012:on-call"], "thresholds": {"rewinds": 2}},
    "tags": {"team": "shop"},
    "permissions_boundary_arn": "arn:aws:iam::123456789012:policy/boundary",
}

VARIANTS = {
    "bare": {},
    "consumer": {"consumer": {}},
    "everything": EVERYTHING,
    "existing table": {
        "table": {"existing": {"name": "numbers", "arn": "arn:aws:dynamodb:us-east-1:123456789012:table/numbers"}}
    },
    "open url": {"http": {"authorization": "NONE"}},
    "traced in a network": {
        "function": {"tracing": True, "vpc_config": {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}}
    },
}

# These actions do not support resources: https://docs.aws.amazon.com/service-authorization/latest/reference
WITHOUT_RESOURCE = {
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}


@pytest.fixture(params=VARIANTS)
def stack(request: pytest.FixtureRequest) -> RecordedStack:
    return build(VARIANTS[request.param])


def aws_resources(stack: RecordedStack) -> list[RecordedResource]:
    return [resource for resource in stack.resources if resource.type.startswith("aws:")]


def documents(stack: RecordedStack) -> list[tuple[RecordedResource, dict[str, Any]]]:
    texts = ("policy", "assume_role_policy")
    return [
        (resource, json.loads(resource.inputs[text]))
        for resource in aws_resources(stack)
        for text in texts
        if text in resource.inputs
    ]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_type_tokens_of_components_do_not_change(stack: RecordedStack) -> None:
    tokens = {resource.type for resource in stack.resources if not resource.type.startswith("aws:")}
    assert tokens - {"sequence:index:StreamConsumer", "sequence:index:Monitoring"} == {
        "sequence:index:SequenceService",
        "sequence:index:SequenceTable",
        "sequence:index:LambdaFunction",
    }


def test_every_child_descends_from_the_component(stack: RecordedStack) -> None:
    (root,) = (resource for resource in stack.resources if resource.type == "sequence:index:SequenceService")
    by_urn = {resource.urn: resource for resource in stack.resources}
    for resource in stack.resources:
        ancestor = resource
        while ancestor.parent in by_urn:
            ancestor = by_urn[ancestor.parent]
        assert ancestor is root, resource.urn


def test_every_childs_name_starts_with_the_components_name(stack: RecordedStack) -> None:
    assert all(resource.name == "orders" or resource.name.startswith("orders-") for resource in stack.resources)


def test_only_the_parameter_has_a_fixed_physical_name(stack: RecordedStack) -> None:
    """An alias's name belongs to its function, so it cannot collide."""
    named = [resource.type for resource in aws_resources(stack) if "name" in resource.inputs]
    assert [kind for kind in named if kind != ALIAS] == [PARAMETER]


def test_no_policy_contains_null_or_an_empty_list(stack: RecordedStack) -> None:
    for resource, document in documents(stack):
        assert "null" not in json.dumps(document), resource.urn
        assert "[]" not in json.dumps(document), resource.urn


def test_no_policy_has_a_wildcard_that_aws_can_narrow(stack: RecordedStack) -> None:
    for resource, document in documents(stack):
        for statement in document["Statement"]:
            if statement["Effect"] == "Deny":
                continue
            actions = as_list(statement["Action"])
            assert not [action for action in actions if "*" in action], resource.urn
            if "*" in as_list(statement.get("Resource")):
                assert set(actions) <= WITHOUT_RESOURCE, resource.urn


def test_neither_next_value_nor_the_writer_may_read_the_table(stack: RecordedStack) -> None:
    reads = {"BatchGetItem", "ConditionCheckItem", "GetItem", "PartiQLSelect", "Query", "Scan", "GetRecords"}
    for resource, document in documents(stack):
        if "consumer" not in resource.name and not resource.name.endswith("-operator"):
            actions = {action for each in document["Statement"] for action in as_list(each["Action"])}
            assert not actions & {f"dynamodb:{read}" for read in reads}, resource.urn


def test_no_role_may_create_a_log_group(stack: RecordedStack) -> None:
    assert not [resource.urn for resource, document in documents(stack) if "CreateLogGroup" in json.dumps(document)]


def test_every_function_has_its_own_role_and_log_group(stack: RecordedStack) -> None:
    functions = stack.all(FUNCTION)
    assert len({function.inputs["role"] for function in functions}) == len(functions)
    assert len({function.inputs["logging_config"]["log_group"] for function in functions}) == len(functions)


def test_tags_reach_every_resource_that_supports_tags() -> None:
    for resource in aws_resources(build(EVERYTHING)):
        cls = resource_class(resource.type)
        args = getattr(importlib.import_module(cls.__module__), f"{cls.__name__}Args")
        if hasattr(args, "tags"):
            assert resource.inputs["tags"] == {"team": "shop"}, resource.urn


def test_the_permissions_boundary_reaches_every_role() -> None:
    boundaries = [role.inputs.get("permissions_boundary") for role in build(EVERYTHING).all(ROLE)]
    assert boundaries == ["arn:aws:iam::123456789012:policy/boundary"] * 3


@pytest.mark.parametrize("variant", ["bare", "consumer", "everything"])
def test_the_component_registers_the_documented_outputs(variant: str) -> None:
    always = {
        "table_name",
        "table_arn",
        "parameter_name",
        "parameter_arn",
        "function_name",
        "function_arn",
        "writer_policy_arn",
        "operator_policy_arn",
        "sequences",
    }
    one = {
        "stream_arn",
        "consumer_function_name",
        "consumer_function_arn",
        "dead_letter_queue_url",
        "dead_letter_queue_arn",
    }
    more = {"bare": set(), "consumer": one, "everything": {"url", "stream_arn", "consumers", "dashboard_name"}}[variant]
    stack = build(VARIANTS[variant])
    assert stack.outputs.keys() == always | more
    assert stack.one("sequence:index:SequenceService").outputs == stack.outputs


def test_these_tests_set_every_option() -> None:
    assert EVERYTHING.keys() | {"consumer"} == SequenceServiceArgs.__annotations__.keys()


def test_changed_definitions_change_only_the_functions_code() -> None:
    def inputs(args: dict[str, Any]) -> dict[str, Any]:
        return {
            resource.urn: {name: value for name, value in resource.inputs.items() if name != "code"}
            for resource in build(args).resources
        }

    assert inputs({"sequences": {"orders": {}}}) == inputs({"sequences": {"orders": {"cache": 5}, "b": {}}})


def test_a_consumer_can_be_added_without_replacing_the_table() -> None:
    before, after = build(), build({"consumer": {}})
    assert before.one(TABLE).urn == after.one(TABLE).urn
    assert after.one(MAPPING)


def test_the_components_import_neither_handlers_nor_boto3() -> None:
    root: Path = HANDLERS.parent
    script = (
        f"import sys; sys.path.insert(0, {str(root)!r})\n"
        "import components\n"
        "sys.exit(' '.join(name for name in sys.modules if name.partition('.')[0] in ('handlers', 'boto3')) or 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
