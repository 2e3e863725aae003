"""Place an order: `{"cart": "7f3a", "cents": 1250}` in, `{"cart": "7f3a", "cents": 1250, "invoice": 1000}` out."""

import json
import os
from typing import Any

import boto3

functions = boto3.client("lambda")
orders = boto3.resource("dynamodb").Table(os.environ["ORDERS"])


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Place the order. A repeated call, by the caller or by Lambda, gets the same invoice number."""
    order = {"cart": event["cart"], "cents": event["cents"], "invoice": next_value("invoices", token=event["cart"])}
    orders.put_item(Item=order)
    return order


def next_value(name: str, token: str) -> int:
    """Take the next number of a sequence. The same token always gets the same number."""
    reply = functions.invoke(FunctionName=os.environ["NEXT_VALUE"], Payload=json.dumps({"name": name, "token": token}))
    answer = json.load(reply["Payload"])
    if "FunctionError" in reply:
        raise RuntimeError(f"no number of {name}: {answer['errorType']}: {answer['errorMessage']}")
    value: int = answer
    return value
