"""boto3 as fast as its options make it: no checks of parameters, a fixed user agent, enough connections."""

import os
from typing import Any

import boto3
from botocore.config import Config

client: Any = boto3.client(
    "dynamodb", config=Config(parameter_validation=False, user_agent="tuned", max_pool_connections=64)
)
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
