"""A deployed function that answers HTTP events."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers import next_value

from ..engine import Engine, Table, complete

Handle = Callable[[object], Any]
DEFINITIONS = {"a": {}, "cached": {"cache": 5}, "lap": {"max_value": 3, "cycle": True}, "done": {"max_value": 2}}


@pytest.fixture
def engine(moto_url: str) -> Engine:
    """One engine is enough here: HTTP ends before DynamoDB."""
    return Engine(moto_url)


@pytest.fixture
def handle(engine: Engine, table: Table, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Handle]:
    """Send an event to the entry point. Event and reply pass through JSON, as in Lambda."""
    definitions = {name: sequence._asdict() for name, sequence in complete(DEFINITIONS).items()}
    (tmp_path / "sequences.json").write_text(json.dumps(definitions))
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(tmp_path / "sequences.json"))
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", table.name)
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", engine.url)
    next_value._allocator.cache_clear()
    yield lambda event: json.loads(json.dumps(next_value.handler(json.loads(json.dumps(event)), None)))
    next_value._allocator.cache_clear()
