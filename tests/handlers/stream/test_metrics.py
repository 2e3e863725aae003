"""The bundled consumer counts values, rewinds and the share used."""

import json
from pathlib import Path
from typing import Any

from handlers.sequence import Sequence
from handlers.stream.watchdog import percent_used

from .records import DEFINITIONS, UP, Run, record


def test_a_batch_delivered_twice_counts_twice(run: Run) -> None:
    batch = [record("orders", 1, 2, number=1), record("orders", 2, 3, number=2)]
    assert [line["ValuesTaken"] for line in run(*batch) + run(*batch) if "_aws" in line] == [2, 2]


def test_each_declared_sequence_has_its_values_and_share_counted(run: Run) -> None:
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


def test_undeclared_names_share_one_metric(run: Run) -> None:
    lines = run(*(record(f"made-up-{number}", None, 1, number=number) for number in range(1, 51)))
    assert [(line["Sequence"], line["ValuesTaken"]) for line in lines[50:]] == [("*", 50)]


def test_a_shared_metric_shows_the_sequence_nearest_to_its_limit(run: Run, deployed: Path) -> None:
    deployed.write_text(json.dumps({"*": UP}))
    lines = run(record("full", 899, 900), record("empty", None, 1, number=2))
    assert [line["RangeUsed"] for line in lines if "_aws" in line] == [90.0]


def test_a_shared_metric_shows_less_than_one_percent_as_it_is(run: Run, deployed: Path) -> None:
    deployed.write_text(json.dumps({"*": UP}))
    lines = run(record("one", None, 1), record("five", None, 5, number=2))
    assert [line["RangeUsed"] for line in lines if "_aws" in line] == [0.5]


def test_each_rewind_counts(run: Run) -> None:
    lines = run(record("orders", 9, 3), record("orders", 8, 2, number=2))
    assert [line["Rewinds"] for line in lines if "_aws" in line] == [2]
    metrics = [each for directive in lines[-1]["_aws"]["CloudWatchMetrics"] for each in directive["Metrics"]]
    assert {"Name": "Rewinds", "Unit": "Count"} in metrics


def dimensions(line: dict[str, Any], metric: str) -> list[list[str]]:
    """The sets of dimensions under which a line publishes a metric."""
    directives = line["_aws"]["CloudWatchMetrics"]
    return [
        each
        for directive in directives
        for each in directive["Dimensions"]
        if metric in [published["Name"] for published in directive["Metrics"]]
    ]


def test_the_share_used_of_a_cycle_does_not_count_for_the_table(run: Run) -> None:
    """A cycle reaches its limit in each lap, and an alarm on the table's maximum would fire each time."""
    lanes, orders = run(record("lanes", 9, 10), record("orders", 9, 10, number=2))[2:]
    assert dimensions(lanes, "RangeUsed") == [["Table", "Sequence"]]
    assert dimensions(orders, "RangeUsed") == [["Table"], ["Table", "Sequence"]]
    for line in (lanes, orders):
        assert dimensions(line, "ValuesTaken") == [["Table"], ["Table", "Sequence"]]


PATTERNS = {"shop/*": UP, "shop/eu/*": {**UP, "max_value": 10}, "shop/eu/main": UP}


def test_the_names_of_a_pattern_share_one_metric(run: Run, deployed: Path) -> None:
    deployed.write_text(json.dumps(PATTERNS))
    lines = run(
        record("shop/1", 899, 900),
        record("shop/2", None, 1, number=2),
        record("shop/eu/1", 4, 5, number=3),
        record("shop/eu/main", 99, 100, number=4),
        record("shop/3", 500, 7, number=5),
    )
    assert [line["level"] for line in lines[:5]] == ["INFO"] * 4 + ["ERROR"]
    assert [line["name"] for line in lines[:3]] == ["shop/1", "shop/2", "shop/eu/1"]
    counted = [(line["Sequence"], line["ValuesTaken"], line["RangeUsed"]) for line in lines[5:]]
    assert counted == [("shop/*", 2, 90.0), ("shop/eu/*", 1, 50.0), ("shop/eu/main", 1, 10.0)]
    assert [line.get("Rewinds") for line in lines[5:]] == [1, None, None]


def test_a_thousand_names_of_a_pattern_are_one_metric(run: Run, deployed: Path) -> None:
    deployed.write_text(json.dumps(PATTERNS))
    lines = run(*(record(f"shop/{number}", None, 1, number=number) for number in range(1, 1001)))
    assert [(line["Sequence"], line["ValuesTaken"]) for line in lines[1000:]] == [("shop/*", 1000)]


def test_a_name_that_no_pattern_matches_is_not_declared(run: Run, deployed: Path) -> None:
    deployed.write_text(json.dumps(PATTERNS))
    lines = run(record("shop/", 5, 3), record("gone", 9, 3, number=2), record("gone", 3, 4, number=3))
    assert [(line["level"], line["message"]) for line in lines] == [
        ("WARN", "sequence changed, but it is not declared")
    ] * 3


def test_after_a_turn_the_range_is_unused_again(run: Run) -> None:
    lines = run(record("lanes", 9, 10), record("lanes", 10, 1, number=2))
    assert [line["RangeUsed"] for line in lines if "_aws" in line] == [10.0]


def test_the_share_used_counts_from_the_first_value_to_the_limit() -> None:
    down = Sequence(**DEFINITIONS["down"])  # type: ignore[arg-type] # all of them hold what a definition holds
    assert [percent_used(down, value) for value in (5, -1, -51, -99, -100)] == [0.0, 2.0, 52.0, 100.0, 100.0]
