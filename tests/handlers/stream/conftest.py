"""A deployed stream consumer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers import stream_consumer

from .records import DEFINITIONS, Run


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A function deployed with the definitions above."""
    path = tmp_path / "sequences.json"
    path.write_text(json.dumps(DEFINITIONS))
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "numbers")
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(path))
    stream_consumer._settings.cache_clear()
    yield path
    stream_consumer._settings.cache_clear()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Deliver records that all succeed; gives what was printed."""

    def deliver(*records: Any) -> list[dict[str, Any]]:
        assert stream_consumer.handler({"Records": list(records)}, None) == {"batchItemFailures": []}
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return deliver
