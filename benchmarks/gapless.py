"""Invoices without gaps, in several ways, beside boto3's plain `ADD`: all on one DynamoDB Local, taking turns.

    python -m benchmarks.gapless [--rounds N]

Needs Java and Node.js, and installs npm's packages beside this file. Prints invoices a second as a ratio to boto3's
`ADD` with as many callers, the median over the rounds. The queue is in this process, so the figures leave out the time
that SQS and Lambda take. Exits with 1 if the example misses its bound.
"""

import argparse
import itertools
import os
import queue
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import boto3
from botocore.config import Config

from tests.dynamodb_local import dynamodb_local, missing
from tests.examples.deliveries import as_the_example_does, event_of

from .command_line import at_least_one, ended_in_order
from .packages import fetch_npm
from .process import worker
from .roster import CONTENDERS
from .turns import turns

TABLES = {"counters": ("name", "S"), "invoices": ("order", "S"), "numbered": ("number", "N")}
CALLERS = (1, 16)
SECONDS = 0.5  # of each measurement
BATCH = 10  # what a FIFO queue delivers at most
BOUND = 0.5  # of the batches, with 16 callers; npm reaches 0.1

Call = Callable[[], object]
Measure = Callable[[int, float], int]
orders = itertools.count()


def by_threads(call: Call) -> Measure:
    """Measure a call that so many threads repeat."""

    def measure(callers: int, seconds: float) -> int:
        until = time.perf_counter() + seconds

        def caller(_: int) -> int:
            done = 0
            while time.perf_counter() < until:
                call()
                done += 1
            return done

        with ThreadPoolExecutor(callers) as pool:
            return sum(pool.map(caller, range(callers)))

    return measure


def plain_add() -> Call:
    """A number and no invoice: one `ADD` with boto3's defaults."""
    client: Any = boto3.client("dynamodb", config=Config(max_pool_connections=max(CALLERS)))
    return lambda: client.update_item(
        TableName="counters",
        Key={"name": {"S": "plain"}},
        UpdateExpression="ADD #last :one",
        ExpressionAttributeNames={"#last": "last"},
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )


def example_handler() -> Callable[[int], None]:
    """The example's function. It numbers so many new invoices, and repeats what other functions disturb."""
    _, handler = as_the_example_does()

    def number(count: int) -> None:
        event = event_of([str(next(orders)) for _ in range(count)])
        while True:
            try:
                handler(event, None)
            except RuntimeError:
                continue
            return

    return number


def behind_a_queue(number: Callable[[int], None]) -> Call:
    """One writer takes up to ten waiting invoices at a time. A caller waits until its invoice is written."""
    waiting: queue.SimpleQueue[Future[None]] = queue.SimpleQueue()

    def write() -> None:
        while True:
            batch = [waiting.get()]
            while len(batch) < BATCH and not waiting.empty():
                batch.append(waiting.get())
            number(len(batch))
            for invoice in batch:
                invoice.set_result(None)

    def call() -> None:
        invoice: Future[None] = Future()
        waiting.put(invoice)
        invoice.result()

    Thread(target=write, daemon=True).start()
    return call


@contextmanager
def npm_package() -> Iterator[Measure]:
    """The package from npm, in a Node process."""
    if reason := fetch_npm():
        raise SystemExit(f"npm's packages: {reason}")
    contender = next(each for each in CONTENDERS if each.program == "autoincrement.js")
    environment = os.environ | {"TABLE_NAME": "counters", "NUMBERED_TABLE_NAME": "numbered"}
    with worker(contender.worker_command, environment, Path(__file__).parent) as started:

        def measure(callers: int, seconds: float) -> int:
            started.begin({}, callers, seconds)
            return started.end().calls

        yield measure


def main() -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.gapless", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=at_least_one, default=4, help="how often each way is measured (default 4)")
    rounds = parser.parse_args().rounds
    if reason := missing():
        sys.exit(reason)
    with dynamodb_local() as endpoint:
        os.environ |= {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "COUNTERS": "counters",
            "INVOICES": "invoices",
        }
        for table, (key, kind) in TABLES.items():
            boto3.client("dynamodb").create_table(
                TableName=table,
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind}],
            )
        number = example_handler()
        with npm_package() as npm:
            ways = {
                "boto3, ADD only": by_threads(plain_add()),
                "npm @nasa-gcn/dynamodb-autoincrement": npm,
                "the example, an invoice a transaction": by_threads(lambda: number(1)),
                "the example, batches from a queue": by_threads(behind_a_queue(number)),
            }
            for measure in ways.values():
                measure(max(CALLERS), 2 * SECONDS)  # warm up
            taken = [
                {(way, callers): ways[way](callers, SECONDS) for way, callers in order}
                for order in turns(itertools.product(ways, CALLERS), rounds)
            ]
    plain = next(iter(ways))
    ratios = {key: statistics.median(each[key] / each[plain, key[1]] for each in taken) for key in taken[0]}
    print(
        f"invoices a second, ratio to boto3's ADD; median of {rounds} rounds"
        + "".join(f"{n:>4} callers" for n in CALLERS)
    )
    for way in ways:
        print(f"  {way:<60}" + "".join(f"{ratios[way, callers]:>12.2f}" for callers in CALLERS))
    return 0 if ratios["the example, batches from a queue", max(CALLERS)] >= BOUND else 1


if __name__ == "__main__":
    sys.exit(ended_in_order(main))
