"""The bundled consumer logs one line for each change."""

import json
import re
from pathlib import Path

from .records import UP, Run, record


def test_each_change_is_one_line(run: Run) -> None:
    lines = run(record("orders", None, 1), record("orders", 1, 11, number=2))
    assert [line["message"] for line in lines[:2]] == ["sequence changed"] * 2
    line = lines[1]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line.pop("timestamp"))  # as Lambda's own lines
    assert line == {
        "level": "INFO",
        "message": "sequence changed",
        "table": "numbers",
        "name": "orders",
        "old": 1,
        "new": 11,
        "values": 10,
        "at": "2026-01-01T00:00:02+00:00",
        "event_id": "event-2",
        "sequence_number": "000000000000000000002",
    }


def test_a_batch_delivered_twice_logs_the_same_ids(run: Run) -> None:
    batch = [record("orders", 1, 2, number=1), record("orders", 2, 3, number=2)]

    def ids() -> list[str]:
        return [line["event_id"] for line in run(*batch) if "event_id" in line]

    assert ids() == ids() == ["event-1", "event-2"]


def test_a_jump_that_no_call_makes_is_a_warning(run: Run) -> None:
    line, metrics = run(record("wide", 5, 5_000_000))
    assert (line["level"], line["values"]) == ("WARN", 0)
    assert "ValuesTaken" not in metrics


def test_values_of_38_digits_stay_exact(run: Run) -> None:
    line = run(record("wide", 10**37 - 9, 10**37 - 1))[0]
    assert (line["old"], line["new"], line["values"]) == (10**37 - 9, 10**37 - 1, 8)


def test_an_undeclared_sequence_is_a_warning(run: Run, deployed: Path) -> None:
    deployed.write_text(json.dumps({"orders": UP}))
    lines = run(record("gone", 9, 3), record("gone", 9, None, number=2))
    assert [line["level"] for line in lines] == ["WARN", "WARN"]


def test_tokens_are_not_logged(run: Run) -> None:
    token = record("orders", None, 1)
    token["dynamodb"] |= {"Keys": {"name": {"S": "#token"}}, "NewImage": {"name": {"S": "#token"}}}
    assert run(token) == []
