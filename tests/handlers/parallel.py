"""Callers in separate processes that start to take values at the same moment."""

import multiprocessing
import os
from collections.abc import Callable
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import boto3

from handlers import aws
from handlers.allocator import Allocator
from handlers.counter_table import CounterTable
from handlers.definitions import Definitions
from handlers.request import Reply, Request
from handlers.sequence import Sequence

PROCESSES, DRAWS = 8, 60

Draw = Callable[[str, dict[str, object]], list[int]]


def draw_function(table: str, definition: dict[str, object]) -> Callable[[], Reply]:
    """Make a function and return the call that takes one value from it."""
    sequence = Sequence(**definition)  # type: ignore[arg-type]  # a complete definition, in plain values
    counters = CounterTable(aws.Service("dynamodb", os.environ), table)
    allocator = Allocator(counters, Definitions({"a": sequence}), token_seconds=60)
    return partial(allocator.answer, Request.parse({"name": "a"}))


def by_handler(table: str, definition: dict[str, object]) -> list[int]:
    """Take values as the handler does."""
    draw = draw_function(table, definition)
    return [value for _ in range(DRAWS) if isinstance(value := draw(), int)]


def by_reading_then_writing(table: str, _definition: dict[str, object]) -> list[int]:
    """Take values the naive way: read the item, then write it."""
    client = boto3.client("dynamodb")
    values = []
    for _ in range(DRAWS):
        item = client.get_item(TableName=table, Key={"name": {"S": "a"}}, ConsistentRead=True).get("Item")
        values.append(int(item["value"]["N"]) + 1 if item else 1)
        client.put_item(TableName=table, Item={"name": {"S": "a"}, "value": {"N": str(values[-1])}})
    return values


def draw_at_once(draw: Draw, url: str, table: str, definition: dict[str, object]) -> list[list[int]]:
    """Run all processes; returns the values of each."""
    context = multiprocessing.get_context("spawn")
    barrier, drawn = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(target=_run, args=(draw, url, table, definition, barrier, drawn)) for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    try:
        return [drawn.get(timeout=120) for _ in processes]
    finally:
        for process in processes:
            process.join(10)
            process.kill()


def _run(
    draw: Draw, url: str, table: str, definition: dict[str, object], barrier: Barrier, drawn: "Queue[list[int]]"
) -> None:
    os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = url
    barrier.wait(60)
    drawn.put(draw(table, definition))
