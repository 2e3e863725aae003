"""The plots of the model."""

from pathlib import Path
from typing import Any

from ..blocks import PLOTS
from ..plots.canvas import COLOURS, canvas
from .sweep import LEASE, MOST_P99, edge

STYLES = (("o", "-"), ("s", "--"), ("^", "-"), ("v", "--"), ("D", "-"), ("P", "--"))  # lines overlap below the limit
Rates = dict[str, list[dict[str, Any]]]


def draw(result: dict[str, Any], folder: Path = PLOTS) -> None:
    """Draw all."""
    _latency(result["by_rate"], folder / "hot-sequence.svg")
    _choosing(result["by_rate"], folder / "choosing.svg")
    _check(result["check"], folder / "model-check.svg")


def _latency(by_rate: Rates, path: Path) -> None:
    with canvas(path, "One sequence at DynamoDB's limit, simulated (x: does not work)", 8, 4.5) as [axes]:
        called = [(name, rows) for name, rows in by_rate.items() if name != LEASE]
        for colour, (marker, line), (name, rows) in zip(COLOURS, STYLES, called, strict=False):
            rates, seconds = [row["rate"] for row in rows], [row["p99"] for row in rows]
            axes.loglog(rates, seconds, color=colour, label=name, marker=marker, ms=4, linestyle=line, linewidth=1)
            failing = [(row["rate"], row["p99"]) for row in rows if not row["works"]]
            axes.loglog([x for x, _ in failing], [y for _, y in failing], color=colour, marker="x", linestyle="", ms=9)
        axes.axhline(MOST_P99, color="grey", linestyle=":", linewidth=1)
        axes.annotate(f"{LEASE}: no call, so no line", (2, 0.012), fontsize=8)
        axes.set_xlim(1, 2e7)
        axes.set_ylim(0.01, 10)
        axes.set_xlabel("numbers a second, of one sequence")
        axes.set_ylabel("99th percentile, seconds")
        axes.legend(fontsize=8, loc="upper left")


def _choosing(by_rate: Rates, path: Path) -> None:
    names = list(by_rate)[::-1]
    with canvas(path, "The highest rate that works, simulated", 8, 3.5) as [axes]:
        for place, name in enumerate(names):
            rows = by_rate[name]
            best, failing = edge(rows)
            highest = best["rate"]
            axes.barh(place, highest, color=COLOURS[list(by_rate).index(name)], height=0.6)
            more = "" if failing else " or more"
            axes.text(highest * 1.3, place, f"{int(highest):,}{more}", va="center", fontsize=9)
        axes.set_xscale("log")
        axes.set_yticks(range(len(names)), names)
        axes.set_xlim(1, 1e9)
        axes.set_xlabel("numbers a second, of one sequence")
        axes.grid(visible=False, axis="y")


def _check(check: dict[str, dict[str, dict[str, float]]], path: Path) -> None:
    figures = (("throttles", "throttled writes a second"), ("mean", "mean time of a call, seconds"))
    with canvas(path, "The simulation beside the emulator", 8, 3.4, axes=2) as both:
        for axes, (figure, title) in zip(both, figures, strict=True):
            for shift, side, colour in ((-0.2, "simulated", COLOURS[0]), (0.2, "seen", COLOURS[1])):
                heights = [compared[side][figure] for compared in check.values()]
                label = {"simulated": "simulation", "seen": "emulator with a limiter"}[side]
                places = [place + shift for place in range(len(heights))]
                bars = axes.bar(places, heights, width=0.4, color=colour, label=label)
                labels = [f"{height:.3g}" if height >= 0.1 else f"{height:.1g}" for height in heights]
                axes.bar_label(bars, labels, fontsize=7, padding=1)  # some bars are too low to be seen
            axes.set_xticks(range(len(check)), list(check))
            axes.set_title(title, loc="left", fontsize=10)
            axes.grid(visible=False, axis="x")
        both[0].legend(fontsize=8)
