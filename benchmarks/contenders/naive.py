"""Read the value, add one, write it: wrong with two callers. It shows that the check of uniqueness works."""

import os
from typing import Any

import boto3

client: Any = boto3.client("dynamodb")
TABLE = os.environ["TABLE_NAME"]


def handler(event: dict[str, Any], _context: object) -> int:
    """Return a value that another caller may get too."""
    key = {"name": {"S": event["name"]}}
    item = client.get_item(TableName=TABLE, Key=key, ConsistentRead=True).get("Item")
    value = int(item["value"]["N"]) + 1 if item else 1
    client.put_item(TableName=TABLE, Item={**key, "value": {"N": str(value)}})
    return value
