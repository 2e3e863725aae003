"""Place an order: `{"cart": "7f3a", "cents": 1250}` in, `{"order": 1}` out. The invoice follows."""

import json
import os
from typing import Any

import boto3

functions = boto3.client("lambda")
queue = boto3.client("sqs")


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """Accept the order. A repeated call gets the same order number, and the order is invoiced once."""
    order = next_value("orders", token=event["cart"])
    queue.send_message(
        QueueUrl=os.environ["QUEUE"],
        MessageBody=json.dumps({"cart": event["cart"], "cents": event["cents"]}),
        MessageDeduplicationId=str(order),
        MessageGroupId="invoices",  # one group: the queue delivers one batch at a time
    )
    return {"order": order}


def next_value(name: str, token: str) -> int:
    """Take the next number of a sequence. The same token always gets the same number."""
    reply = functions.invoke(FunctionName=os.environ["NEXT_VALUE"], Payload=json.dumps({"name": name, "token": token}))
    answer = json.load(reply["Payload"])
    if "FunctionError" in reply:
        raise RuntimeError(f"no number of {name}: {answer['errorType']}: {answer['errorMessage']}")
    value: int = answer
    return value
