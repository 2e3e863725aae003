"""The documents and plots show the newest result."""

from pathlib import Path

import pytest

from benchmarks.blocks import PERFORMANCE, PLOTS
from benchmarks.document import BLOCKS, DRAWN, filled
from benchmarks.result import Result, latest

AGAIN = "the document differs from the newest result; run python -m benchmarks.document"


@pytest.fixture(scope="module")
def newest() -> Result:
    return latest()


@pytest.mark.parametrize("path", BLOCKS, ids=lambda path: path.name)
def test_a_document_shows_the_newest_result(path: Path, newest: Result) -> None:
    assert filled(path, newest) == path.read_text(encoding="utf-8"), AGAIN


@pytest.mark.parametrize("name", DRAWN)
def test_a_plot_shows_the_newest_result(name: str, newest: Result, tmp_path: Path) -> None:
    DRAWN[name](newest, tmp_path / "plot.svg")
    assert (tmp_path / "plot.svg").read_bytes() == (PLOTS / f"{name}.svg").read_bytes(), AGAIN


def test_another_result_gives_another_text(newest: Result) -> None:
    changed = {**newest, "date": "2020-02-02"}
    assert "2020-02-02" in filled(PERFORMANCE, changed)


def test_the_result_names_no_host_and_no_processor(newest: Result) -> None:
    assert newest["machine"].keys() == {"cores", "architecture"}
