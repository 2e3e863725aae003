"""The two engines, a table in one of them, and a running function that draws from it."""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from botocore.session import Session

from components import SequenceServiceArgs
from components.service_options import read_options
from handlers.allocator import Allocator
from handlers.counter_table import CounterTable
from handlers.request import Request
from handlers.sequence import Sequence

from .wire import Wire

Definitions = Mapping[str, Mapping[str, object]]
Clock = Callable[[], float]


class Engine:
    """Where the tables are. `slow`: AWS's own engine, which gets fewer random examples than moto."""

    def __init__(self, url: str, *, slow: bool = False) -> None:
        self.url = url
        self.slow = slow

    def admin(self) -> Any:
        """Make a client of someone who may do anything."""
        return _admins().create_client("dynamodb", "us-east-1", endpoint_url=self.url)

    def wire(self) -> Wire:
        """Make what the handler calls, on a wire that a test can spoil."""
        return Wire(self.url)


@cache  # its loader keeps DynamoDB's description: reading that is what making a client costs
def _admins() -> Session:
    return Session()


class Table:
    """A fresh table, seen by someone who may do anything with it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = f"sequences-{uuid.uuid4().hex[:12]}"
        self._client = engine.admin()
        self._client.create_table(
            TableName=self.name,
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

    def items(self) -> dict[str, dict[str, Any]]:
        """The whole content, by key."""
        scanned = self._client.scan(TableName=self.name, ConsistentRead=True)
        assert "LastEvaluatedKey" not in scanned
        return {item["name"]["S"]: item for item in scanned["Items"]}

    def value(self, name: str) -> int | None:
        """What is stored for a sequence."""
        item = self.items().get(name)
        return int(item["value"]["N"]) if item else None

    def store(self, name: str, value: int) -> None:
        """Set a sequence's value, as an operator does."""
        self.put(name, value={"N": str(value)})

    def put(self, key: str, **attributes: dict[str, str]) -> None:
        """Write an item of any shape."""
        self._client.put_item(TableName=self.name, Item={"name": {"S": key}, **attributes})

    def delete(self) -> None:
        """Delete the table."""
        self._client.delete_table(TableName=self.name)


def complete(definitions: Definitions | None) -> dict[str, Sequence]:
    """What reaches a function that is deployed with these definitions: by way of the component's checks and JSON."""
    args = {} if definitions is None else {"sequences": definitions}
    shipped = json.dumps(read_options("test", cast(SequenceServiceArgs, args)).sequences)
    return {name: Sequence(**definition) for name, definition in json.loads(shipped).items()}


class Function:
    """A running function: its own client and its own blocks of values."""

    def __init__(
        self,
        table: Table,
        wire: Wire,
        sequences: dict[str, Sequence],
        token_seconds: int = 86400,
        clock: Clock = time.time,
    ) -> None:
        self.wire = wire
        self._allocator = Allocator(CounterTable(wire.dynamodb, table.name), sequences, token_seconds, clock)

    def ask(self, event: object) -> Any:
        """Send an event as Lambda does, as JSON, and take the reply so."""
        request = Request.parse(json.loads(json.dumps(event)))
        return json.loads(json.dumps(self._allocator.answer(request)))

    def next(self, name: str = "a") -> int:
        """Draw one value."""
        value: int = self.ask({"name": name})
        return value

    def take(self, count: int, name: str = "a") -> list[int]:
        """Draw a range, and spell it out."""
        reply = self.ask({"name": name, "count": count})
        assert reply["count"] == count
        values = [reply["first"] + nth * reply["increment"] for nth in range(count)]
        assert values[-1] == reply["last"]
        return values
