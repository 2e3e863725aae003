"""Deliver batches to functions in processes of their own, which lose replies and are killed, until each has succeeded.

It does what a queue does at least once: a batch whose function fails or dies comes again, and some batches come twice
at the same time.
"""

import importlib.util
import multiprocessing
import os
import random
import signal
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError
from botocore.httpsession import URLLib3Session

NUMBER_INVOICES = Path(__file__).parents[2] / "examples" / "gapless-invoices" / "app" / "number_invoices.py"
CALLERS = 8
FAULTS = {"none": 70, "killed before": 5, "killed after": 8, "lost": 17}

Batch = list[str]
Number = Callable[[dict[str, Any], object], None]
PROCESSES = multiprocessing.get_context("forkserver")


def event_of(orders: Batch) -> dict[str, Any]:
    """The event with which Lambda delivers these orders."""
    return {"Records": [{"attributes": {"MessageDeduplicationId": each}, "body": "{}"} for each in orders]}


def as_the_example_does() -> tuple[Any, Number]:
    """The example's DynamoDB client, and its handler."""
    spec = importlib.util.spec_from_file_location("number_invoices", NUMBER_INVOICES)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.dynamodb, module.handler


def number_first() -> tuple[Any, Number]:
    """The naive way: take a number, then write the invoice with it."""
    client: Any = boto3.client("dynamodb")

    def handler(event: dict[str, Any], _context: object) -> None:
        for record in event["Records"]:
            reply = client.update_item(
                TableName=os.environ["COUNTERS"],
                Key={"name": {"S": "invoices"}},
                UpdateExpression="ADD #last :one",
                ExpressionAttributeNames={"#last": "last"},
                ExpressionAttributeValues={":one": {"N": "1"}},
                ReturnValues="UPDATED_NEW",
            )
            order, number = record["attributes"]["MessageDeduplicationId"], reply["Attributes"]["last"]
            item = {"order": {"S": order}, "number": number, "invoice": {"S": record["body"]}}
            client.put_item(TableName=os.environ["INVOICES"], Item=item)

    return client, handler


def numbers_of(client: Any, orders: Batch) -> dict[str, int]:
    """The numbers of these orders' invoices."""
    keys = [{"order": {"S": order}} for order in orders]
    request = {os.environ["INVOICES"]: {"Keys": keys, "ConsistentRead": True}}
    [items] = client.batch_get_item(RequestItems=request)["Responses"].values()
    return {item["order"]["S"]: int(item["number"]["N"]) for item in items}


def function(
    way: Callable[[], tuple[Any, Number]], environment: dict[str, str], seed: int, batches: Connection
) -> None:
    """Run a function: for each batch it receives, it sends the numbers, or None if it failed."""
    os.environ |= environment
    client, handler = way()
    chance = random.Random(seed)  # noqa: S311
    session = URLLib3Session()

    def fail(request: AWSPreparedRequest, **_: object) -> AWSResponse | None:
        [fault] = chance.choices(list(FAULTS), list(FAULTS.values()))
        if fault == "none":
            return None
        if fault != "killed before":
            session.send(request)
        if fault == "lost":
            raise ConnectionClosedError(endpoint_url=request.url)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    for operation in ("TransactWriteItems", "UpdateItem", "PutItem"):
        client.meta.events.register(f"before-send.dynamodb.{operation}", fail)
    while True:
        orders = batches.recv()
        try:
            handler(event_of(orders), None)
            outcome: object = numbers_of(client, orders)
        except (BotoCoreError, ClientError, RuntimeError):
            outcome = None
        except Exception as mistake:  # noqa: BLE001  # the parent reports it
            outcome = repr(mistake)
        batches.send(outcome)


@dataclass
class Deliveries:
    """The batches that are left to deliver, and what happened so far."""

    way: Callable[[], tuple[Any, Number]]
    environment: dict[str, str]
    batches: deque[Batch]
    seen: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The numbers that each order's invoice had when a function said that it was done."""
    deaths: int = 0
    failures: int = 0

    def run(self) -> None:
        """Deliver all batches, to eight functions at once."""
        PROCESSES.set_forkserver_preload([f"{__package__}.preloaded"])
        with ThreadPoolExecutor(CALLERS) as callers:
            list(callers.map(self._deliver, range(CALLERS)))

    def _next(self) -> Batch | None:
        try:
            return self.batches.popleft()
        except IndexError:
            return None

    def _deliver(self, caller: int) -> None:
        process = None
        while batch := self._next():
            if process is None:
                ours, theirs = PROCESSES.Pipe()
                process = PROCESSES.Process(
                    target=function, args=(self.way, self.environment, caller + 100 * self.deaths, theirs)
                )
                process.start()
                theirs.close()
            ours.send(batch)
            try:
                numbers = ours.recv()
            except EOFError:
                process.join()
                process = None
                self.deaths += 1
                self.batches.append(batch)
                continue
            assert not isinstance(numbers, str), numbers
            if numbers is None:
                self.failures += 1
                self.batches.append(batch)
            else:
                for order, number in numbers.items():
                    self.seen[order].add(number)
        if process:
            process.kill()
            process.join()
