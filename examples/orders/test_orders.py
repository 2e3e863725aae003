"""The deployed orders service, in an emulated AWS with IAM enforced."""

import json
from pathlib import Path
from typing import Any

import pytest
from sequence_service.local.pytest_plugin import DeployLocally, LocalStack


@pytest.fixture
def stack(deploy_locally: DeployLocally) -> LocalStack:
    return deploy_locally(Path(__file__).parent, stack="dev")


def place(stack: LocalStack, cart: str, cents: int) -> Any:
    functions = stack.session.client("lambda")
    reply = functions.invoke(
        FunctionName=stack.outputs["place_order"], Payload=json.dumps({"cart": cart, "cents": cents})
    )
    return json.load(reply["Payload"])


def test_orders_get_invoice_numbers_one_after_another(stack: LocalStack) -> None:
    assert [place(stack, cart, 100)["invoice"] for cart in ("a", "b", "c")] == [1000, 1001, 1002]


def test_a_repeated_order_keeps_its_number(stack: LocalStack) -> None:
    first = place(stack, "again", 100)
    assert place(stack, "again", 100) == first
    orders = stack.session.resource("dynamodb").Table(stack.outputs["orders"])
    assert orders.get_item(Key={"cart": "again"})["Item"] == first
