"""The records of a failed batch, fetched from the stream while it still has them, as Lambda would deliver them."""

import base64
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from .failed_batch import FailedBatch

KEPT = timedelta(hours=24)  # "Change data capture for DynamoDB Streams", Amazon DynamoDB Developer Guide
READ_SECONDS = 60  # a batch ends a few pages behind its start; an open shard has a next page for ever
PAUSE_SECONDS = 0.2  # a shard answers five reads a second

Record = dict[str, Any]


class LostError(Exception):
    """The stream no longer has the records; nothing brings them back."""


class Fetched(NamedTuple):
    """What the stream still had of a batch, in its order; `complete`: all that there was."""

    records: list[Record]
    complete: bool


def fetch(streams: Any, batch: FailedBatch) -> Fetched:
    """Fetch a batch by a client of DynamoDB Streams. Raises `LostError`, and whatever else AWS answers."""
    iterator = _iterator(streams, batch, "AT_SEQUENCE_NUMBER", batch.first)
    if iterator:
        return Fetched(list(_read(streams, batch, iterator)), complete=True)
    if not _iterator(streams, batch, "AT_SEQUENCE_NUMBER", batch.last):
        raise LostError(
            f"last written {batch.arrived:%Y-%m-%d %H:%M} UTC; a stream keeps its records for 24 hours, and this one "
            "has let go of these"
        )
    iterator = _iterator(streams, batch, "TRIM_HORIZON")
    return Fetched(list(_read(streams, batch, iterator)) if iterator else [], complete=False)


def _iterator(streams: Any, batch: FailedBatch, kind: str, number: str | None = None) -> str | None:
    """An iterator at that place; None: the stream has let go of it."""
    at = {"SequenceNumber": number} if number else {}
    try:
        reply = streams.get_shard_iterator(
            StreamArn=batch.stream_arn, ShardId=batch.shard_id, ShardIteratorType=kind, **at
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        old = datetime.now(UTC) - batch.arrived > KEPT
        # A shard goes with its last record; of a younger one it means a wrong account or Region, or a deleted table.
        if code == "TrimmedDataAccessException" or (code == "ResourceNotFoundException" and old):
            return None
        raise
    found: str = reply["ShardIterator"]
    return found


def _read(streams: Any, batch: FailedBatch, iterator: str | None) -> Iterator[Record]:
    last = int(batch.last)
    deadline = time.monotonic() + READ_SECONDS
    while iterator:
        if time.monotonic() > deadline:
            raise TimeoutError(f"record {batch.last} did not turn up in the stream within {READ_SECONDS} s; try again")
        page = streams.get_records(ShardIterator=iterator)
        if not page["Records"]:
            time.sleep(PAUSE_SECONDS)
        for record in page["Records"]:
            number = int(record["dynamodb"]["SequenceNumber"])
            if number <= last:
                yield _delivered(record, batch.stream_arn)
            if number >= last:
                return
        iterator = page.get("NextShardIterator")


def _delivered(record: Record, stream_arn: str) -> Record:
    """The record as a function gets it: with its stream's ARN, its time in epoch seconds, its bytes in base64."""
    plain: Record = _plain(record)
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
