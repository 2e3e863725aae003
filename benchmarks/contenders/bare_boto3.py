"""What most people deploy: a client with boto3's defaults, made once, and one `ADD` a value."""

import os
from typing import Any

import boto3

client: Any = boto3.client("dynamodb")
TABLE = os.environ["TABLE_NAME"]


def handler(event: dict[str, Any], _context: object) -> int:
    """Return the next value."""
    reply = client.update_item(
        TableName=TABLE,
        Key={"name": {"S": event["name"]}},
        UpdateExpression="ADD #value :one",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )
    return int(reply["Attributes"]["value"]["N"])
