"""Queues and stream consumers that a program deploys can be used."""

import time

import pulumi
import pulumi_aws as aws

from local import Emulator

from .conftest import Deployed
from .programs import document, lambda_function, table


def test_what_a_failing_consumer_prints_can_be_read(deployed: Deployed, emulator: Emulator) -> None:
    def program() -> None:
        function = lambda_function("def handler(event, context):\n    print('about to fail')\n    raise ValueError")
        source = table("t", stream_enabled=True, stream_view_type="NEW_IMAGE")
        aws.lambda_.EventSourceMapping(
            "m",
            function_name=function.name,
            event_source_arn=source.stream_arn,
            starting_position="TRIM_HORIZON",
            maximum_record_age_in_seconds=1,
        )
        pulumi.export("function", function.name)
        pulumi.export("table", source.name)

    outputs = deployed(program).outputs
    emulator.client("dynamodb").put_item(TableName=outputs["table"], Item={"name": {"S": "a"}})
    deadline = time.monotonic() + 20
    while not emulator.printed_by(outputs["function"]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "about to fail" in emulator.printed_by(outputs["function"])


def test_a_queue_that_requires_tls_can_be_used(deployed: Deployed, emulator: Emulator) -> None:
    def deny(arn: str) -> str:
        condition = {"Bool": {"aws:SecureTransport": "false"}}
        return document("Deny", "sqs:*", Principal="*", Resource=arn, Condition=condition)

    def program() -> None:
        queue = aws.sqs.Queue("q", message_retention_seconds=1209600)
        aws.sqs.QueuePolicy("p", queue_url=queue.url, policy=queue.arn.apply(deny))
        pulumi.export("url", queue.url)

    deployment = deployed(program)
    sqs, url = emulator.client("sqs"), deployment.outputs["url"]
    sqs.send_message(QueueUrl=url, MessageBody="hello")
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "hello"
    kept = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["MessageRetentionPeriod"])["Attributes"]
    assert kept == {"MessageRetentionPeriod": "1209600"}
    assert [each.input for each in deployment.ignored_inputs] == ["policy"]
