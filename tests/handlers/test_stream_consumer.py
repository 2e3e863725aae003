"""The bundled consumer: one line a change, metrics, and the watchdog."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import stream_consumer
from handlers.errors import ConfigurationError, InvalidRequestError
from handlers.sequence import Sequence
from handlers.stream.watchdog import percent_used, values_taken

ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/numbers/stream/2026-01-01T00:00:00.000"
UP = {"increment": 1, "min_value": 1, "max_value": 1000, "start": 1, "cycle": False, "cache": 1}
DEFINITIONS = {
    "orders": UP,
    "lanes": {**UP, "max_value": 10, "cycle": True},
    "down": {**UP, "increment": -2, "min_value": -100, "max_value": -1, "start": -1},
    "wide": {**UP, "min_value": -(10**37), "max_value": 10**37},
    "*": {**UP, "max_value": 2**53 - 1},
}
Run = Callable[..., list[dict[str, Any]]]


def record(name: str, old: int | None, new: int | None, number: int = 1, **changed: Any) -> dict[str, Any]:
    """A record as Lambda delivers it."""
    event = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
    images = {"OldImage": old, "NewImage": new}
    change = {
        "ApproximateCreationDateTime": 1_767_225_600.0 + number,
        "Keys": {"name": {"S": name}},
        **{
            key: {"name": {"S": name}, "value": {"N": str(value)}} for key, value in images.items() if value is not None
        },
        "SequenceNumber": f"{number:021}",
        "SizeBytes": 26,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    return {
        "eventID": f"event-{number}",
        "eventName": event,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": change,
        "eventSourceARN": ARN,
        **changed,
    }


def without(event: dict[str, Any], *fields: str, **changed: Any) -> dict[str, Any]:
    """The record without these fields of `dynamodb`."""
    return event | {"dynamodb": {k: v for k, v in event["dynamodb"].items() if k not in fields} | changed}


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


def test_each_change_is_one_line_that_tells_sequence_values_and_where_it_stands_in_the_stream(run: Run) -> None:
    lines = run(record("orders", None, 1), record("orders", 1, 11, number=2))
    assert [line["message"] for line in lines[:2]] == ["sequence changed"] * 2
    line = lines[1]
    assert line.pop("timestamp")
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


def test_a_batch_delivered_twice_logs_the_same_ids_so_that_a_reader_can_drop_the_doubles(run: Run) -> None:
    batch = [record("orders", 1, 2, number=1), record("orders", 2, 3, number=2)]

    def ids() -> list[str]:
        return [line["event_id"] for line in run(*batch) if "event_id" in line]

    assert ids() == ids() == ["event-1", "event-2"]


def test_a_batch_delivered_twice_counts_twice_in_metrics_as_the_guide_says(run: Run) -> None:
    batch = [record("orders", 1, 2, number=1), record("orders", 2, 3, number=2)]
    assert [line["ValuesTaken"] for line in run(*batch) + run(*batch) if "_aws" in line] == [2, 2]


def test_metrics_count_the_values_of_each_declared_sequence_and_the_share_of_its_range(run: Run) -> None:
    lines = run(record("orders", None, 10), record("orders", 10, 250, number=2), record("lanes", 4, 5, number=3))
    orders, lanes = lines[3:]
    directive = {
        "Namespace": "SequenceService",
        "Dimensions": [["Table"], ["Table", "Sequence"]],
        "Metrics": [{"Name": "ValuesTaken", "Unit": "Count"}, {"Name": "RangeUsed", "Unit": "Percent"}],
    }
    assert orders == {
        "_aws": {"Timestamp": 1_767_225_602_000, "CloudWatchMetrics": [directive]},
        "Table": "numbers",
        "Sequence": "orders",
        "ValuesTaken": 250,
        "RangeUsed": 25.0,
    }
    assert (lanes["Sequence"], lanes["ValuesTaken"], lanes["RangeUsed"]) == ("lanes", 1, 50.0)


def test_names_that_callers_make_up_make_up_no_metrics_of_their_own(run: Run) -> None:
    lines = run(*(record(f"made-up-{number}", None, 1, number=number) for number in range(1, 51)))
    assert [(line["Sequence"], line["ValuesTaken"]) for line in lines[50:]] == [("*", 50)]


def test_of_names_that_share_a_metric_the_one_nearest_to_its_limit_shows(run: Run, deployed: Path) -> None:
    deployed.write_text(json.dumps({"*": UP}))
    lines = run(record("full", 899, 900), record("empty", None, 1, number=2))
    assert [line["RangeUsed"] for line in lines if "_aws" in line] == [90.0]


def test_after_a_cycle_s_turn_its_range_is_unused_again(run: Run) -> None:
    lines = run(record("lanes", 9, 10), record("lanes", 10, 1, number=2))
    assert [line["RangeUsed"] for line in lines if "_aws" in line] == [10.0]


@pytest.mark.parametrize(
    ("name", "old", "new"), [("orders", 500, 7), ("down", -51, -11), ("wide", 10**37, 10**37 - 1), ("orders", 2, -5)]
)
def test_a_sequence_that_went_backwards_is_an_error_line_and_a_metric(run: Run, name: str, old: int, new: int) -> None:
    line, metrics = run(record(name, old, new))
    assert (line["level"], line["old"], line["new"]) == ("ERROR", old, new)
    assert "backwards" in line["message"]
    assert (metrics["Sequence"], metrics["Rewinds"]) == (name, 1)
    assert "ValuesTaken" not in metrics


def test_a_deleted_sequence_starts_over_and_so_counts_as_a_rewind(run: Run) -> None:
    line, metrics = run(record("orders", 500, None))
    assert (line["level"], line["new"], metrics["Rewinds"]) == ("ERROR", None, 1)
    assert "deleted" in line["message"]


def test_a_removed_value_is_a_rewind_and_the_first_one_after_it_is_none(run: Run) -> None:
    bare = {"name": {"S": "orders"}}
    line, metrics = run(without(record("orders", 500, 501), NewImage=bare))
    assert (line["level"], line["new"], metrics["Rewinds"]) == ("ERROR", None, 1)
    line, metrics = run(without(record("orders", 500, 1), OldImage=bare))
    assert (line["level"], line["old"], line["values"]) == ("INFO", None, 1)
    assert "Rewinds" not in metrics


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("orders", -3, 1), ("orders", 0, 2), ("down", 7, -1), ("lanes", 11, 1), ("lanes", 500, 3), ("lanes", -9, 1)],
)
def test_a_sequence_that_starts_over_from_outside_its_limits_is_an_error_line_and_a_rewind(
    run: Run, name: str, old: int, new: int
) -> None:
    line, metrics = run(record(name, old, new))
    assert line["level"] == "ERROR"
    assert "values may come again if its direction or limits were different before" in line["message"]
    assert (metrics["Rewinds"], metrics["ValuesTaken"]) == (1, line["values"])
    assert line["values"] > 0


def test_a_reversed_definition_and_its_return_are_reported_each_time(run: Run, deployed: Path) -> None:
    levels = []
    for increment, old, new in ((1, 2, 3), (-1, 3, -1), (-1, -1, -2), (1, -2, 1)):
        ends = {"min_value": 1, "max_value": 9} if increment > 0 else {"min_value": -9, "max_value": -1}
        deployed.write_text(json.dumps({"orders": {**UP, **ends, "increment": increment, "start": increment}}))
        stream_consumer._settings.cache_clear()
        levels.append(run(record("orders", old, new))[0]["level"])
    assert levels == ["INFO", "ERROR", "INFO", "ERROR"]


def test_an_item_without_a_value_that_is_created_or_deleted_takes_no_value_away(run: Run) -> None:
    bare = {"name": {"S": "orders"}}
    created = without(record("orders", None, 1), NewImage=bare)
    removed = without(record("orders", 1, None, number=2), OldImage=bare)
    assert [line["level"] for line in run(created, removed)] == ["INFO", "INFO"]


def test_a_cycle_s_turn_is_no_rewind(run: Run) -> None:
    line, metrics = run(record("lanes", 10, 1))
    assert (line["level"], line["values"]) == ("INFO", 1)
    assert "Rewinds" not in metrics


def test_a_range_that_did_not_fit_before_the_end_of_a_cycle_is_no_rewind(run: Run) -> None:
    line, metrics = run(record("lanes", 8, 3))
    assert (line["level"], line["values"], metrics["ValuesTaken"]) == ("INFO", 3, 3)


def test_a_cycling_sequence_that_was_set_back_with_room_left_is_a_rewind(run: Run) -> None:
    line, metrics = run(record("lanes", 7, 3))
    assert (line["level"], metrics["Rewinds"]) == ("ERROR", 1)


def test_a_value_that_no_call_can_have_taken_is_a_warning_and_counts_nothing(run: Run) -> None:
    line, metrics = run(record("wide", 5, 5_000_000))
    assert (line["level"], line["values"]) == ("WARN", 0)
    assert "ValuesTaken" not in metrics


def test_values_of_38_digits_stay_exact(run: Run) -> None:
    line = run(record("wide", 10**37 - 9, 10**37 - 1))[0]
    assert (line["old"], line["new"], line["values"]) == (10**37 - 9, 10**37 - 1, 8)


def test_a_write_that_left_the_value_alone_is_no_rewind(run: Run) -> None:
    line = run(record("orders", 5, 5))[0]
    assert (line["level"], line["values"]) == ("INFO", 0)


def test_a_sequence_that_is_declared_no_more_is_a_warning_and_no_failure(run: Run, deployed: Path) -> None:
    deployed.write_text(json.dumps({"orders": UP}))
    lines = run(record("gone", 9, 3), record("gone", 9, None, number=2))
    assert [line["level"] for line in lines] == ["WARN", "WARN"]


def test_tokens_are_passed_over_without_a_line(run: Run) -> None:
    token = record("orders", None, 1)
    token["dynamodb"] |= {"Keys": {"name": {"S": "#token"}}, "NewImage": {"name": {"S": "#token"}}}
    assert run(token) == []


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
    "a value that is no integer": without(record("orders", 2, 3, 2), NewImage={"value": {"N": "2.5"}}),
    "a value that is a string": without(record("orders", 2, 3, 2), NewImage={"value": {"S": "3"}}),
    "an image that is none": without(record("orders", 2, 3, 2), NewImage="3"),
    "no time": without(record("orders", 2, 3, 2), "ApproximateCreationDateTime"),
    "a time that is none": without(record("orders", 2, 3, 2), ApproximateCreationDateTime=1e99),
    "an unknown event": record("orders", 2, 3, 2, eventName="UPSERT"),
    "no source": record("orders", 2, 3, 2, eventSourceARN=None),
    "a short source": record("orders", 2, 3, 2, eventSourceARN="numbers"),
    "no id": {key: value for key, value in record("orders", 2, 3, 2).items() if key != "eventID"},
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON)
def test_a_record_that_cannot_be_read_is_an_error_line_and_the_one_failure(
    poison: Any, capsys: pytest.CaptureFixture[str]
) -> None:
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
def test_the_error_line_names_what_is_wrong_or_missing(
    poison: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
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
def test_a_failure_that_has_no_sequence_number_fails_the_whole_batch_as_an_empty_identifier_does(nameless: Any) -> None:
    reply = stream_consumer.handler({"Records": [HEALTHY, nameless]}, None)
    assert reply == {"batchItemFailures": [{"itemIdentifier": ""}]}


@pytest.mark.parametrize("event", [{}, [], None, {"Records": None}, {"Records": {}}])
def test_what_is_no_batch_is_refused_by_name(event: Any) -> None:
    with pytest.raises(InvalidRequestError, match="Records"):
        stream_consumer.handler(event, None)


def test_the_state_of_a_tumbling_window_is_handed_back_without_which_lambda_takes_the_batch_for_failed() -> None:
    event = {"Records": [HEALTHY], "state": {"kept": 1}, "isFinalInvokeForWindow": False}
    assert stream_consumer.handler(event, None) == {"batchItemFailures": [], "state": {"kept": 1}}


def test_a_function_without_definitions_was_deployed_wrong(deployed: Path) -> None:
    deployed.unlink()
    with pytest.raises(ConfigurationError, match=r"sequences\.json"):
        stream_consumer.handler({"Records": []}, None)


@given(
    increment=st.integers(-7, 7).filter(bool),
    low=st.integers(-50, 50),
    size=st.integers(1, 60),
    cycle=st.booleans(),
    stored=st.none() | st.integers(-60, 120),
    count=st.integers(1, 20),
    whole=st.booleans(),
)
def test_whatever_the_next_value_function_does_is_never_taken_for_a_rewind(
    increment: int, low: int, size: int, cycle: bool, stored: int | None, count: int, whole: bool
) -> None:
    start = low if increment > 0 else low + size
    sequence = Sequence(increment, low, low + size, start, cycle, 1)
    run = sequence.after(stored, min(count, sequence.cycle_length), whole=whole)
    if run is not None and run[-1] != stored:
        taken = values_taken(sequence, stored, run[-1])
        # (A range that turned and went past where it had stood looks like the shorter one that did not turn.)
        assert taken == len(run) or (cycle and stored in run and 0 < taken < len(run))


def test_the_share_of_the_range_counts_from_the_first_value_to_the_limit() -> None:
    down = Sequence(**DEFINITIONS["down"])  # type: ignore[arg-type] # all of them hold what a definition holds
    assert [percent_used(down, value) for value in (5, -1, -51, -99, -100)] == [0.0, 2.0, 52.0, 100.0, 100.0]
