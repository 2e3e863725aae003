"""The watchdog reports changes after which values come again."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import stream_consumer
from handlers.sequence import Sequence
from handlers.stream.watchdog import values_taken

from .records import UP, Run, record, without


@pytest.mark.parametrize("value", [{"N": "2.5"}, {"S": "twelve"}, {"S": "9" * 5000}, {"NULL": True}])
def test_a_value_that_is_not_an_integer_is_reported_until_it_is_repaired(run: Run, value: dict[str, object]) -> None:
    wrong = {"name": {"S": "orders"}, "value": value}
    (line,) = run(without(record("orders", 2, 3), NewImage=wrong))
    assert (line["level"], line["name"], line["old"]) == ("ERROR", "orders", 2)
    assert line["new"].startswith(json.dumps(value)[:50])
    assert len(line["new"]) <= 60
    assert "sequences restart NAME --with N --force" in line["message"]
    line, metrics = run(without(record("orders", 2, 12), OldImage=wrong))
    assert (line["level"], line["new"], metrics["RangeUsed"]) == ("WARN", 12, pytest.approx(1.2))
    assert "repaired" in line["message"]
    line, metrics = run(without(record("orders", 2, None), OldImage=wrong))
    assert (line["level"], metrics["Rewinds"]) == ("ERROR", 1)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("orders", 500, 7), ("orders", 998, 7), ("down", -51, -11), ("wide", 10**37, 10**37 - 1), ("orders", 2, -5)],
)
def test_a_step_backwards_is_an_error_and_a_rewind(run: Run, name: str, old: int, new: int) -> None:
    line, metrics = run(record(name, old, new))
    assert (line["level"], line["old"], line["new"]) == ("ERROR", old, new)
    assert "backwards" in line["message"]
    assert (metrics["Sequence"], metrics["Rewinds"]) == (name, 1)
    assert "ValuesTaken" not in metrics


@pytest.mark.parametrize("old", [None, 7, -19])
def test_a_step_to_a_value_that_no_call_gives_is_a_warning(run: Run, old: int | None) -> None:
    line, metrics = run(record("down", old, -50))
    assert (line["level"], line["message"]) == ("WARN", "sequence set forward, not by taking values")
    assert "Rewinds" not in metrics


def test_a_deleted_sequence_is_a_rewind(run: Run) -> None:
    line, metrics = run(record("orders", 500, None))
    assert (line["level"], line["new"], metrics["Rewinds"]) == ("ERROR", None, 1)
    assert "deleted" in line["message"]


def test_a_removed_value_is_a_rewind_and_the_next_value_is_not(run: Run) -> None:
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
def test_a_start_over_from_outside_the_limits_is_an_error_and_a_rewind(run: Run, name: str, old: int, new: int) -> None:
    line, metrics = run(record(name, old, new))
    assert line["level"] == "ERROR"
    assert "values may come again if its direction or limits were different before" in line["message"]
    assert (metrics["Rewinds"], metrics["ValuesTaken"]) == (1, line["values"])
    assert line["values"] > 0


def test_each_reversal_of_a_definition_is_reported(run: Run, deployed: Path) -> None:
    levels = []
    for increment, old, new in ((1, 2, 3), (-1, 3, -1), (-1, -1, -2), (1, -2, 1)):
        ends = {"min_value": 1, "max_value": 9} if increment > 0 else {"min_value": -9, "max_value": -1}
        deployed.write_text(json.dumps({"orders": {**UP, **ends, "increment": increment, "start": increment}}))
        stream_consumer._settings.cache_clear()
        levels.append(run(record("orders", old, new))[0]["level"])
    assert levels == ["INFO", "ERROR", "INFO", "ERROR"]


def test_an_item_without_a_value_can_come_and_go(run: Run) -> None:
    bare = {"name": {"S": "orders"}}
    created = without(record("orders", None, 1), NewImage=bare)
    removed = without(record("orders", 1, None, number=2), OldImage=bare)
    assert [line["level"] for line in run(created, removed)] == ["INFO", "INFO"]


def test_a_turn_of_a_cycle_is_not_a_rewind(run: Run) -> None:
    line, metrics = run(record("lanes", 10, 1))
    assert (line["level"], line["values"]) == ("INFO", 1)
    assert "Rewinds" not in metrics


def test_a_range_that_turned_a_cycle_is_not_a_rewind(run: Run) -> None:
    line, metrics = run(record("lanes", 8, 3))
    assert (line["level"], line["values"], metrics["ValuesTaken"]) == ("INFO", 3, 3)


def test_a_cycle_that_is_set_back_with_room_left_is_a_rewind(run: Run) -> None:
    line, metrics = run(record("lanes", 7, 3))
    assert (line["level"], metrics["Rewinds"]) == ("ERROR", 1)


def test_a_write_that_does_not_change_the_value_is_not_a_rewind(run: Run) -> None:
    line = run(record("orders", 5, 5))[0]
    assert (line["level"], line["values"]) == ("INFO", 0)


@given(
    increment=st.integers(-7, 7).filter(bool),
    low=st.integers(-50, 50),
    size=st.integers(1, 60),
    cycle=st.booleans(),
    stored=st.none() | st.integers(-60, 120),
    count=st.integers(1, 20),
    whole=st.booleans(),
)
def test_a_call_of_the_next_value_function_is_never_a_rewind(
    increment: int, low: int, size: int, cycle: bool, stored: int | None, count: int, whole: bool
) -> None:
    start = low if increment > 0 else low + size
    sequence = Sequence(increment, low, low + size, start, cycle, 1)
    run = sequence.after(stored, min(count, sequence.cycle_length), whole=whole)
    if run is not None and run[-1] != stored:
        taken = values_taken(sequence, stored, run[-1])
        # (A range that turned and went past where it had stood looks like the shorter one that did not turn.)
        assert taken == len(run) or (cycle and stored in run and 0 < taken < len(run))
