"""A well-known article's handler, which also looks up its table's name in SSM in each call."""

import os
from typing import Any

import boto3


def handler(event: dict[str, Any], _context: object) -> int:
    """Return the next value."""
    parameters: Any = boto3.client("ssm")
    name = parameters.get_parameter(Name=os.environ["TABLE_PARAMETER"])["Parameter"]["Value"]
    table: Any = boto3.resource("dynamodb").Table(name)
    reply = table.update_item(
        Key={"name": event["name"]},
        UpdateExpression="ADD #value :one",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={":one": 1},
        ReturnValues="UPDATED_NEW",
    )
    return int(reply["Attributes"]["value"])
