"""Give orders their invoice numbers: 1, 2, 3, ... without gaps.

The queue delivers up to 10 orders at once. One transaction moves the counter and writes all their invoices, so a number
exists only together with its invoice. Several functions may run at the same time: the conditions decide, not the queue.
"""

import os
from typing import Any

import boto3
from botocore.config import Config

ATTEMPTS = 5

dynamodb = boto3.client(
    "dynamodb", config=Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2, "mode": "standard"})
)
last = 0  # the last number, as far as this function knows


def handler(event: dict[str, Any], _context: object) -> None:
    """Number the orders of a batch, each once. If this raises, the queue delivers the whole batch again."""
    global last
    orders = {record["attributes"]["MessageDeduplicationId"]: record["body"] for record in event["Records"]}
    for _ in range(ATTEMPTS):
        after = last
        try:
            write(orders, after)
        except dynamodb.exceptions.TransactionCanceledException as canceled:
            counter, *invoices = canceled.response["CancellationReasons"]
            if is_refused(counter):
                last = int(counter["Item"]["last"]["N"]) if "Item" in counter else 0
            reasons = zip(orders.items(), invoices, strict=True)
            orders = {order: body for (order, body), reason in reasons if not is_refused(reason)}
        else:
            last = after + len(orders)
            return
        if not orders:
            return  # an earlier delivery has numbered them
    raise RuntimeError(f"the transaction was canceled {ATTEMPTS} times, by other functions or by throttling")


def is_refused(reason: dict[str, Any]) -> bool:
    """Whether the item's own condition stopped the transaction."""
    return bool(reason["Code"] == "ConditionalCheckFailed")


def write(orders: dict[str, str], after: int) -> None:
    """Write the invoices of these orders with the numbers that follow `after`, all or none.

    DynamoDB refuses if `after` is not the last number, or if one of the orders has an invoice.
    """
    values = {":new": {"N": str(after + len(orders))}}
    if after:
        values[":after"] = {"N": str(after)}
    counter = {
        "TableName": os.environ["COUNTERS"],
        "Key": {"name": {"S": "invoices"}},
        "UpdateExpression": "SET #last = :new",
        "ConditionExpression": "#last = :after" if after else "attribute_not_exists(#last)",
        "ExpressionAttributeNames": {"#last": "last"},
        "ExpressionAttributeValues": values,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    invoices = [
        {
            "TableName": os.environ["INVOICES"],
            "Item": {"order": {"S": order}, "number": {"N": str(number)}, "invoice": {"S": body}},
            "ConditionExpression": "attribute_not_exists(#order)",
            "ExpressionAttributeNames": {"#order": "order"},
        }
        for number, (order, body) in enumerate(orders.items(), start=after + 1)
    ]
    dynamodb.transact_write_items(TransactItems=[{"Update": counter}, *({"Put": invoice} for invoice in invoices)])
