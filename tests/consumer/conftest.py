"""A table with a stream in DynamoDB Local, a queue in moto, and a consumer that tests can break and fix."""

import io
import json
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

import boto3
import pytest
from moto import mock_aws

from operations.redrive import dead_letters

from .poller import InvocationError, Record

REGION = "us-east-1"


class Table:
    """A table of sequences and its stream."""

    def __init__(self, url: str, view_type: str = "NEW_AND_OLD_IMAGES") -> None:
        session = boto3.Session("test", "test", region_name=REGION)
        self._client = session.client("dynamodb", endpoint_url=url)
        self.streams = session.client("dynamodbstreams", endpoint_url=url)
        self.name = f"numbers-{uuid.uuid4().hex[:12]}"
        self._client.create_table(
            TableName=self.name,
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": view_type},
        )
        self.stream_arn: str = self._client.describe_table(TableName=self.name)["Table"]["LatestStreamArn"]

    def put(self, name: str, value: int) -> None:
        """Write a sequence."""
        self._client.put_item(TableName=self.name, Item={"name": {"S": name}, "value": {"N": str(value)}})


class Consumer:
    """A function with one effect for each record. It fails at a name in `broken`: it reports, raises or hangs."""

    def __init__(self, failing: str = "report") -> None:
        self.failing = failing
        self.broken: set[str] = set()
        self.effects: list[str] = []
        self.calls: list[list[str]] = []

    def invoke(self, event: dict[str, Any]) -> Any:
        """Process a batch in order, up to the first failed record."""
        self.calls.append([_name(record) for record in event["Records"]])
        for record in event["Records"]:
            if _name(record) not in self.broken:
                self.effects.append(_name(record))
            elif self.failing == "report":
                return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
            else:
                raise InvocationError("Task timed out after 60.00 seconds" if self.failing == "hang" else "ValueError")
        return {"batchItemFailures": []}


class Functions:
    """A client of Lambda that invokes one consumer. It has only what redrive uses."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer
        self.invoked: list[str] = []

    def invoke(self, FunctionName: str, Payload: str) -> dict[str, Any]:  # noqa: N803 - boto3's own names
        """Answer as Lambda does."""
        self.invoked.append(FunctionName)
        try:
            answer = self._consumer.invoke(json.loads(Payload))
        except InvocationError as error:
            payload = json.dumps({"errorType": "Error", "errorMessage": str(error)}).encode()
            return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": io.BytesIO(payload)}
        return {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(answer).encode())}


class Queue(NamedTuple):
    """A dead-letter queue."""

    client: Any
    url: str

    def send(self, body: str) -> None:
        """Put a message on the queue."""
        self.client.send_message(QueueUrl=self.url, MessageBody=body)

    def size(self) -> int:
        """How many messages the queue has, visible or not."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(int(number) for number in found.values())

    def bodies(self) -> list[dict[str, Any]]:
        """The messages on the queue. They stay visible."""
        found = self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [json.loads(message["Body"]) for message in found.get("Messages", [])]


@pytest.fixture
def table(dynamodb_local_url: str) -> Table:
    """A new table."""
    return Table(dynamodb_local_url)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    """An empty queue."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setattr(dead_letters, "WAIT_SECONDS", 0)
    with mock_aws():
        client = boto3.client("sqs", region_name=REGION)
        yield Queue(client, client.create_queue(QueueName="dead-letters")["QueueUrl"])


def _name(record: Record) -> str:
    name: str = record["dynamodb"]["Keys"]["name"]["S"]
    return name
