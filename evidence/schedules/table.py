"""`Table`: a model of one DynamoDB table, as far as `UpdateItem` goes. A test compares it with DynamoDB Local."""

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple

from .expressions import condition, update

Item = dict[str, dict[str, str]]
REFUSED = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"
INVALID = "com.amazon.coral.validate#ValidationException"
_USED = re.compile(r"[#:]\w+")
_KNOWN = {
    "TableName",
    "Key",
    "UpdateExpression",
    "ConditionExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "ReturnValues",
    "ReturnValuesOnConditionCheckFailure",
}


class Updated(NamedTuple):
    """What an update did: the status and body of its reply, and the item before and after it."""

    key: str
    status: int
    body: bytes
    before: Item | None
    after: Item | None


class Table:
    """Items by their key, `name`, as JSON. An update is atomic.

    The same few updates come again and again, so the model remembers what each one does to each item.
    """

    def __init__(self) -> None:
        self._items: dict[str, str] = {}

    @property
    def items(self) -> dict[str, Item]:
        """What is stored."""
        return {key: json.loads(item) for key, item in self._items.items()}

    def update(self, request: bytes) -> Updated:
        """Carry out `UpdateItem`. Raises `ValueError` for what the model does not know."""
        key = _parsed(request)["Key"]["name"]["S"]
        updated, stored = _updated(request, self._items.get(key))
        if stored is not None:
            self._items[key] = stored
        return updated


@lru_cache(maxsize=50_000)
def _parsed(request: bytes) -> dict[str, Any]:
    parameters: dict[str, Any] = json.loads(request)
    if unknown := parameters.keys() - _KNOWN:
        raise ValueError(f"the model does not know {sorted(unknown)}")
    return parameters


@lru_cache(maxsize=200_000)
def _updated(request: bytes, stored: str | None) -> tuple[Updated, str | None]:
    """What an update does to an item, and what is stored then.

    DynamoDB refuses an expression with an undefined name or value, and a name or value that no expression uses.
    """
    parameters = _parsed(request)
    key = parameters["Key"]["name"]["S"]
    names = parameters.get("ExpressionAttributeNames", {})
    values = parameters.get("ExpressionAttributeValues", {})
    before: Item | None = None if stored is None else json.loads(stored)
    item = before or {}
    texts = [parameters[each] for each in ("UpdateExpression", "ConditionExpression") if each in parameters]
    wrong = set(_USED.findall(" ".join(texts))) ^ {*names, *values}
    if wrong:
        message = f"expressions use {sorted(wrong)} without a definition, or do not use them"
        refused = json.dumps({"__type": INVALID, "message": message}).encode()
        return Updated(key, 400, refused, before, before), stored
    if "ConditionExpression" in parameters and not condition(parameters["ConditionExpression"])(item, names, values):
        body: dict[str, Any] = {"__type": REFUSED, "message": "The conditional request failed"}
        if before and parameters.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD":
            body["Item"] = before
        return Updated(key, 400, json.dumps(body).encode(), before, before), stored
    changed: Item = {}
    if "UpdateExpression" in parameters:
        changed = update(parameters["UpdateExpression"])(item, names, values)
    after = {"name": {"S": key}, **item, **changed}
    body = {"Attributes": changed} if parameters.get("ReturnValues") == "UPDATED_NEW" else {}
    return Updated(key, 200, json.dumps(body).encode(), before, after), json.dumps(after)
