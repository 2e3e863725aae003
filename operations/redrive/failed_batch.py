"""Lambda's message about a batch that it gave up on. It has the batch's position in the stream, but no records.

The format: "Retain discarded records for a DynamoDB event source in Lambda", AWS Lambda Developer Guide. Anyone who may
send to the queue can write such a message. So each field is checked, and none decides which function or stream is used.
But the shard and the two sequence numbers decide which records are read: at most `LARGEST`.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ..wording import count
from .names import FunctionName, stream_arn

LARGEST = 10_000  # records in a batch; an event source mapping allows no more

_SEQUENCE_NUMBER = re.compile(r"[0-9]{1,40}")
_SHARD = re.compile(r"[A-Za-z0-9-]{1,65}")
_CONDITION = re.compile(r"[A-Za-z]{1,64}")


class FailedBatch(NamedTuple):
    """A range of one shard, both ends included. A filter may have removed records in between."""

    function: FunctionName
    condition: str
    """Why Lambda gave up, such as `RetryAttemptsExhausted`."""

    stream_arn: str
    shard_id: str
    first: str
    last: str
    size: int
    arrived: datetime
    """When its last record was written, in UTC."""

    @classmethod
    def parse(cls, body: str) -> "FailedBatch":
        """Read a message's body. Raises `ValueError` if it is not such a message."""
        try:
            message = json.loads(body)
            batch, context = message["DDBStreamBatchInfo"], message["requestContext"]
            parsed = cls(
                function=FunctionName.parse(_text(context, "functionArn")),
                condition=_text(context, "condition", _CONDITION),
                stream_arn=stream_arn(_text(batch, "streamArn")),
                shard_id=_text(batch, "shardId", _SHARD),
                first=_text(batch, "startSequenceNumber", _SEQUENCE_NUMBER),
                last=_text(batch, "endSequenceNumber", _SEQUENCE_NUMBER),
                size=batch["batchSize"],
                arrived=_utc(_text(batch, "approximateArrivalOfLastRecord")),
            )
            if parsed.function.account is None:
                raise ValueError("functionArn must be an ARN")
            if int(parsed.first) > int(parsed.last):
                raise ValueError("startSequenceNumber is behind endSequenceNumber")
            if type(parsed.size) is not int or not 1 <= parsed.size <= LARGEST:
                raise ValueError(f"batchSize must be an integer from 1 to {LARGEST}")
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
            problem = f"{error} is missing" if isinstance(error, KeyError) else error
            raise ValueError(f"not Lambda's message about a failed batch of a DynamoDB stream: {problem}") from error
        return parsed

    @property
    def place(self) -> tuple[str, int]:
        """A key that sorts batches in the stream's order."""
        return self.shard_id, int(self.first)

    def __str__(self) -> str:
        return f"{count(self.size, 'record')} from {self.first} to {self.last} ({self.condition})"


def _text(section: Any, key: str, pattern: re.Pattern[str] | None = None) -> str:
    value = section[key]
    if not isinstance(value, str) or (pattern and not pattern.fullmatch(value)):
        raise ValueError(f"{key} is malformed")
    return value


def _utc(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("approximateArrivalOfLastRecord has no time zone")
    return time.astimezone(UTC)
