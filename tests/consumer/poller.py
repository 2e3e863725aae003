"""An event source mapping as AWS documents it, over a stream of DynamoDB Local.

The rules, with the pages of the AWS Lambda Developer Guide that state them:

1. "Using AWS Lambda with Amazon DynamoDB": Lambda reads records in batches, shard by shard and in order. It invokes the
   function synchronously. It reads on only after the batch succeeded.
2. "Configuring partial batch response with DynamoDB and Lambda": A null or empty answer is a complete success. So is a
   null or empty list `batchItemFailures`. An empty or null `itemIdentifier`, or a wrong key, is a complete failure. If
   there are several identifiers, the lowest sequence number is the checkpoint. Records before it are done. Lambda
   retries from it on.
3. The same page: If the invocation fails and BisectBatchOnFunctionError is on, Lambda splits the batch in two,
   regardless of ReportBatchItemFailures. With both options, it splits a partial success at the returned number.
4. "Retain discarded records for a DynamoDB event source in Lambda": Lambda retries a failed batch until it succeeds,
   its records exceed MaximumRecordAgeInSeconds, or MaximumRetryAttempts is reached. A split uses up no attempt.
5. The same page: Lambda then sends a JSON document to the on-failure destination and reads on after the records. The
   document has the records' position in the stream, not the records.
6. "Lambda parameters for Amazon DynamoDB event source mappings": -1 attempts or -1 seconds mean no limit.

The pages do not say what happens if the returned number is the first in the batch. Lambda may retry the whole batch, or
halve it as after an error. `halve_at_first` chooses. The tests must pass with both.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]
Invoke = Callable[[dict[str, Any]], Any]

FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:consumer"


class InvocationError(Exception):
    """The function raised, or reached its time-out."""


@dataclass
class Options:
    """The options of the mapping, with the component's defaults."""

    batch_size: int = 100
    maximum_retry_attempts: int = 10
    maximum_record_age_in_seconds: int = 86_400
    bisect: bool = True
    report: bool = True
    halve_at_first: bool = True


@dataclass
class _Batch:
    records: list[Record]
    attempts: int = 0


class Poller:
    """Delivers a stream to a function.

    `clock` returns epoch seconds. `wait` is called before each retry. `settled` lists the finished records in order, by
    sequence number. Each of them is also in `acknowledged` or in `given_up`.
    """

    def __init__(
        self,
        streams: Any,
        stream_arn: str,
        invoke: Invoke,
        options: Options,
        *,
        on_failure: Callable[[str], object],
        clock: Callable[[], float],
        wait: Callable[[], object] = lambda: None,
    ) -> None:
        self._streams = streams
        self._stream_arn = stream_arn
        self._invoke = invoke
        self._options = options
        self._on_failure = on_failure
        self._clock = clock
        self._wait = wait
        self.settled: list[str] = []
        self.acknowledged: list[str] = []
        self.given_up: list[str] = []

    def run(self) -> None:
        """Deliver all records in the stream."""
        shards = self._streams.describe_stream(StreamArn=self._stream_arn)["StreamDescription"]["Shards"]
        for shard in shards:
            records = self.read(shard["ShardId"])
            for start in range(0, len(records), self._options.batch_size):  # rule 1
                self._deliver(shard["ShardId"], records[start : start + self._options.batch_size])

    def read(self, shard: str) -> list[Record]:
        """Read all records of a shard, in the form in which a function gets them."""
        iterator = self._streams.get_shard_iterator(
            StreamArn=self._stream_arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        records: list[Record] = []
        while page := self._streams.get_records(ShardIterator=iterator):
            found = json.loads(json.dumps(page["Records"], default=datetime.timestamp))
            records += [record | {"eventSourceARN": self._stream_arn} for record in found]
            iterator = page.get("NextShardIterator")
            if not found or not iterator:
                break
        return records

    def _deliver(self, shard: str, records: list[Record]) -> None:
        waiting = [_Batch(records)]
        while waiting:
            batch = waiting.pop(0)
            batch = self._without_the_old(shard, batch)
            if not batch.records:
                continue
            done, whole = self._attempt(batch)
            self._finish(self.acknowledged, batch.records[:done])
            rest = batch.records[done:]
            if not rest:
                continue
            self._wait()
            if self._options.bisect and done:  # rule 3: split at the returned number; rule 4: without an attempt
                waiting.insert(0, _Batch(rest, batch.attempts - 1))
            elif self._options.bisect and len(rest) > 1 and (whole or self._options.halve_at_first):  # rule 3
                middle = len(rest) // 2
                waiting[:0] = [_Batch(half, batch.attempts - 1) for half in (rest[:middle], rest[middle:])]
            elif 0 <= self._options.maximum_retry_attempts < batch.attempts:  # rules 4 and 6
                self._give_up(shard, rest, "RetryAttemptsExhausted", batch.attempts)
            else:
                waiting.insert(0, _Batch(rest, batch.attempts))

    def _attempt(self, batch: _Batch) -> tuple[int, bool]:
        """Invoke the function. Returns how many records are done, and whether the whole batch failed."""
        batch.attempts += 1
        try:
            answer = self._invoke({"Records": batch.records})
        except InvocationError:
            return 0, True
        if not self._options.report or not answer or not answer.get("batchItemFailures"):  # rule 2
            return len(batch.records), False
        named = [failure.get("itemIdentifier") for failure in answer["batchItemFailures"]]
        numbers = [_number(record) for record in batch.records]
        if not all(name in numbers for name in named):  # rule 2
            return 0, True
        return min(numbers.index(name) for name in named), False

    def _without_the_old(self, shard: str, batch: _Batch) -> _Batch:
        age = self._options.maximum_record_age_in_seconds
        if age < 0:  # rule 6
            return batch
        oldest = self._clock() - age
        old = [record for record in batch.records if record["dynamodb"]["ApproximateCreationDateTime"] < oldest]
        if old:  # rule 4
            self._give_up(shard, old, "RecordAgeExceeded", batch.attempts)
        return _Batch(batch.records[len(old) :], batch.attempts)

    def _finish(self, how: list[str], records: list[Record]) -> None:
        how += [_number(record) for record in records]
        self.settled += [_number(record) for record in records]

    def _give_up(self, shard: str, records: list[Record], condition: str, attempts: int) -> None:
        self._finish(self.given_up, records)
        times = [_time(record["dynamodb"]["ApproximateCreationDateTime"]) for record in records]
        message = {  # rule 5
            "requestContext": {
                "requestId": "c9b8fa9f-5a7f-xmpl-af9c-0c604cde93a5",
                "functionArn": FUNCTION_ARN,
                "condition": condition,
                "approximateInvokeCount": attempts,
            },
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
            "version": "1.0",
            "timestamp": _time(self._clock()),
            "DDBStreamBatchInfo": {
                "shardId": shard,
                "startSequenceNumber": _number(records[0]),
                "endSequenceNumber": _number(records[-1]),
                "approximateArrivalOfFirstRecord": times[0],
                "approximateArrivalOfLastRecord": times[-1],
                "batchSize": len(records),
                "streamArn": self._stream_arn,
            },
        }
        self._on_failure(json.dumps(message))


def _number(record: Record) -> str:
    number: str = record["dynamodb"]["SequenceNumber"]
    return number


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
