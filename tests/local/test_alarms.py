"""The alarms and the dashboard of a deployed service, and the messages that alarms send."""

import json
import time
from pathlib import Path
from typing import Any

import boto3
import pulumi
import pulumi_aws as aws
import pytest

from components import SequenceService
from handlers import stream_consumer
from local import Emulator, deploy
from local.resources import RESOURCE_TYPES
from local.resources.inputs import Inputs
from local.resources.parameters import check, shape_of
from local.resources.request import ResourceRequest

from ..handlers.stream.records import ARN, DEFINITIONS, record
from .conftest import Deployed
from .programs import REPOSITORY, document
from .test_resources import within


def test_the_stack_for_production_has_its_alarms_and_its_dashboard(emulator: Emulator) -> None:
    deployment = deploy(REPOSITORY, stack="prod", emulator=emulator)
    cloudwatch = emulator.client("cloudwatch")
    found = cloudwatch.describe_alarms(AlarmNamePrefix="sequences-")["MetricAlarms"]
    assert len(found) == 11
    body = json.loads(cloudwatch.get_dashboard(DashboardName=deployment.outputs["dashboard_name"])["DashboardBody"])
    (states,) = [widget["properties"]["alarms"] for widget in body["widgets"] if widget["type"] == "alarm"]
    assert set(states) == {alarm["AlarmArn"] for alarm in found}
    (errors,) = [alarm for alarm in found if "function-errors" in alarm["AlarmName"]]
    assert within(
        {
            "Namespace": "AWS/Lambda",
            "MetricName": "Errors",
            "Dimensions": [{"Name": "FunctionName", "Value": deployment.outputs["function_name"]}],
            "TreatMissingData": "notBreaching",
            "EvaluationPeriods": 3,
            "DatapointsToAlarm": 2,
        },
        errors,
    )
    ignored = {each.input for each in deployment.ignored_inputs if each.type.endswith("MetricAlarm")}
    assert ignored == {"datapointsToAlarm", "dimensions", "metricName", "metricQueries", "treatMissingData"}


def test_metric_math_becomes_the_parameters_of_the_api() -> None:
    """The emulator does not store them, so only this test sees them."""
    metric = {
        "namespace": "AWS/DynamoDB",
        "metricName": "SystemErrors",
        "dimensions": {"TableName": "numbers"},
        "period": 300,
        "stat": "Sum",
    }
    queries = [
        {"id": "source", "metric": metric, "returnData": False},
        {"id": "filled", "expression": "FILL(source, 0)", "label": "errors", "returnData": True},
    ]
    client: Any = boto3.Session("test", "test", region_name="us-east-1").client
    request = ResourceRequest("urn", "a", Inputs({"metricQueries": queries}), "us-east-1", client)
    parameters = dict(RESOURCE_TYPES["aws:cloudwatch/metricAlarm:MetricAlarm"].create.more(request))
    assert parameters == {
        "Metrics": [
            {
                "Id": "source",
                "ReturnData": False,
                "MetricStat": {
                    "Metric": {
                        "Namespace": "AWS/DynamoDB",
                        "MetricName": "SystemErrors",
                        "Dimensions": [{"Name": "TableName", "Value": "numbers"}],
                    },
                    "Period": 300,
                    "Stat": "Sum",
                },
            },
            {"Id": "filled", "Expression": "FILL(source, 0)", "Label": "errors", "ReturnData": True},
        ]
    }
    check(
        parameters | {"AlarmName": "a", "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold"},
        shape_of(client("cloudwatch"), "put_metric_alarm"),
    )
    assert list(request.inputs.unread()) == []


def published(lines: list[str]) -> list[dict[str, Any]]:
    """The metrics in the consumer's log lines, as CloudWatch reads them."""
    return [
        {
            "MetricName": metric["Name"],
            "Unit": metric["Unit"],
            "Value": line[metric["Name"]],
            "Dimensions": [{"Name": name, "Value": line[name]} for name in dimensions],
        }
        for line in map(json.loads, lines)
        for directive in line.get("_aws", {}).get("CloudWatchMetrics", [])
        for metric in directive["Metrics"]
        for dimensions in directive["Dimensions"]
    ]


def test_a_rewind_that_the_consumer_sees_becomes_a_message_with_the_runbook(
    deployed: Deployed,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def program() -> None:
        topic, queue = aws.sns.Topic("on-call"), aws.sqs.Queue("inbox")
        aws.sns.TopicSubscription("s", topic=topic.arn, protocol="sqs", endpoint=queue.arn, raw_message_delivery=True)
        allowed = document("Allow", "sqs:SendMessage", Principal={"Service": "sns.amazonaws.com"}, Resource="*")
        aws.sqs.QueuePolicy("p", queue_url=queue.url, policy=allowed)
        args: Any = {"sequences": {"orders": {}}, "consumer": {}, "alarms": {"alarm_topic_arns": [topic.arn]}}
        service = SequenceService("numbers", args)
        pulumi.export("queue", queue.url)
        pulumi.export("table", service.table_name)

    outputs = deployed(program).outputs
    (tmp_path / "sequences.json").write_text(json.dumps(DEFINITIONS))
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(tmp_path / "sequences.json"))
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", outputs["table"])
    stream_consumer._settings.cache_clear()
    rewind = record("orders", 500, 7, eventSourceARN=ARN.replace("numbers", outputs["table"]))
    stream_consumer.handler({"Records": [rewind]}, None)
    stream_consumer._settings.cache_clear()
    metrics = published(capsys.readouterr().out.splitlines())
    emulator.client("cloudwatch").put_metric_data(Namespace="SequenceService", MetricData=metrics)
    (message,) = received(emulator, outputs["queue"])
    assert message["AlarmName"].startswith("numbers-rewinds-alarm-")
    assert message["AlarmDescription"].endswith("/docs/operations.md#rewinds")


def received(emulator: Emulator, queue: str) -> list[dict[str, Any]]:
    """The first messages that arrive in a queue."""
    sqs, found, deadline = emulator.client("sqs"), list[Any](), time.monotonic() + 20
    while not found and time.monotonic() < deadline:
        found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
    return [json.loads(each["Body"]) for each in found]
