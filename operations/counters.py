"""The table: what it holds, and conditional changes of it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

REFUSED = "ConditionalCheckFailedException"
NAMES = {"#name": "name", "#value": "value"}


class Counter(NamedTuple):
    """A sequence's item. `value` is None if the item has none; `problem` says why it cannot be read."""

    name: str
    value: int | None
    problem: str | None = None


class Counters:
    """One table. `dynamodb` is boto3's client of DynamoDB."""

    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb = dynamodb
        self.table = table

    def get(self, name: str) -> Counter | None:
        """Read one sequence; None if it was never used. Raises boto3's errors."""
        reply = self._dynamodb.get_item(TableName=self.table, Key={"name": {"S": name}}, ConsistentRead=True)
        return _counter(reply["Item"]) if "Item" in reply else None

    def pages(self) -> Iterator[list[Counter]]:
        """Read all sequences, page by page. The items of tokens are left out. Raises boto3's errors."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self.table,
            ConsistentRead=True,
            ProjectionExpression="#name, #value",
            FilterExpression="NOT begins_with(#name, :token)",
            ExpressionAttributeNames=NAMES,
            ExpressionAttributeValues={":token": {"S": "#"}},
        )
        for page in pages:
            yield [_counter(item) for item in page["Items"]]


def _counter(item: dict[str, Any]) -> Counter:
    name, value = item["name"]["S"], item.get("value")
    try:
        return Counter(name, None if value is None else int(value["N"]))
    except (KeyError, ValueError):
        problem = "its stored value is not an integer; run sequences restart with the last number given out"
        return Counter(name, None, problem)
