"""What Lambda tells a queue of a batch that it gave up: the batch's place in the stream, not its records.

The format is that of "Retain discarded records for a DynamoDB event source in Lambda", AWS Lambda Developer Guide.
"""

import json
from datetime import datetime
from typing import NamedTuple


class FailedBatch(NamedTuple):
    """A range of one shard, both ends included; a filter may have kept out records in between."""

    function_arn: str
    condition: str
    stream_arn: str
    shard_id: str
    first: str
    last: str
    size: int
    arrived: datetime
    """When its last record was written."""

    @classmethod
    def parse(cls, body: str) -> "FailedBatch":
        """Read a message's body. Raises `ValueError` where it is no such message."""
        try:
            message = json.loads(body)
            batch, context = message["DDBStreamBatchInfo"], message["requestContext"]
            parsed = cls(
                function_arn=context["functionArn"],
                condition=context["condition"],
                stream_arn=batch["streamArn"],
                shard_id=batch["shardId"],
                first=batch["startSequenceNumber"],
                last=batch["endSequenceNumber"],
                size=int(batch["batchSize"]),
                arrived=datetime.fromisoformat(batch["approximateArrivalOfLastRecord"]),
            )
            texts = (parsed.function_arn, parsed.condition, parsed.stream_arn, parsed.shard_id)
            known = parsed.arrived.tzinfo is not None and all(isinstance(text, str) for text in texts)
            if not known or int(parsed.first) > int(parsed.last):
                raise ValueError(f"no range of a stream: {parsed}")
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"not a message of Lambda about a failed batch of a DynamoDB stream: {error!r}") from error
        return parsed

    @property
    def place(self) -> tuple[str, str, int]:
        """By what batches are handed over in the stream's order."""
        return self.stream_arn, self.shard_id, int(self.first)

    def __str__(self) -> str:
        return f"{self.size} record(s) from {self.first} to {self.last} ({self.condition})"
