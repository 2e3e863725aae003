"""The deployed consumer, in an emulated AWS with IAM enforced: repeated records count once."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from sequence_service.local.pytest_plugin import DeployLocally, LocalStack

SECONDS = 60  # the first delivery includes the function's cold start


@pytest.fixture
def stack(deploy_locally: DeployLocally) -> LocalStack:
    return deploy_locally(Path(__file__).parent, stack="dev")


def invoke(stack: LocalStack, function: str, event: object) -> Any:
    reply = stack.session.client("lambda").invoke(FunctionName=stack.outputs[function], Payload=json.dumps(event))
    answer = json.load(reply["Payload"])
    assert "FunctionError" not in reply, answer
    return answer


def draws(stack: LocalStack, name: str) -> int:
    item = stack.session.resource("dynamodb").Table(stack.outputs["tally"]).get_item(Key={"name": name}).get("Item", {})
    return int(item.get("draws", 0))


def wait_for_draws(stack: LocalStack, name: str, expected: int) -> None:
    deadline = time.monotonic() + SECONDS
    while draws(stack, name) < expected and time.monotonic() < deadline:
        time.sleep(0.2)
    assert draws(stack, name) == expected


def batch(stack: LocalStack, name: str) -> dict[str, Any]:
    """The stream's records of a sequence, as an event from Lambda."""
    streams = stack.session.client("dynamodbstreams")
    stream = stack.outputs["stream_arn"]
    [shard] = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
    records = streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    mine = [each | {"eventSourceARN": stream} for each in records if each["dynamodb"]["Keys"]["name"]["S"] == name]
    event: dict[str, Any] = json.loads(json.dumps({"Records": mine}, default=lambda time: time.timestamp()))
    return event


def test_each_draw_is_counted_once_if_batches_are_repeated(stack: LocalStack) -> None:
    for _ in range(5):
        invoke(stack, "function_name", {"name": "orders"})
    wait_for_draws(stack, "orders", 5)
    again = batch(stack, "orders")
    assert len(again["Records"]) == 5
    for _ in range(3):
        assert invoke(stack, "consumer_function_name", again) == {"batchItemFailures": []}
    assert draws(stack, "orders") == 5


def test_a_failed_record_is_reported_and_the_others_are_counted(stack: LocalStack) -> None:
    for _ in range(3):
        invoke(stack, "function_name", {"name": "invoices"})
    wait_for_draws(stack, "invoices", 3)
    records = batch(stack, "invoices")["Records"]
    for record, event_id in zip(records, ("new-1", "new-2", "new-3"), strict=True):
        record["eventID"] = event_id
    records[1]["dynamodb"]["NewImage"]["value"] = {"S": "no number"}
    failed = [{"itemIdentifier": records[1]["dynamodb"]["SequenceNumber"]}]
    for _ in range(2):
        answer = invoke(stack, "consumer_function_name", {"Records": records})
        assert answer == {"batchItemFailures": failed}
        assert draws(stack, "invoices") == 5
