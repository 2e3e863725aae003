"""Place an order: `{"cart": "7f3a", "cents": 1250}` in, `{"order": 1}` out. The invoice follows."""

import json
import os
from typing import Any

import boto3
from sequence_service.client import SequenceClient

numbers = SequenceClient(os.environ["NEXT_VALUE"])
queue = boto3.client("sqs")


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """Accept the order. A repeated call gets the same order number, and the order is invoiced once."""
    order = numbers.next_value("orders", token=event["cart"])
    queue.send_message(
        QueueUrl=os.environ["QUEUE"],
        MessageBody=json.dumps({"cart": event["cart"], "cents": event["cents"]}),
        MessageDeduplicationId=str(order),
        MessageGroupId="invoices",  # one group: the queue delivers one batch at a time
    )
    return {"order": order}
