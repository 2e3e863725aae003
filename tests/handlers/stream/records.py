"""Records as Lambda delivers them, and the definitions that they are judged by."""

from collections.abc import Callable
from typing import Any

ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/numbers/stream/2026-01-01T00:00:00.000"
UP = {"increment": 1, "min_value": 1, "max_value": 1000, "start": 1, "cycle": False, "cache": 1}
DEFINITIONS = {
    "orders": UP,
    "lanes": {**UP, "max_value": 10, "cycle": True},
    "down": {**UP, "increment": -2, "min_value": -100, "max_value": -1, "start": -1},
    "wide": {**UP, "min_value": -(10**37), "max_value": 10**37},
    "*": {**UP, "max_value": 2**53 - 1},
}
Run = Callable[..., list[dict[str, Any]]]


def record(name: str, old: int | None, new: int | None, number: int = 1, **changed: Any) -> dict[str, Any]:
    """A record as Lambda delivers it."""
    event = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
    images = {"OldImage": old, "NewImage": new}
    change = {
        "ApproximateCreationDateTime": 1_767_225_600.0 + number,
        "Keys": {"name": {"S": name}},
        **{
            key: {"name": {"S": name}, "value": {"N": str(value)}} for key, value in images.items() if value is not None
        },
        "SequenceNumber": f"{number:021}",
        "SizeBytes": 26,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    return {
        "eventID": f"event-{number}",
        "eventName": event,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": change,
        "eventSourceARN": ARN,
        **changed,
    }


def without(event: dict[str, Any], *fields: str, **changed: Any) -> dict[str, Any]:
    """The record without these fields of `dynamodb`."""
    return event | {"dynamodb": {k: v for k, v in event["dynamodb"].items() if k not in fields} | changed}
