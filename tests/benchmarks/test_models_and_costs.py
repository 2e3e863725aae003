"""What the documents say about speed limits and costs is what the programs computed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks import blocks
from benchmarks.cost import blocks as cost_blocks
from benchmarks.cost import picture
from benchmarks.cost.modes import CACHED, LEASE, MODES, ORDERED, RANGES, log_cost
from benchmarks.cost.prices import DATA, dollars
from benchmarks.model import blocks as model_blocks
from benchmarks.model import pictures

ROOT = Path(__file__).parent.parent.parent
RESULTS = ROOT / "benchmarks" / "results"
DOCS = ROOT / "docs"
PLOTS = DOCS / "performance"
TOKEN = next(mode for mode in MODES if mode.name == "ordered, with a token").cost() - ORDERED.cost()


def stored(name: str) -> dict[str, Any]:
    """Results as they were written."""
    read: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text())
    return read


def test_the_stored_costs_are_those_of_the_prices() -> None:
    assert stored("cost") == cost_blocks.results()


@pytest.mark.parametrize(
    ("document", "made"),
    [
        ("performance.md", model_blocks.blocks(stored("model"))),
        ("performance.md", {k: v for k, v in cost_blocks.blocks(stored("cost")).items() if k != "cost by mode"}),
        ("operations.md", {"cost by mode": cost_blocks.blocks(stored("cost"))["cost by mode"]}),
    ],
    ids=["model", "cost", "cost by mode"],
)
def test_a_document_shows_the_stored_figures(document: str, made: dict[str, str]) -> None:
    text = (DOCS / document).read_text()
    assert made
    assert blocks.replaced(text, made) == text


def test_the_plots_show_the_stored_figures(tmp_path: Path) -> None:
    pictures.draw(stored("model"), tmp_path)
    picture.draw(stored("cost"), tmp_path)
    drawn = {path.name for path in tmp_path.iterdir()}
    assert drawn == {"choosing.svg", "cost.svg", "hot-sequence.svg", "model-check.svg"}
    for name in drawn:
        assert (tmp_path / name).read_bytes() == (PLOTS / name).read_bytes(), name
        assert f"](performance/{name})" in (DOCS / "performance.md").read_text()


@pytest.mark.parametrize("cache", [10, 1_000])
def test_a_cached_sequence_is_simulated_until_its_blocks_run_out(cache: int) -> None:
    """Otherwise the writes that its functions need are not in the figures."""
    busy = [row for row in stored("model")["by_rate"][f"cache: {cache}"] if row["works"] and row["rate"] >= 5_000]
    assert len(busy) >= 3
    for row in busy:
        assert row["writes"] == pytest.approx(row["rate"] / cache, rel=0.1)


def test_a_block_without_a_place_is_an_error() -> None:
    with pytest.raises(ValueError, match="no place"):
        blocks.replaced("# Performance\n", {"by rate": "| a |"})


def test_every_price_has_a_date_and_every_source_an_address() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", DATA["looked_up"])
    for price in DATA["prices"].values():
        assert price["unit"]
        assert all(source["url"].startswith("https://") for source in price["sources"])


def test_the_measurement_behind_aurora_dsql_is_linked() -> None:
    assert f"({DATA['dsql_measured']['source']['url']})" in (DOCS / "performance.md").read_text()


def known() -> set[str]:
    """Every amount that the documents may state, as they write it."""
    million = {f"${mode.cost():.2f}" for mode in MODES}
    provisioned = dollars("provisioned_concurrency", 0.25 * 720 * 3_600)
    lines = log_cost(), dollars("log", 0.28), dollars("log", 0.32)  # of the consumer: 280 bytes, and 320 with metrics
    seconds = dollars("duration", 0.25 * 10_000), dollars("duration", 0.25 * 5_000)  # a million calls of 10 and of 5 ms
    computed = {f"${amount:.2f}" for amount in (TOKEN, provisioned, *lines, *seconds)}
    prices = {cost_blocks.exact(price["dollars"]) for price in DATA["prices"].values()}
    return million | computed | prices | {"$0.01", f"${200 * 86_400 * dollars('write'):.0f}"}


COSTS = {
    "README.md": "## Costs and limits",
    "docs/operations.md": "## Cost",
    "docs/production.md": "# Options for production",
    "docs/consumer.md": "## Cost",
}


@pytest.mark.parametrize(("document", "heading"), COSTS.items(), ids=COSTS)
def test_every_amount_in_a_document_follows_from_the_prices(document: str, heading: str) -> None:
    text = (ROOT / document).read_text().partition(f"{heading}\n")[2]
    amounts = {
        amount if "." in amount or len(amount) > 2 else f"{amount}.00"
        for amount in re.findall(r"\$\d+(?:\.\d+)?", text)
    }
    assert amounts
    assert amounts - known() == set()


def test_the_costs_in_words_are_those_of_the_prices() -> None:
    readme = " ".join((ROOT / "README.md").read_text().split())
    assert f"cost about ${ORDERED.cost():.2f} with `cache: 1`" in readme
    assert f"Lambda's logs add ${log_cost():.2f}" in readme
    assert f"A token adds ${TOKEN:.2f}: two more writes and their time" in readme
    assert LEASE.cost() < RANGES.cost() < CACHED.cost() < ORDERED.cost()
