"""A table of sequences in moto."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from moto import mock_aws

REGION = "us-east-1"


class Table:
    """A table, and full access to it."""

    def __init__(self, name: str = "numbers", endpoint: str | None = None) -> None:
        self.name = name
        self.client: Any = boto3.client("dynamodb", region_name=REGION, endpoint_url=endpoint)
        self.client.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

    def store(self, name: str, value: int) -> None:
        """Set a sequence's value."""
        self.put(name, value={"N": str(value)})

    def put(self, name: str, **attributes: Mapping[str, str]) -> None:
        """Write an item of any shape."""
        self.client.put_item(TableName=self.name, Item={"name": {"S": name}, **attributes})

    def items(self) -> dict[str, dict[str, Any]]:
        """All items, by key."""
        return {item["name"]["S"]: item for item in self.client.scan(TableName=self.name)["Items"]}

    def values(self) -> dict[str, int]:
        """The value of each sequence."""
        return {name: int(item["value"]["N"]) for name, item in self.items().items() if "value" in item}


@contextmanager
def moto_table() -> Iterator[Table]:
    """A new table; AWS is mocked until the end of the block."""
    with mock_aws():
        yield Table()
