"""Place an order: `{"cart": "7f3a", "cents": 1250}` in, `{"cart": "7f3a", "cents": 1250, "invoice": 1000}` out."""

import os
from typing import Any

import boto3
from sequence_service.client import SequenceClient

numbers = SequenceClient(os.environ["NEXT_VALUE"])
orders = boto3.resource("dynamodb").Table(os.environ["ORDERS"])


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Place the order. A repeated call, by the caller or by Lambda, gets the same invoice number."""
    invoice = numbers.next_value("invoices", token=event["cart"])
    order = {"cart": event["cart"], "cents": event["cents"], "invoice": invoice}
    orders.put_item(Item=order)
    return order
