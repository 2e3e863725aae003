"""docs/reliability.md has the figures of the result files, and no result shows a broken promise."""

from evidence.reliability import DOCUMENT, SECTIONS, results, written

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
