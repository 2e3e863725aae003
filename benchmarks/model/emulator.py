"""The same scenarios with the real client and the real handler, before DynamoDB Local with a limiter."""

import io
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import boto3

from client import SequenceClient
from client.errors import SequenceUnavailableError
from handlers import aws
from handlers.allocator import Allocator
from handlers.counter_table import CounterTable
from handlers.definitions import Definitions
from handlers.errors import SequenceError
from handlers.request import Request
from handlers.sequence import Sequence

from .caller import Call
from .function import TIMEOUT
from .limiter import Limiter, limiter
from .scenario import Outcome, Scenario, times_of

TABLE = "hot-sequences"
MOST_THREADS = 300  # of one scenario; enough that no call waits for one
WARMING, WARM_CALLS = 16, 400
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


class LocalLambda:
    """Lambda's client, as `SequenceClient` uses it. Each environment has an allocator and a connection of its own."""

    def __init__(self, url: str, cache: int) -> None:
        self._environment = {**KEYS, "AWS_ENDPOINT_URL_DYNAMODB": url}
        sequence = Sequence(increment=1, min_value=1, max_value=2**53 - 1, start=1, cycle=False, cache=cache)
        self._definitions = Definitions({"*": sequence})
        self._idle: list[Allocator] = []

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: ARG002, N803 - as boto3's
        """Run the handler's code in an environment that is idle, or in a new one."""
        try:
            allocator = self._idle.pop()
        except IndexError:
            table = CounterTable(aws.Service("dynamodb", self._environment), TABLE)
            allocator = Allocator(table, self._definitions, token_seconds=60)
        before = aws.deadline.set(time.monotonic() + TIMEOUT)
        try:
            return {"Payload": io.BytesIO(json.dumps(allocator.answer(Request.parse(json.loads(Payload)))).encode())}
        except SequenceError as error:
            failed = {"errorType": type(error).__name__, "errorMessage": str(error)}
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(json.dumps(failed).encode())}
        finally:
            aws.deadline.reset(before)
            self._idle.append(allocator)


class Run(NamedTuple):
    """What the emulator showed, and the numbers that were given out."""

    outcome: Outcome
    numbers: list[int]


@contextmanager
def limited(url: str) -> Iterator[Limiter]:
    """A new table of DynamoDB Local, behind a limiter."""
    dynamodb: Any = boto3.client(
        "dynamodb",
        endpoint_url=url,
        region_name=KEYS["AWS_REGION"],
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )
    dynamodb.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
    )
    with limiter(int(urlsplit(url).port or 0)) as server:
        yield server
    dynamodb.delete_table(TableName=TABLE)


def run_all(server: Limiter, scenarios: dict[str, Scenario], writes: float) -> dict[str, Run]:
    """Run scenarios side by side, each on a sequence of its own that takes so many writes a second."""
    warming = SequenceClient("local", lambda_client=LocalLambda(server.url, cache=1))
    with ThreadPoolExecutor(WARMING) as pool:  # a cold Java engine takes several times as long for a call
        list(pool.map(lambda _: warming.next_value("warm"), range(WARM_CALLS)))
    server.limit(writes)
    with ThreadPoolExecutor(len(scenarios)) as pool:
        return dict(zip(scenarios, pool.map(lambda each: _run(server, *each), scenarios.items()), strict=True))


def _run(server: Limiter, name: str, scenario: Scenario) -> Run:
    client = SequenceClient("local", lambda_client=LocalLambda(server.url, scenario.cache))
    calls: list[Call] = []
    numbers: list[int] = []
    end = scenario.warm_up + scenario.seconds

    def now() -> float:
        return time.monotonic() - server.began

    def call() -> None:
        began = now()
        try:
            if scenario.numbers > 1:
                numbers.extend(client.next_range(name, scenario.numbers))
            else:
                numbers.append(client.next_value(name))
            calls.append(Call(began, now() - began, answered=True))
        except SequenceUnavailableError:
            calls.append(Call(began, now() - began, answered=False))

    def loop() -> None:
        while now() < end:
            call()

    counts: list[tuple[int, int]] = []

    def count() -> None:
        for when in (scenario.warm_up, end):
            time.sleep(max(0.0, when - now()))
            table = server.table(name)
            counts.append((table.accepted, table.throttled))

    counter = threading.Thread(target=count)
    counter.start()
    with ThreadPoolExecutor(MOST_THREADS) as pool:
        if scenario.callers:
            for _ in range(scenario.callers):
                pool.submit(loop)
        for when in scenario.times:
            time.sleep(max(0.0, when - now()))
            pool.submit(call)
    counter.join()
    counted = [each for each in calls if scenario.warm_up <= each.began < end]
    ended = [each for each in calls if scenario.warm_up <= each.began + each.seconds < end]
    outcome = Outcome(
        values=sum(each.answered for each in ended) * scenario.numbers / scenario.seconds,
        errors=sum(not each.answered for each in counted) / max(len(counted), 1),
        **times_of([each.seconds for each in counted if each.answered]),
        writes=(counts[1][0] - counts[0][0]) / scenario.seconds,
        throttles=(counts[1][1] - counts[0][1]) / scenario.seconds,
        refused=0.0,
        environments=0,
        held=0,
    )
    return Run(outcome, numbers)
