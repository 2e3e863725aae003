"""boto3 with this service's own update, which also checks the limits. It tells the server's share from the client's."""

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
        UpdateExpression="SET #value = if_not_exists(#value, :base) + :step",
        ConditionExpression="attribute_not_exists(#value) OR #value >= :low AND #value <= :high",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={
            ":step": {"N": "1"},
            ":low": {"N": "1"},
            ":high": {"N": str(2**53 - 2)},
            ":base": {"N": "0"},
        },
        ReturnValues="UPDATED_NEW",
        ReturnValuesOnConditionCheckFailure="ALL_OLD",
    )
    return int(reply["Attributes"]["value"]["N"])
