"""The gapless example on DynamoDB Local: functions are killed and replies get lost, and the numbers stay exact."""

import random
from collections import deque
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from .deliveries import Deliveries, Number, as_the_example_does, event_of, number_first, numbers_of


@pytest.fixture
def environment(dynamodb_local_url: str, request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment of a function with empty tables of its own."""
    environment = {
        "AWS_ENDPOINT_URL": dynamodb_local_url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "COUNTERS": f"counters-{request.node.originalname}",
        "INVOICES": f"invoices-{request.node.originalname}",
    }
    for table, key in (("COUNTERS", "name"), ("INVOICES", "order")):
        client_of(environment).create_table(
            TableName=environment[table],
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
        )
    return environment


def client_of(environment: dict[str, str]) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106
    )


def batches_of(orders: list[str], at_most: int) -> deque[list[str]]:
    """All orders in batches of different sizes, and half of them a second time, in the batch after it."""
    chance = random.Random(13)  # noqa: S311
    batches: deque[list[str]] = deque()
    while orders:
        size = chance.randint(1, at_most)
        batch, orders = orders[:size], orders[size:]
        batches += [batch, (batch + orders)[size // 2 :][:size]]
    return deque(batch for batch in batches if batch)


def deliver(
    way: Callable[[], tuple[Any, Number]], environment: dict[str, str], count: int, at_most: int
) -> tuple[Deliveries, set[str]]:
    """Deliver so many orders; returns what happened, and what is wrong with the invoices."""
    orders = [f"order-{each}" for each in range(count)]
    deliveries = Deliveries(way, environment, batches_of(orders, at_most))
    deliveries.run()
    items = client_of(environment).scan(TableName=environment["INVOICES"], ConsistentRead=True)["Items"]
    numbers = {item["order"]["S"]: int(item["number"]["N"]) for item in items}
    found = sorted(numbers.values())
    wrong = {
        "an order without an invoice": numbers.keys() != set(orders),
        "a number twice": len(set(found)) < len(found),
        "a gap": set(range(1, max(found) + 1)) != set(found),
        "an order that had another number": deliveries.seen != {order: {number} for order, number in numbers.items()},
    }
    return deliveries, {mistake for mistake, is_there in wrong.items() if is_there}


def test_killed_functions_and_lost_replies_leave_no_gap_and_no_duplicate(environment: dict[str, str]) -> None:
    deliveries, mistakes = deliver(as_the_example_does, environment, count=70, at_most=10)
    assert deliveries.deaths > 3
    assert mistakes == set()


def test_the_same_check_finds_the_gaps_of_number_first(environment: dict[str, str]) -> None:
    _, mistakes = deliver(number_first, environment, count=12, at_most=1)
    assert mistakes == {"a gap", "an order that had another number"}


def test_ten_of_the_largest_messages_fit_into_one_transaction(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    client, handler = as_the_example_does()
    orders = [str(each) for each in range(10)]
    largest = {"body": "x" * 256 * 1024}  # the queue's max_message_size
    handler({"Records": [record | largest for record in event_of(orders)["Records"]]}, None)
    assert sorted(numbers_of(client, orders).values()) == list(range(1, 11))
