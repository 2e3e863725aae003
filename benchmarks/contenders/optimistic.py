"""An optimistic loop: read the value, write the next one if no other caller has, else begin again."""

import os
from typing import Any

import boto3

client: Any = boto3.client("dynamodb")
TABLE = os.environ["TABLE_NAME"]


def handler(event: dict[str, Any], _context: object) -> int:
    """Return the next value."""
    key = {"name": {"S": event["name"]}}
    while True:
        item = client.get_item(TableName=TABLE, Key=key, ConsistentRead=True).get("Item")
        stored = int(item["value"]["N"]) if item else 0
        try:
            client.update_item(
                TableName=TABLE,
                Key=key,
                UpdateExpression="SET #value = :next",
                ConditionExpression="attribute_not_exists(#value) OR #value = :stored",
                ExpressionAttributeNames={"#value": "value"},
                ExpressionAttributeValues={":next": {"N": str(stored + 1)}, ":stored": {"N": str(stored)}},
            )
        except client.exceptions.ConditionalCheckFailedException:
            continue
        return stored + 1
