"""A well-known article's handler: it makes its client in each call."""

import os
from typing import Any

import boto3


def handler(event: dict[str, Any], _context: object) -> int:
    """Return the next value."""
    table: Any = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])
    reply = table.update_item(
        Key={"name": event["name"]},
        UpdateExpression="ADD #value :one",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={":one": 1},
        ReturnValues="UPDATED_NEW",
    )
    return int(reply["Attributes"]["value"])
