"""The records of a failed batch, read from the stream and converted to Lambda's form."""

import base64
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from .failed_batch import LARGEST, FailedBatch

KEPT = timedelta(hours=24)  # "Change data capture for DynamoDB Streams", Amazon DynamoDB Developer Guide
READ_SECONDS = 60  # a batch ends a few pages after its start, but an open shard always has a next page
PAUSE_SECONDS = 0.2  # a shard allows five reads a second

Record = dict[str, Any]


class LostError(Exception):
    """The stream no longer has the records."""


class TooManyError(Exception):
    """The stream has more records in the range than a batch can have."""


class Fetched(NamedTuple):
    """The records of a batch that the stream still has, in the stream's order."""

    records: list[Record]

    complete: bool
    """Whether the stream still has all records of the batch."""


def fetch(streams: Any, stream_arn: str, batch: FailedBatch) -> Fetched:
    """Read a batch's records from its stream. `streams` is boto3's client of DynamoDB Streams.

    Raises `LostError`, `TooManyError`, `TimeoutError` and boto3's errors.
    """
    iterator = _iterator(streams, stream_arn, batch, "AT_SEQUENCE_NUMBER", batch.first)
    if iterator:
        return Fetched(list(_read(streams, stream_arn, batch, iterator)), complete=True)
    if not _iterator(streams, stream_arn, batch, "AT_SEQUENCE_NUMBER", batch.last):
        raise LostError(
            f"the stream no longer has these records: it keeps records for 24 hours, and the last one was written at "
            f"{batch.arrived:%Y-%m-%d %H:%M} UTC"
        )
    iterator = _iterator(streams, stream_arn, batch, "TRIM_HORIZON")
    return Fetched(list(_read(streams, stream_arn, batch, iterator)) if iterator else [], complete=False)


def _iterator(streams: Any, stream_arn: str, batch: FailedBatch, kind: str, number: str | None = None) -> str | None:
    """An iterator at that position, or None if the stream no longer has it."""
    at = {"SequenceNumber": number} if number else {}
    try:
        reply = streams.get_shard_iterator(StreamArn=stream_arn, ShardId=batch.shard_id, ShardIteratorType=kind, **at)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        old = datetime.now(UTC) - batch.arrived > KEPT
        # A shard disappears with its last record. If the records are younger, the account or Region is wrong, or the
        # table was deleted.
        if code == "TrimmedDataAccessException" or (code == "ResourceNotFoundException" and old):
            return None
        raise
    found: str = reply["ShardIterator"]
    return found


def _read(streams: Any, stream_arn: str, batch: FailedBatch, iterator: str | None) -> Iterator[Record]:
    last = int(batch.last)
    found = 0
    deadline = time.monotonic() + READ_SECONDS
    while iterator:
        if time.monotonic() > deadline:
            raise TimeoutError(f"record {batch.last} was not found in the stream within {READ_SECONDS} s; try again")
        page = streams.get_records(ShardIterator=iterator)
        if not page["Records"]:
            time.sleep(PAUSE_SECONDS)
        for record in page["Records"]:
            number = int(record["dynamodb"]["SequenceNumber"])
            if number <= last:
                found += 1
                if found > LARGEST:
                    raise TooManyError(
                        f"the stream has more than {LARGEST} records in this range, but a batch has at most {LARGEST}; "
                        "check who may send to the queue"
                    )
                yield _delivered(record, stream_arn)
            if number >= last:
                return
        iterator = page.get("NextShardIterator")


def _delivered(record: Record, stream_arn: str) -> Record:
    """Convert a record to Lambda's form: the stream's ARN, epoch seconds, base64, and Lambda's key names."""
    plain: Record = _plain(record)
    if "userIdentity" in plain:  # only expired items have it; boto3 names its keys PrincipalId and Type
        identity = plain["userIdentity"].items()
        plain["userIdentity"] = {key[:1].lower() + key[1:]: value for key, value in identity}
    return {**plain, "eventSourceARN": stream_arn}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
