"""The table of a run, in DynamoDB Local. It is used without a proxy, so without faults."""

import uuid
from typing import Any

from botocore.session import Session


class Table:
    """A table that no other run uses."""

    def __init__(self, url: str) -> None:
        self.name = f"sequences-{uuid.uuid4().hex[:12]}"
        self._admin: Any = Session().create_client(
            "dynamodb",
            "us-east-1",
            endpoint_url=url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def create(self) -> None:
        """Create it."""
        self._admin.create_table(
            TableName=self.name,
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

    def delete(self) -> dict[str, int]:
        """Delete it; returns its last values."""
        pages = self._admin.get_paginator("scan").paginate(TableName=self.name, ConsistentRead=True)
        items = [item for page in pages for item in page["Items"] if "value" in item]
        self._admin.delete_table(TableName=self.name)
        return {item["name"]["S"]: int(item["value"]["N"]) for item in items}
