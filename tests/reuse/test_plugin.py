"""The plugin for other languages, called over gRPC as Pulumi's engine calls it."""

import json
import re
from typing import Any

import grpc  # type: ignore[import-untyped]  # has no types
import pytest
import yaml
from pulumi.runtime.proto import errors_pb2, status_pb2

from components.definitions.names import NAME_OR_PATTERN
from tests.components.monitored import ALARM
from tests.components.registered import (
    FUNCTION,
    FUNCTION_URL,
    MAPPING,
    ONE,
    PARAMETER,
    PROVISIONED,
    ROLE_POLICY,
    TABLE,
)  # fmt: skip

from .conftest import REPOSITORY
from .engine import UNKNOWN, Plugin, archive, output

COMMITTED = REPOSITORY / "plugin" / "schema.json"


def refusals(plugin: Plugin, inputs: dict[str, Any], kind: str = "SequenceService") -> list[tuple[str, str]]:
    """The errors that the engine would print: pairs of property and reason. `sequences` is valid if it is not given."""
    with pytest.raises(grpc.RpcError) as refused:
        plugin.construct({**(ONE if kind == "SequenceService" else {}), **inputs}, kind=kind)
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert refused.value.details().startswith('Invalid options for "numbers" (')
    packed = dict(refused.value.trailing_metadata())["grpc-status-details-bin"]
    errors = errors_pb2.InputPropertiesError()
    status_pb2.Status.FromString(packed).details[0].Unpack(errors)
    return [(error.property_path, error.reason) for error in errors.errors]


def sequences(stack: Any) -> Any:
    code = stack.one(FUNCTION, "numbers-next-value").inputs["code"]
    return json.loads(code.assets["sequences.json"].text)


def test_the_committed_schema_matches_the_plugins(plugin: Plugin) -> None:
    assert plugin.schema() + "\n" == COMMITTED.read_text(), "run `make schema`"


def test_every_input_and_output_has_a_description() -> None:
    schema = json.loads(COMMITTED.read_text())
    fields = {
        f"{token}.{part}.{name}": it
        for token, component in schema["resources"].items()
        for part in ("inputProperties", "properties")
        for name, it in component[part].items()
    }
    for token, kind in schema["types"].items():
        assert kind["description"], token
        fields |= {f"{token}.{name}": it for name, it in kind.get("properties", {}).items()}
    assert len(fields) > 60
    for name, field in fields.items():
        assert field["description"], name


def test_a_component_without_further_options_has_all_outputs(plugin: Plugin) -> None:
    made = plugin.construct(ONE)
    assert made.outputs["functionName"] == "numbers-next-value-1a2b3c4"
    assert set(made.outputs) == {
        "tableName",
        "tableArn",
        "parameterName",
        "parameterArn",
        "functionName",
        "functionArn",
        "writerPolicyArn",
    }


LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:tools:1"
TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call"
EVERY_KIND: dict[str, Any] = {
    "sequences": {
        "orders": {"cache": 20},
        "by_shop/*": {"start": 7},
        "snake_case": {"minValue": -5, "maxValue": 2**53 - 1, "start": 0, "cycle": True, "increment": 3},
    },
    "table": {
        "name": "numbers",
        "deletionProtection": False,
        "pointInTimeRecoveryDays": 7,
        "maxWriteRequestUnits": 200,
    },
    "kmsKeyArn": output("k"),
    "parameter": {"name": "/numbers/name", "lookup": True},
    "tokenSeconds": output(3600),
    "function": {
        "memorySize": output(512),
        "architecture": "x86_64",
        "provisionedConcurrentExecutions": 2,
        "logLevel": "WARN",
        "environment": {"PLAIN_NAME": "a", "SECRET": output("b", secret=True)},
        "layers": [LAYER, output(f"{LAYER}0")],
        "vpcConfig": {"subnetIds": output(["subnet-1"]), "securityGroupIds": ["sg-1"]},
    },
    "http": {
        "authorization": "NONE",
        "cors": {"allowOrigins": [output("https://a.example.com")], "allowHeaders": ["content-type"], "maxAge": 5},
    },
    "writer": {"allWrites": True, "sequences": ["orders", "by_shop/*"]},
    "consumers": {
        "audit": {"batchSize": 10, "startingPosition": "LATEST"},
        "own": {
            "code": archive(**{"app.py": "def handler(event, context): ..."}),
            "handler": "app.handler",
            "policyStatements": [
                {"actions": ["sqs:SendMessage"], "resources": ["arn:aws:sqs:us-east-1:123456789012:more"]}
            ],
        },
    },
    "alarms": {
        "alarmTopicArns": [TOPIC, output(f"{TOPIC}-2")],
        "periodSeconds": 60,
        "datapointsToAlarm": output(3),
        "thresholds": {"deadLetters": output(2), "rangeUsedPercent": 70},
    },
    "tags": {"cost_centre": "a", "costCentre": output("b")},
}


