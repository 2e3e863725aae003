"""The next-value handler beside a bare boto3 `update_item` loop, both on one DynamoDB Local, taking turns.

    python -m benchmarks.next_value [--rounds N]

Prints each figure as a ratio to boto3's, the median over the rounds, and exits with 1 where one misses its bound.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import boto3

from tests.dynamodb_local import dynamodb_local

ROOT = Path(__file__).parent.parent
TABLE = "sequences"
CALLS = 400
RANGE = 1_000
DEFINITION = {"increment": 1, "min_value": 1, "max_value": 2**53 - 1, "start": 1, "cycle": False, "cache": 1}
HANDLER_STARTS = "from handlers.next_value import handler; print(handler({'name': 'cold'}, None))"
BOTO3_STARTS = "from benchmarks.next_value import bare_boto3; print(bare_boto3()())"


class Pace(NamedTuple):
    """What one call costs, in seconds."""

    wall: float
    processor: float


def bare_boto3() -> Callable[[], int]:
    """What most people deploy: a client with its defaults, made once, and one `ADD` a value."""
    client: Any = boto3.client("dynamodb")

    def next_value() -> int:
        reply = client.update_item(
            TableName=TABLE,
            Key={"name": {"S": "bare"}},
            UpdateExpression="ADD #value :one",
            ExpressionAttributeNames={"#value": "value"},
            ExpressionAttributeValues={":one": {"N": "1"}},
            ReturnValues="UPDATED_NEW",
        )
        return int(reply["Attributes"]["value"]["N"])

    return next_value


def pace(call: Callable[[], object]) -> Pace:
    """Measure CALLS calls one after another."""
    wall, processor = time.perf_counter(), time.process_time()
    for _ in range(CALLS):
        call()
    return Pace((time.perf_counter() - wall) / CALLS, (time.process_time() - processor) / CALLS)


def cold_start(program: str) -> float:
    """Seconds from a fresh interpreter to its first answer."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def measure(rounds: int) -> dict[str, list[float]]:
    """Each figure's ratio to boto3's, one a round; the two sides take turns, so that the machine's moods hit both."""
    from handlers.next_value import handler

    bare = bare_boto3()
    ratios: dict[str, list[float]] = {"values": [], "processor": [], "range": [], "cold start": []}
    for call in (bare, lambda: handler({"name": "warm"}, None)):
        pace(call)
    for _ in range(rounds):
        theirs = pace(bare)
        ours = pace(lambda: handler({"name": "ordered"}, None))
        ranges = pace(lambda: handler({"name": "ranges", "count": RANGE}, None))
        ratios["values"].append(theirs.wall / ours.wall)
        ratios["processor"].append(ours.processor / theirs.processor)
        ratios["range"].append(theirs.wall / ranges.wall)
        ratios["cold start"].append(cold_start(HANDLER_STARTS) / cold_start(BOTO3_STARTS))
    return ratios


def main() -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="how often each side is measured (default 9)")
    rounds = parser.parse_args().rounds
    with dynamodb_local() as endpoint, tempfile.TemporaryDirectory() as folder:
        definitions = Path(folder, "sequences.json")
        definitions.write_text(json.dumps({"*": DEFINITION}))
        os.environ |= {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "SEQUENCE_TABLE_NAME": TABLE,
            "SEQUENCE_DEFINITIONS_PATH": str(definitions),
        }
        boto3.client("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        )
        ratios = {figure: statistics.median(values) for figure, values in measure(rounds).items()}
    verdicts = [
        ("ordered values a second", ratios["values"], ratios["values"] >= 1.05, "at least 1.05"),
        ("processor time a call", ratios["processor"], ratios["processor"] <= 0.75, "at most 0.75"),
        (f"calls a second for ranges of {RANGE:,}", ratios["range"], ratios["range"] >= 0.98, "at least 0.98"),
        ("fresh interpreter to first answer", ratios["cold start"], ratios["cold start"] <= 0.93, "at most 0.93"),
    ]
    print(f"next-value handler / bare boto3 loop, median of {rounds} rounds of {CALLS} calls each")
    for figure, ratio, good, bound in verdicts:
        print(f"  {figure:38} {ratio:5.2f}   {bound:14} {'met' if good else 'MISSED'}")
    return 0 if all(good for *_, good, _ in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
