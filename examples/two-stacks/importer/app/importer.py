"""Run after an import: `{"highest": 5000}` makes 5001 the next invoice number, unless that would set it back."""

import os
from typing import Any

import boto3

parameters = boto3.client("ssm")
dynamodb = boto3.resource("dynamodb")


def handler(event: dict[str, Any], _context: object) -> bool:
    """Move the sequence forward, never back. Returns whether it moved."""
    parameter = parameters.get_parameter(Name=os.environ["TABLE_PARAMETER"])
    table = dynamodb.Table(parameter["Parameter"]["Value"])
    try:
        table.update_item(
            Key={"name": "invoices"},
            UpdateExpression="SET #value = :highest",
            ConditionExpression="attribute_not_exists(#value) OR #value < :highest",
            ExpressionAttributeNames={"#value": "value"},
            ExpressionAttributeValues={":highest": event["highest"]},
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True
