"""The next-value handler beside a bare boto3 `update_item` loop, both on one DynamoDB Local, taking turns.

    python -m benchmarks.next_value [--rounds N]

Prints each figure as a ratio to boto3's, the median over the rounds. Exits with 1 if one misses its bound.
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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import boto3

from tests.dynamodb_local import dynamodb_local
from tests.handlers.aws.test_tls import Authority
from tests.handlers.fake_server import fake_server

ROOT = Path(__file__).parent.parent
TABLE = "sequences"
CALLS = 800
WARM_UP = 5  # times CALLS of each kind: a cold Java engine takes twice as long for a call
RANGE = 1_000
DEFINITION = {"increment": 1, "min_value": 1, "max_value": 2**53 - 1, "start": 1, "cycle": False, "cache": 1}
OURS = "from benchmarks.next_value import ours; call = ours('processes')"
BARE = "from benchmarks.next_value import bare_boto3; call = bare_boto3()"
# As in Lambda, where no benchmark is loaded.
HANDLER_STARTS = "from handlers.next_value import handler; handler({'name': 'cold'}, None)"
BOTO3_STARTS = """
import boto3
client = boto3.client("dynamodb")
client.update_item(TableName="sequences", Key={"name": {"S": "bare"}}, UpdateExpression="ADD #value :one",
    ExpressionAttributeNames={"#value": "value"}, ExpressionAttributeValues={":one": {"N": "1"}},
    ReturnValues="UPDATED_NEW")
"""
LOOP = f"""
call()
print(flush=True)
input()
for _ in range({CALLS}):
    call()
print(flush=True)
"""
Call = Callable[[], object]


class Pace(NamedTuple):
    """What one call costs, in seconds."""

    wall: float
    processor: float


def bare_boto3() -> Call:
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


def ours(name: str, **more: object) -> Call:
    """The handler as Lambda calls it."""
    from handlers.next_value import handler

    return lambda: handler({"name": name, **more}, None)


def pace(call: Call, callers: int = 1) -> Pace:
    """Measure CALLS calls, by so many callers at once."""

    def calls(_: int) -> None:
        for _ in range(CALLS // callers):
            call()

    with ThreadPoolExecutor(callers) as pool:
        list(pool.map(lambda _: call(), range(callers)))  # every caller has its connection
        wall, processor = time.perf_counter(), time.process_time()
        list(pool.map(calls, range(callers)))
    return Pace((time.perf_counter() - wall) / CALLS, (time.process_time() - processor) / CALLS)


def two_processes(program: str) -> float:
    """Seconds that two processes need for CALLS calls each, side by side and warm."""
    command = [sys.executable, "-c", program + "\n" + LOOP]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    pipes = [(process.stdin, process.stdout) for process in processes if process.stdin and process.stdout]
    for _, ready in pipes:
        ready.readline()
    begin = time.perf_counter()
    for go, _ in pipes:
        go.write("\n")
        go.flush()
    for _, done in pipes:
        done.readline()
    taken = time.perf_counter() - begin
    for process in processes:
        process.communicate()
    return taken


def cold_start(program: str, **environment: str) -> float:
    """Seconds from a fresh interpreter to its first answer."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, env={**os.environ, **environment})
    return time.perf_counter() - begin


def one_round(bare: Call, tls: dict[str, str]) -> dict[str, float]:
    """Each figure's ratio to boto3's; the two sides take turns, so that the machine's moods hit both."""
    ratios = {}
    for callers in (1, 4, 16):
        theirs, mine = pace(bare, callers), pace(ours("ordered"), callers)
        ratios[f"values a second, {callers} callers"] = theirs.wall / mine.wall
        if callers == 1:
            ranges = pace(ours("ranges", count=RANGE))
            ratios["processor time a call"] = mine.processor / theirs.processor
            ratios["values a second in ranges of 1,000, over 1,000 times bare"] = theirs.wall / ranges.wall
    ratios["values a second, 2 processes"] = two_processes(BARE) / two_processes(OURS)
    ratios["cold start"] = cold_start(HANDLER_STARTS) / cold_start(BOTO3_STARTS)
    ratios["cold start over TLS"] = cold_start(HANDLER_STARTS, **tls) / cold_start(BOTO3_STARTS, **tls)
    return ratios


BOUNDS: dict[str, float] = {  # at least; negative: at most
    "values a second, 1 callers": 1.8,
    "values a second, 4 callers": 2.4,
    "values a second, 16 callers": 3.3,
    "values a second, 2 processes": 1.5,
    "values a second in ranges of 1,000, over 1,000 times bare": 1.5,
    "processor time a call": -0.28,
    "cold start": -0.30,
    "cold start over TLS": -0.36,
}


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
        authority = Authority(Path(folder), "localhost")
        bare = bare_boto3()
        for call in (bare, ours("ordered"), ours("ranges", count=RANGE)) * WARM_UP:
            pace(call, callers=16)
        with fake_server(tls=authority.tls) as secure:
            tls = {"AWS_ENDPOINT_URL": secure.url, "AWS_CA_BUNDLE": str(authority.bundle)}
            measured = [one_round(bare, tls) for _ in range(rounds)]
    print(f"next-value handler / bare boto3 loop, median of {rounds} rounds of {CALLS} calls each")
    met = True
    for figure, bound in BOUNDS.items():
        ratio = statistics.median(ratios[figure] for ratios in measured)
        good = ratio >= bound if bound > 0 else ratio <= -bound
        met &= good
        limit = f"at {'least' if bound > 0 else 'most'} {abs(bound):.2f}"
        print(f"  {figure:58} {ratio:5.2f}   {limit:14} {'met' if good else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