def test_inputs_of_every_kind_reach_the_resources(plugin: Plugin) -> None:
    made = plugin.construct(EVERY_KIND)
    stack = made.stack
    assert sequences(stack)["orders"]["cache"] == 20
    assert sequences(stack)["by_shop/*"]["start"] == 7
    assert sequences(stack)["snake_case"] == {
        "increment": 3,
        "min_value": -5,
        "max_value": 2**53 - 1,
        "start": 0,
        "cycle": True,
        "cache": 1,
    }
    table = stack.one(TABLE).inputs
    assert table["name"] == "numbers"
    assert table["deletion_protection_enabled"] is False
    assert table["point_in_time_recovery"] == {"enabled": True, "recovery_period_in_days": 7}
    assert repr(table["on_demand_throughput"]) == "{'max_write_request_units': 200}"
    assert table["server_side_encryption"] == {"enabled": True, "kms_key_arn": "k"}
    assert table["tags"] == {"cost_centre": "a", "costCentre": "b"}
    assert stack.one(PARAMETER).inputs["name"] == "/numbers/name"
    function = stack.one(FUNCTION, "numbers-next-value").inputs
    assert function["memory_size"] == 512
    assert function["logging_config"]["system_log_level"] == "WARN"
    assert repr(stack.one(PROVISIONED).inputs["provisioned_concurrent_executions"]) == "2"
    assert function["architectures"] == ["x86_64"]
    assert function["layers"] == [LAYER, f"{LAYER}0"]
    assert function["vpc_config"] == {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}
    assert function["environment"]["variables"] == {
        "PLAIN_NAME": "a",
        "SECRET": "b",
        "SEQUENCE_SSM": "/numbers/name",
        "SEQUENCE_TOKEN_SECONDS": "3600",
    }
    url = stack.one(FUNCTION_URL).inputs
    assert url["authorization_type"] == "NONE"
    assert url["cors"]["allow_origins"] == ["https://a.example.com"]
    assert url["cors"]["allow_headers"] == ["content-type"]
    assert url["cors"]["allow_methods"] == ["POST"]
    assert repr(url["cors"]["max_age"]) == "5"
    assert made.outputs["url"].startswith("https://")
    assert stack.one(MAPPING, "numbers-consumers-audit-mapping").inputs["batch_size"] == 10
    assert stack.one(FUNCTION, "numbers-consumers-own").inputs["code"].assets["app.py"].text.startswith("def handler")
    own = json.loads(stack.one(ROLE_POLICY, "numbers-consumers-own-policy").inputs["policy"])["Statement"]
    assert own[-1]["Action"] == ["sqs:SendMessage"]
    alarm = stack.one(ALARM, "numbers-consumers-audit-dead-letters-alarm").inputs
    assert alarm["alarm_actions"] == [TOPIC, f"{TOPIC}-2"]
    assert (alarm["threshold"], alarm["period"]) == (2, 60)
    assert stack.one(ALARM, "numbers-range-used-alarm").inputs["threshold"] == 70
    assert stack.one(ALARM, "numbers-table-throttles-alarm").inputs["evaluation_periods"] == 4
    assert made.outputs["dashboardName"] == "shop-test-numbers"
    assert set(made.outputs["consumers"]) == {"audit", "own"}
    assert set(made.outputs["consumers"]["own"]) == {
        "functionName",
        "functionArn",
        "deadLetterQueueUrl",
        "deadLetterQueueArn",
    }


def test_unknown_values_stay_unknown_in_a_preview(plugin: Plugin) -> None:
    made = plugin.construct(
        {**ONE, "function": {"memorySize": output(), "environment": {"FIRST": output(), "SECOND": UNKNOWN}}},
        preview=True,
    )
    inputs = made.stack.one(FUNCTION, "numbers-next-value").inputs
    assert "memory_size" not in inputs
    assert not {"FIRST", "SECOND"} & set(inputs["environment"]["variables"])


NEAR = "no such option; did you mean maxValue?"
HIDDEN = " (value hidden)"  # no property has such a path, so the engine finds no value to print
NAME = f"the name {NAME_OR_PATTERN[0].requirement()}"
MEMORY = "must be an integer from 128 to 10,240; for example 256"
BEYOND = "floats beyond 2^53 - 1 are inexact; pass an int"
PLAIN = "must be a plain value, because it is needed before anything is created; write it here or in the configuration"


