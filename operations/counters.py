"""The table: what it holds, and conditional changes of it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from .definitions import Definition
from .errors import OperationError, code_of

NAMES = {"#name": "name", "#value": "value"}
VALUE = {"#value": "value"}
NOT_A_TABLE = "its key is not `name` (S), so it is no table of sequences; use another one"


def not_an_integer(name: str) -> str:
    """Say that the stored value is not an integer, and how to repair it."""
    return (
        f"its stored value is not an integer; run sequences restart {name} --with N --force; N is the number after the "
        "highest one given out (descending: before the lowest), see the consumer's log"
    )


class Counter(NamedTuple):
    """A sequence's item. `value` is None if it has none, or if `problem` says why it cannot be read."""

    name: str
    value: int | None
    problem: str | None = None
    attribute: dict[str, Any] | None = None
    """The value as DynamoDB has it; None: the sequence was never used."""


class Counters:
    """One table. `dynamodb` is boto3's client of DynamoDB. Every method may raise boto3's errors."""

    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb = dynamodb
        self.table = table

    def get(self, name: str) -> Counter | None:
        """Read one sequence; None if the table has no item for it."""
        reply = self._dynamodb.get_item(TableName=self.table, Key={"name": {"S": name}}, ConsistentRead=True)
        return _counter(name, reply["Item"]) if "Item" in reply else None

    def pages(self) -> Iterator[list[Counter]]:
        """Read all sequences, page by page. The items of tokens are left out.

        Raises `OperationError` if the table is no table of sequences.
        """
        for page in self.scan("NOT begins_with(#name, :token)", {":token": {"S": "#"}}, NAMES, "#name, #value"):
            yield [_counter(self._key(item), item) for item in page]

    def scan(
        self, condition: str, values: dict[str, Any], names: dict[str, str], fields: str | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """Read the items that meet a condition, page by page."""
        projection = {"ProjectionExpression": fields} if fields else {}
        for page in self._dynamodb.get_paginator("scan").paginate(
            TableName=self.table,
            ConsistentRead=True,
            FilterExpression=condition,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            **projection,
        ):
            yield page["Items"]

    def _key(self, item: dict[str, Any]) -> str:
        try:
            return str(item["name"]["S"])
        except KeyError as error:
            raise OperationError(f"table {self.table}: {NOT_A_TABLE}") from error

    def advance(self, name: str, definition: Definition, to: int) -> tuple[bool, int | None]:
        """Store `to` if that is forward. Returns whether it was, and the value before, None if it was never used.

        Raises `OperationError` if the stored value is not a number.
        """
        condition = f"#value {'<' if definition.increment > 0 else '>'} :to"
        if definition.is_forward(None, to):
            condition = f"attribute_not_exists(#value) OR {condition}"
        changed, item = self.update(
            name, "SET #value = :to", condition, VALUE, {":to": {"N": str(to)}}, ReturnValues="UPDATED_OLD"
        )
        before = _counter(name, item)
        if before.problem and not changed:
            raise OperationError(f"sequence {name}: {before.problem}")
        return changed, before.value

    def replace(self, seen: Counter, to: int | None) -> None:
        """Store `to`, or forget the value, if it is still the one that was seen. Raises `OperationError`."""
        if to is None and seen.attribute is None:
            return
        values: dict[str, Any] = {} if to is None else {":to": {"N": str(to)}}
        condition = "attribute_not_exists(#value)"
        if seen.attribute is not None:
            values[":seen"], condition = seen.attribute, "#value = :seen"
        change = "REMOVE #value" if to is None else "SET #value = :to"
        if not self.update(seen.name, change, condition, VALUE, values)[0]:
            raise OperationError(f"sequence {seen.name}: it has changed meanwhile; run sequences pause, then try again")

    def update(
        self, key: str, change: str, condition: str, names: dict[str, str], values: dict[str, Any], **options: Any
    ) -> tuple[bool, dict[str, Any]]:
        """Update one item on a condition. Returns whether it held, and what DynamoDB returns of the item."""
        if values:
            options["ExpressionAttributeValues"] = values
        try:
            reply = self._dynamodb.update_item(
                TableName=self.table,
                Key={"name": {"S": key}},
                UpdateExpression=change,
                ConditionExpression=condition,
                ExpressionAttributeNames=names,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **options,
            )
        except ClientError as error:
            if code_of(error) != "ConditionalCheckFailedException":
                raise
            return False, error.response.get("Item") or {}  # type: ignore[return-value] # the stubs do not know Item
        return True, reply.get("Attributes") or {}


def _counter(name: str, item: dict[str, Any]) -> Counter:
    attribute = item.get("value")
    try:
        return Counter(name, None if attribute is None else int(attribute["N"]), None, attribute)
    except (KeyError, ValueError):
        return Counter(name, None, not_an_integer(name), attribute)
