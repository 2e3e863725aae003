"""Entry point: records of the table's stream in, failures out."""

import json
from datetime import UTC, datetime
from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, list[dict[str, str]]]:
    """Log each change of a sequence as one JSON line; stop at the first record that fails, so that none is skipped."""
    for record in event["Records"]:
        try:
            line = _change(record["dynamodb"])
        except (KeyError, TypeError, ValueError) as error:
            print(json.dumps({"level": "ERROR", "message": "record not understood", "error": repr(error)}))
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
        if line:
            print(json.dumps(line))
    return {"batchItemFailures": []}


def _change(change: dict[str, Any]) -> dict[str, object] | None:
    name = change["Keys"]["name"]["S"]
    if name.startswith("#"):  # a used token, no sequence
        return None
    at = datetime.fromtimestamp(change["ApproximateCreationDateTime"], UTC)
    return {
        "level": "INFO",
        "message": "sequence changed",
        "name": name,
        "old": _value(change.get("OldImage")),
        "new": _value(change.get("NewImage")),
        "at": at.isoformat(),
    }


def _value(image: dict[str, Any] | None) -> int | None:
    return int(image["value"]["N"]) if image else None
