"""docs/reliability.md has the figures of the result files, and no result shows a broken promise."""

from evidence.reliability import DOCUMENT, SECTIONS, results, written
from evidence.schedules.exceptions import EXCEPTIONS
from evidence.schedules.scenarios import SCENARIOS
from evidence.schedules.seeded import SEEDED

SCHEDULES = results("schedules")


def test_the_document_has_the_figures_of_the_results() -> None:
    document = DOCUMENT.read_text()
    assert all(document.count(f"<!-- figures: {section} -->") == 1 for section in SECTIONS)
    assert document == written(document), "run python -m evidence.reliability"


def test_no_schedule_broke_a_promise() -> None:
    assert SCHEDULES["broken"] == 0
    assert not any(result["broken"] or result["examples"] for result in SCHEDULES["scenarios"])
    assert all(result["random"] for result in SCHEDULES["scenarios"])
    assert all(result["broken"] for result in SCHEDULES["broken_on_purpose"])


def test_the_results_are_those_of_the_present_scenarios() -> None:
    bounds = {result["scenario"]: tuple(result["bounds"].values()) for result in SCHEDULES["scenarios"]}
    assert bounds == {scenario.name: scenario.bounds for scenario in SCENARIOS}
    on_purpose = [result["scenario"] for result in SCHEDULES["broken_on_purpose"]]
    assert on_purpose == [scenario.name for scenario in [*EXCEPTIONS, *SEEDED]]


def test_no_history_broke_a_promise() -> None:
    histories = results("histories")
    assert histories["violations"] == 0
    assert histories["seeded"]
    assert all(fault["found"] for fault in histories["seeded"])


def test_nothing_was_wrong_in_the_soak() -> None:
    soak = results("soak")
    assert soak["wrong"] == []
    assert soak["values"] > 0