@pytest.mark.parametrize(
    ("inputs", "option", "reason"),
    [
        (
            {"sequences": {"a": {"maxvalue": 5}}},
            f"sequences.a.maxvalue{HIDDEN}",
            NEAR,
        ),
        ({"sequence": {}}, f"sequence{HIDDEN}", "no such option; did you mean sequences?"),
        ({"sequences": {"a": {"maxValue": 2**53}}}, "sequences.a.maxValue", BEYOND),
        ({"sequences": {"a": {"minValue": -1e37}}}, "sequences.a.minValue", BEYOND),
        (
            {"sequences": {"a": {"maxValue": 2.5}}},
            "sequences.a.maxValue",
            "must be an integer from -10^37 to 10^37; for example 999999",
        ),
        ({"sequences": {"a": {"start": output(5)}}}, f"sequences.a.start{HIDDEN}", PLAIN),
        ({"sequences": {"a": output({"start": 5})}}, f"sequences.a{HIDDEN}", PLAIN),
        ({"sequences": output({"a": {}}, secret=True)}, f"sequences{HIDDEN}", PLAIN),
        ({"function": {"memorySize": 64}}, "function.memorySize", MEMORY),
        ({"function": {"architecture": "mips"}}, "function.architecture", "must be one of arm64, x86_64"),
        ({"sequences": {"a b": {}}}, 'sequences["a b"]', NAME),
        ({"sequences": {"a*b": {}}}, 'sequences["a*b"]', f"the name {NAME_OR_PATTERN[1].requirement()}"),
        (
            {"http": {"authorization": "none"}},
            "http.authorization",
            "must be AWS_IAM, or NONE to let everyone on the internet take numbers",
        ),
        (
            {"http": {"cors": {"allowOrigins": ["*"], "allowCredentials": True}}},
            "http.cors.allowCredentials",
            "cannot be used with the origin *, which allows every web page; list the origins, or leave it out",
        ),
        ({"http": {"cors": output({"allowOrigins": ["*"]})}}, f"http.cors{HIDDEN}", PLAIN),
        (
            {"table": {"existing": {"name": "numbers"}}},
            "table.existing.arn",
            "missing; give the ARN of the table, without wildcards, for example "
            '"arn:aws:dynamodb:us-east-1:123456789012:table/sequences"',
        ),
        (
            {"sequences": {"a": {"minValue": 5, "maxValue": 3}}},
            "sequences.a.minValue",
            "must be less than maxValue, which is 3; lower it, or raise maxValue",
        ),
    ],
)
def test_a_mistake_is_reported_with_the_other_languages_names(
    plugin: Plugin, inputs: dict[str, Any], option: str, reason: str
) -> None:
    assert refusals(plugin, inputs) == [(option, reason)]


def test_sequences_are_required_in_other_languages_too(plugin: Plugin) -> None:
    schema = json.loads(COMMITTED.read_text())
    assert schema["resources"]["sequence:index:SequenceService"]["requiredInputs"] == ["sequences"]
    ((option, reason),) = refusals(plugin, {"sequences": None})
    assert option == "sequences"
    assert reason.startswith("missing; give a mapping from one or more names or patterns")


def test_top_level_options_keep_their_camel_case_names(plugin: Plugin) -> None:
    ((option, _),) = refusals(plugin, {"permissionsBoundaryArn": "x"})
    ((_, reason),) = refusals(plugin, {"nope": 1})
    assert option == "permissionsBoundaryArn"
    assert "permissionsBoundaryArn" in reason


def test_all_mistakes_are_reported_together(plugin: Plugin) -> None:
    found = refusals(plugin, {"function": {"memorySize": 64, "timout": 3}, "sequences": {"a": {"cache": 0}}})
    assert {option for option, _ in found} == {"function.memorySize", f"function.timout{HIDDEN}", "sequences.a.cache"}


def test_the_engine_finds_no_value_that_may_be_secret(plugin: Plugin) -> None:
    function = {"environment": {"AWS_SECRET_ACCESS_KEY": "hunter2"}}
    found = refusals(plugin, {"function": function, "consumer": {"function": function}})
    assert sorted((option for option, _ in found), reverse=True) == [
        f"function.environment.AWS_SECRET_ACCESS_KEY{HIDDEN}",
        f"consumer.function.environment.AWS_SECRET_ACCESS_KEY{HIDDEN}",
    ]
    found = refusals(plugin, {"consumers": {name: {} for name in "abc"}})
    assert [option for option, _ in found] == [f"consumers{HIDDEN}"]


def test_the_yaml_example_is_accepted(plugin: Plugin) -> None:
    program = yaml.safe_load((REPOSITORY / "examples" / "yaml" / "Pulumi.yaml").read_text())
    made = plugin.construct(program["resources"]["numbers"]["properties"])
    assert sequences(made.stack)["lanes"]["max_value"] == 3
    used = set(re.findall(r"\$\{numbers\.(\w+)\}", json.dumps(program)))
    assert used <= made.outputs.keys()


def test_resource_options_reach_the_component(plugin: Plugin) -> None:
    made = plugin.construct(ONE, protect=True, parent="urn:pulumi:test::shop::my:index:Parent::p")
    service = made.stack.one("sequence:index:SequenceService")
    assert service.protect
    assert service.parent == "urn:pulumi:test::shop::my:index:Parent::p"
