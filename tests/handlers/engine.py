"""A DynamoDB engine, a table in it, and a running function that takes values from the table."""

import json
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, cast

from botocore.session import Session

from components import SequenceServiceArgs
from components.service_options import read_options
from handlers.allocator import Allocator
from handlers.counter_table import CounterTable
from handlers.definitions import Definitions
from handlers.request import Request
from handlers.sequence import Sequence

from .faulty_transport import FaultyTransport

Given = Mapping[str, Mapping[str, object]]
Clock = Callable[[], float]


class Engine:
    """A DynamoDB engine. A `slow` one (moto) gets fewer random examples."""

    def __init__(self, url: str, *, slow: bool = False) -> None:
        self.url = url
        self.slow = slow

    def admin(self) -> Any:
        """Make a client with all permissions."""
        return _admins().create_client("dynamodb", "us-east-1", endpoint_url=self.url)

    def transport(self) -> FaultyTransport:
        """Make a transport in which a test can inject faults."""
        return FaultyTransport(self.url)


@cache  # the session's loader keeps DynamoDB's model, which is slow to read
def _admins() -> Session:
    return Session()


class Table:
    """A new table, and full access to it."""

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
        """All items, by key."""
        scanned = self._client.scan(TableName=self.name, ConsistentRead=True)
        assert "LastEvaluatedKey" not in scanned
        return {item["name"]["S"]: item for item in scanned["Items"]}

    def value(self, name: str) -> int | None:
        """The stored value of a sequence, or None."""
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


def complete(definitions: Given) -> dict[str, Sequence]:
    """The definitions as a deployed function gets them: checked and completed by the component, shipped as JSON."""
    args = cast(SequenceServiceArgs, {"sequences": definitions})
    completed = json.dumps(read_options("test", args).sequences)
    return {key: Sequence(**definition) for key, definition in json.loads(completed).items()}


def defining_key(keys: Iterable[str], name: str) -> str:
    """The name or pattern that defines a name, found the slow way."""
    patterns = [key for key in keys if key.endswith("*") and len(key) <= len(name) and name.startswith(key[:-1])]
    return name if name in keys else max(patterns, key=len)


class Function:
    """A running function: its own client and its own blocks of values."""

    def __init__(
        self,
        table: Table,
        transport: FaultyTransport,
        sequences: dict[str, Sequence],
        token_seconds: int = 86400,
        clock: Clock = time.time,
    ) -> None:
        self.transport = transport
        self._sequences = sequences
        counters = CounterTable(transport.dynamodb, table.name)
        self._allocator = Allocator(counters, Definitions(sequences), token_seconds, clock)

    def ask(self, event: object) -> Any:
        """Send an event and return the reply. Both pass through JSON, as in Lambda."""
        request = Request.parse(json.loads(json.dumps(event)))
        return json.loads(json.dumps(self._allocator.answer(request)))

    def next(self, name: str = "a") -> int:
        """Take one value."""
        return self._number(name, self.ask({"name": name}))

    def take(self, count: int, name: str = "a") -> list[int]:
        """Take a range; returns all its values."""
        reply = self.ask({"name": name, "count": count})
        assert reply.keys() == {"first", "last", "increment", "count"}
        assert reply["count"] == count
        first, last, increment = (self._number(name, reply[field]) for field in ("first", "last", "increment"))
        values = [first + nth * increment for nth in range(count)]
        assert values[-1] == last
        return values

    def _number(self, name: str, value: object) -> int:
        """Read a number, which must be a string of digits if the sequence is wide."""
        sequence = self._sequences[defining_key(self._sequences, name)]
        wide = sequence.max_value > 2**53 - 1 or sequence.min_value < -(2**53 - 1)
        number = int(str(value))
        assert json.dumps(value) == (f'"{number}"' if wide else f"{number}")
        return number
