"""The deployed program, in an emulated AWS with IAM enforced: each order gets one invoice number, without gaps."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sequence_service.local.pytest_plugin import DeployLocally, LocalStack

CALLERS, ORDERS = 8, 24
SECONDS = 60  # the first delivery includes the function's cold start


@pytest.fixture
def stack(deploy_locally: DeployLocally) -> LocalStack:
    return deploy_locally(Path(__file__).parent, stack="dev")


def call(stack: LocalStack, function: str, event: object) -> Any:
    reply = stack.session.client("lambda").invoke(FunctionName=stack.outputs[function], Payload=json.dumps(event))
    answer = json.load(reply["Payload"])
    assert "FunctionError" not in reply, answer
    return answer


def place(stack: LocalStack, cart: str) -> str:
    return str(call(stack, "place_order", {"cart": cart, "cents": 1250})["order"])


def numbers_of(stack: LocalStack) -> dict[str, int]:
    """The invoice number of each order."""
    items = stack.session.resource("dynamodb").Table(stack.outputs["invoices"]).scan(ConsistentRead=True)["Items"]
    return {item["order"]: int(item["number"]) for item in items}


def wait_for_invoices(stack: LocalStack, orders: set[str]) -> None:
    deadline = time.monotonic() + SECONDS
    while not orders <= numbers_of(stack).keys() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert orders <= numbers_of(stack).keys()


def test_every_order_gets_one_number_without_gaps(stack: LocalStack) -> None:
    carts = [f"cart-{each}" for each in range(ORDERS)] + ["cart-0"] * 3  # a caller that lost the reply asks again
    with ThreadPoolExecutor(CALLERS) as callers:
        orders = set(callers.map(lambda cart: place(stack, cart), carts))
    assert len(orders) == ORDERS
    wait_for_invoices(stack, orders)
    numbers = numbers_of(stack)
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))


def test_a_batch_that_is_delivered_again_gets_no_second_number(stack: LocalStack) -> None:
    order = place(stack, "delivered twice")
    wait_for_invoices(stack, {order})
    before = numbers_of(stack)
    message = {"attributes": {"MessageDeduplicationId": order}, "body": "{}"}
    call(stack, "number_invoices", {"Records": [message, message]})
    assert numbers_of(stack) == before
    later = place(stack, "later")
    wait_for_invoices(stack, {later})
    assert numbers_of(stack)[later] == max(before.values()) + 1
