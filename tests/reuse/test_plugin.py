"""The plugin for other languages, called over gRPC as Pulumi's engine calls it."""

import json
import re
from typing import Any

import yaml

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
        "operatorPolicyArn",
        "sequences",
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
