"""The bundled stream consumer: Lambda calls `handler` with records of the table's stream."""

import json
import os
import time
from functools import cache
from typing import Any

from .errors import InvalidRequestError
from .settings import Settings
from .stream.change import Change, UnreadableRecordError
from .stream.metrics import Metrics
from .stream.watchdog import judge


def handler(event: Any, _context: object) -> dict[str, Any]:
    """Log each change of a sequence as one JSON line, then the batch's metrics. Stop at the first record that fails.

    Raises `InvalidRequestError` if the event is not a batch of records, or `ConfigurationError`.
    """
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list):
        raise InvalidRequestError("Records: not a list; map this function to the stream of the sequences' table")
    settings = _settings()
    metrics = Metrics(settings.table_name)
    failures = []
    for record in records:
        try:
            change = Change.parse(record, settings.table_name)
        except UnreadableRecordError as error:
            number = _sequence_number(record)
            _log("ERROR", f"record not processed: {error}", sequence_number=number)
            # Without a number, only the whole batch can fail: an empty identifier says so.
            failures = [{"itemIdentifier": number or ""}]
            break
        if change is not None:
            _process(change, settings, metrics)
    for line in metrics.lines():
        print(json.dumps(line))
    window = {"state": event["state"]} if "state" in event else {}  # a tumbling window's batch fails without it
    return {"batchItemFailures": failures, **window}


def _process(change: Change, settings: Settings, metrics: Metrics) -> None:
    label, sequence = settings.definitions.find(change.name) or ("*", None)
    verdict = judge(change, sequence)
    metrics.add(label, change, verdict, sequence)
    _log(
        verdict.level,
        verdict.message,
        table=settings.table_name,
        name=change.name,
        old=change.old,
        new=change.new,
        values=verdict.values,
        at=change.at.isoformat(),
        event_id=change.event_id,  # the same at each delivery, so that a reader can drop doubles
        sequence_number=change.sequence_number,
    )


def _log(level: str, message: str, **fields: object) -> None:
    # Lambda filters JSON lines by their level only if they have a timestamp too.
    print(
        json.dumps(
            {
                "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "level": level,
                "message": message,
                **fields,
            }
        )
    )


def _sequence_number(record: Any) -> str | None:
    try:
        number = record["dynamodb"]["SequenceNumber"]
    except (KeyError, TypeError):
        return None
    return number if isinstance(number, str) else None


@cache
def _settings() -> Settings:
    return Settings.read(os.environ)
