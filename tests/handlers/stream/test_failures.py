"""Records that cannot be read, and wrong events."""

import json
from pathlib import Path
from typing import Any

import pytest

from handlers import stream_consumer
from handlers.errors import ConfigurationError, InvalidRequestError

from .records import ARN, record, without

HEALTHY = record("orders", 1, 2, number=1)
POISON = {
    "a record of another table": record("orders", 2, 3, 2, eventSourceARN=ARN.replace("numbers", "others")),
    "KEYS_ONLY": without(record("orders", 2, 3, 2), "OldImage", "NewImage", StreamViewType="KEYS_ONLY"),
    "NEW_IMAGE": without(record("orders", 2, 3, 2), "OldImage", StreamViewType="NEW_IMAGE"),
    "NEW_IMAGE, deleted": without(record("orders", 2, None, 2), "OldImage", StreamViewType="NEW_IMAGE"),
    "OLD_IMAGE": without(record("orders", 2, 3, 2), "NewImage", StreamViewType="OLD_IMAGE"),
    "OLD_IMAGE, new": without(record("orders", None, 3, 2), "NewImage", StreamViewType="OLD_IMAGE"),
    "no keys": without(record("orders", 2, 3, 2), "Keys"),
    "keys of another table": without(record("orders", 2, 3, 2), Keys={"id": {"S": "orders"}}),
    "a name that is a number": without(record("orders", 2, 3, 2), Keys={"name": {"N": "5"}}),
    "a value that is not DynamoDB's JSON": without(record("orders", 2, 3, 2), NewImage={"value": "3"}),
    "an image that is none": without(record("orders", 2, 3, 2), NewImage="3"),
    "no time": without(record("orders", 2, 3, 2), "ApproximateCreationDateTime"),
    "a time in milliseconds": without(record("orders", 2, 3, 2), ApproximateCreationDateTime=1e12),
    "a time in nanoseconds": without(record("orders", 2, 3, 2), ApproximateCreationDateTime=1e18),
    "a time that is none": without(record("orders", 2, 3, 2), ApproximateCreationDateTime=1e99),
    "an unknown event": record("orders", 2, 3, 2, eventName="UPSERT"),
    "no source": record("orders", 2, 3, 2, eventSourceARN=None),
    "a short source": record("orders", 2, 3, 2, eventSourceARN="numbers"),
    "no id": {key: value for key, value in record("orders", 2, 3, 2).items() if key != "eventID"},
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON)
def test_an_unreadable_record_is_an_error_and_the_only_failure(poison: Any, capsys: pytest.CaptureFixture[str]) -> None:
    after = record("orders", 3, 4, number=3)
    reply = stream_consumer.handler({"Records": [HEALTHY, poison, after, poison]}, None)
    assert reply == {"batchItemFailures": [{"itemIdentifier": "000000000000000000002"}]}
    first, error, metrics = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (first["new"], metrics["ValuesTaken"]) == (2, 1)
    assert (error["level"], error["sequence_number"]) == ("ERROR", "000000000000000000002")
    assert error["message"].startswith("record not processed: ")


@pytest.mark.parametrize(
    ("poison", "told"),
    [("a record of another table", "others"), ("KEYS_ONLY", "NEW_AND_OLD_IMAGES"), ("no keys", "Keys")],
)
def test_the_error_names_what_is_wrong(poison: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    stream_consumer.handler({"Records": [POISON[poison]]}, None)
    assert told in json.loads(capsys.readouterr().out)["message"]


@pytest.mark.parametrize(
    "nameless",
    [
        None,
        5,
        [],
        {},
        "record",
        {"dynamodb": None},
        {"dynamodb": []},
        {"dynamodb": {"SequenceNumber": 5}},
        without(HEALTHY, "SequenceNumber"),
    ],
    ids=repr,
)
def test_a_failure_without_a_sequence_number_fails_the_whole_batch(nameless: Any) -> None:
    reply = stream_consumer.handler({"Records": [HEALTHY, nameless]}, None)
    assert reply == {"batchItemFailures": [{"itemIdentifier": ""}]}


@pytest.mark.parametrize("event", [{}, [], None, {"Records": None}, {"Records": {}}])
def test_an_event_that_is_not_a_batch_is_refused(event: Any) -> None:
    with pytest.raises(InvalidRequestError, match="Records"):
        stream_consumer.handler(event, None)


def test_the_state_of_a_tumbling_window_is_returned() -> None:
    event = {"Records": [HEALTHY], "state": {"kept": 1}, "isFinalInvokeForWindow": False}
    assert stream_consumer.handler(event, None) == {"batchItemFailures": [], "state": {"kept": 1}}


def test_a_missing_definitions_file_is_a_configuration_error(deployed: Path) -> None:
    deployed.unlink()
    with pytest.raises(ConfigurationError, match=r"sequences\.json"):
        stream_consumer.handler({"Records": []}, None)
