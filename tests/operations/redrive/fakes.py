"""A fake stream, Lambda's messages about it, and a function that runs redrive on both."""

import json
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from operations.redrive.names import FunctionName
from operations.redrive.redelivery import Clients, Options, Redelivery
from operations.redrive.target import Target

from ...consumer.conftest import Functions, Queue

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:consumer"
STREAM = "arn:aws:dynamodb:us-east-1:123456789012:table/numbers/stream/2026-01-01T00:00:00.000"
WRITTEN = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Streams:
    """A client of DynamoDB Streams with one shard and records 1 to `last`. Records before `horizon` are trimmed."""

    def __init__(self, horizon: int = 1, tokens: tuple[int, ...] = (), last: int = 10) -> None:
        self.horizon = horizon
        self.refusal: str | None = None
        self.asked: list[str] = []
        self._tokens = tokens
        self._last = last

    def get_shard_iterator(self, **request: Any) -> dict[str, Any]:
        """Return the number of the next record as the iterator."""
        self.asked.append(request["StreamArn"])
        number = int(request.get("SequenceNumber", self.horizon))
        code = self.refusal or ("TrimmedDataAccessException" if number < self.horizon else None)
        if code:
            raise ClientError({"Error": {"Code": code, "Message": "no"}}, "GetShardIterator")
        return {"ShardIterator": str(number)}

    def get_records(self, ShardIterator: str) -> dict[str, Any]:  # noqa: N803 - boto3's own names
        """Return up to two records. As in an open shard, the last page is empty and has an iterator."""
        start = int(ShardIterator)
        page = [self._record(number) for number in range(start, min(start + 2, self._last + 1))]
        return {"Records": page, "NextShardIterator": str(start + len(page))}

    def _record(self, number: int) -> dict[str, Any]:
        name = f"#{number}" if number in self._tokens else f"order-{number}"
        change = {
            "ApproximateCreationDateTime": WRITTEN,
            "Keys": {"name": {"S": name}},
            "NewImage": {"name": {"S": name}, "value": {"N": "1"}, "seal": {"B": b"\x00"}, "bits": {"BS": [b"\x01"]}},
            "SequenceNumber": f"{number:021}",
        }
        expired = {"userIdentity": {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}} if number == 10 else {}
        return {"eventID": str(number), "eventName": "INSERT", "awsRegion": "us-east-1", "dynamodb": change, **expired}


def message(
    first: int, last: int, function: str = FUNCTION, condition: str = "RetryAttemptsExhausted", **batch: Any
) -> str:
    """Lambda's message about the failed batch from record `first` to record `last`."""
    info = {
        "shardId": "shardId-00000001573689847184-864758bb",
        "startSequenceNumber": f"{first:021}",
        "endSequenceNumber": f"{last:021}",
        "approximateArrivalOfFirstRecord": "2026-01-01T12:00:00Z",
        "approximateArrivalOfLastRecord": "2026-01-01T12:00:00.000Z",
        "batchSize": last - first + 1,
        "streamArn": STREAM,
        **batch,
    }
    context = {"functionArn": function, "condition": condition}
    return json.dumps({"requestContext": context, "version": "1.0", "DDBStreamBatchInfo": info})


def redeliver(queue: Queue, streams: Streams, consumer: Any, *, function: str = FUNCTION, **options: Any) -> int:
    """Run redrive once for `function` and `STREAM`. Returns how many messages stay."""
    clients = Clients(queue.client, streams, consumer if hasattr(consumer, "invoked") else Functions(consumer))
    target = Target(queue.url, FunctionName.parse(function), STREAM)
    return Redelivery(clients, target, Options(**options)).run()
