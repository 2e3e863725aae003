"""Feeds the deployed stream consumer 1,000 changes a second, in this process; prints its lag as JSON.

    python -m benchmarks.feed BATCH SECONDS

The records become due evenly. As Lambda does, it delivers those that are due, at most BATCH at once, and waits for the
answer. Each delivery also takes 10 ms, in place of the way from Lambda's poller to the function and back.
"""

import importlib
import io
import json
import os
import sys
import time
from typing import Any

RATE = 1_000  # changes a second: what DynamoDB lets one sequence write
WAY = 0.01
POLL = 0.25  # seconds between two looks at an empty shard: "Lambda polls ... 4 times per second"
ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/{}/stream/2026-01-01T00:00:00.000"


def record(number: int, table: str) -> dict[str, Any]:
    """A record as Lambda delivers it: the sequence went from this number to the next."""
    return {
        "eventID": f"{number:032x}",
        "eventName": "MODIFY",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "eventSourceARN": ARN.format(table),
        "dynamodb": {
            "ApproximateCreationDateTime": 1_764_000_000.0,
            "Keys": {"name": {"S": "ordered"}},
            "OldImage": {"name": {"S": "ordered"}, "value": {"N": str(number + 1)}},
            "NewImage": {"name": {"S": "ordered"}, "value": {"N": str(number + 2)}},
            "SequenceNumber": str(10**20 + number),
            "SizeBytes": 40,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


def batch(first: int, size: int, table: str) -> dict[str, Any]:
    """An event with so many records."""
    return {"Records": [record(number, table) for number in range(first, first + size)]}


def main() -> None:
    """Feed, and measure how old each batch's last record is when it is done."""
    size, length, table = int(sys.argv[1]), float(sys.argv[2]), os.environ["SEQUENCE_TABLE_NAME"]
    handler = importlib.import_module("handlers.stream_consumer").handler  # the deployed one
    answers, sys.stdout = sys.stdout, io.StringIO()
    handler(batch(0, size, table), None)  # the first call reads the settings
    lags: list[float] = []
    done, begin = 0, time.perf_counter()
    while (now := time.perf_counter() - begin) < length:
        due = min(size, int(now * RATE) - done)
        if not due:
            time.sleep(POLL)
            continue
        event = batch(done, due, table)
        time.sleep(WAY)
        if handler(event, None)["batchItemFailures"]:
            raise RuntimeError("the consumer refused a record")
        sys.stdout.truncate(0)
        done += due
        lags.append(time.perf_counter() - begin - (done - 1) / RATE)
    print(json.dumps({"lag": max(lags[len(lags) // 2 :]), "behind": max(0, int(length * RATE) - done)}), file=answers)


if __name__ == "__main__":
    main()
