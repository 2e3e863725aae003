"""A table in memory behind the real signing and calling code. It checks every request that reaches it."""

import json
from typing import Any

from handlers.aws.http import HttpReply

TABLE = "sequences"
_SHAPES = {  # every request that the function may send: its update, its condition and its attribute names
    ("SET #value = if_not_exists(#value, :base) + :step", condition, ("#value", "value"))
    for condition in (
        "#value >= :low AND #value <= :high",
        "attribute_not_exists(#value) OR #value >= :low AND #value <= :high",
    )
} | {
    (None, "attribute_exists(#key) AND attribute_not_exists(#key)", ("#key", "name")),
    (
        "SET #request = :request, #answer = :answer, #expires_at = :expires_at",
        "attribute_not_exists(#key) OR #expires_at <= :now",
        ("#key", "name", "#request", "request", "#answer", "answer", "#expires_at", "expires_at"),
    ),
}


class BrokenPromiseError(AssertionError):
    """An attack got something that nobody may get."""


class Wire:
    """A transport that answers `UpdateItem` as DynamoDB does. `keys` are the items that requests reached."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self._values: dict[str, int] = {}
        self._tokens: dict[str, dict[str, Any]] = {}

    def send(self, request: bytes, _until: float) -> HttpReply:
        """Check a request, and answer it."""
        head, _, body = request.partition(b"\r\n\r\n")
        if head.count(b"\r\n") != head.count(b"\n") or b"x-amz-target: DynamoDB_20120810.UpdateItem\r\n" not in head:
            raise BrokenPromiseError(f"not one UpdateItem: {head!r}")
        parameters = json.loads(body)
        names = [each for pair in parameters["ExpressionAttributeNames"].items() for each in pair]
        shape = (parameters.get("UpdateExpression"), parameters["ConditionExpression"], tuple(names))
        if shape not in _SHAPES or parameters["TableName"] != TABLE:
            raise BrokenPromiseError(f"a request of another shape: {parameters}")
        key = parameters["Key"]["name"]["S"]
        if key.startswith("#") == ("#value" in names):
            raise BrokenPromiseError(f"a sequence and a token changed places: {key!r}")
        self.keys.add(key)
        values = parameters.get("ExpressionAttributeValues", {})
        return self._token(key, values) if key.startswith("#") else self._move(key, values, shape[1])

    def _move(self, key: str, values: dict[str, Any], condition: str) -> HttpReply:
        step, low, high, base = (int(values[name]["N"]) for name in (":step", ":low", ":high", ":base"))
        stored = self._values.get(key)
        if stored is None:
            if "attribute_not_exists" not in condition:
                return _refused(None)
            stored = base
        elif not low <= stored <= high:
            return _refused({"name": {"S": key}, "value": {"N": str(stored)}})
        self._values[key] = stored + step
        return _reply(200, {"Attributes": {"value": {"N": str(stored + step)}}})

    def _token(self, key: str, values: dict[str, Any]) -> HttpReply:
        item = self._tokens.get(key)
        if item is not None or not values:
            return _refused(item)
        self._tokens[key] = {name[1:]: value for name, value in values.items()}
        return _reply(200, {})


def _refused(item: dict[str, Any] | None) -> HttpReply:
    found = {} if item is None else {"Item": item}
    return _reply(
        400, {"__type": "x#ConditionalCheckFailedException", "message": "The conditional request failed", **found}
    )


def _reply(status: int, body: object) -> HttpReply:
    return HttpReply(status, {}, json.dumps(body).encode(), last=False)
