"""The plots of the model."""

from pathlib import Path
from typing import Any

from .. import svg
from .sweep import LEASE, MOST_P99

LOCAL = 1e-6  # seconds: where the plot shows a lease, whose values need no call


def draw(result: dict[str, Any], folder: Path = svg.DOCS) -> None:
    """Draw all."""
    with svg.style():
        svg.save(_latency(result["by_rate"]), "hot-sequence.svg", folder)
        svg.save(_choosing(result["by_rate"]), "choosing.svg", folder)
        svg.save(_check(result["check"]), "model-check.svg", folder)


def _latency(by_rate: dict[str, list[dict[str, Any]]]) -> Any:
    drawn, axes = svg.figure()
    for colour, (name, rows) in zip(svg.COLOURS, by_rate.items(), strict=False):
        seconds = [LOCAL if name == LEASE else row["p99"] for row in rows]
        axes.loglog([row["rate"] for row in rows], seconds, color=colour, label=name, marker=".")
        failing = [(row["rate"], row["p99"]) for row in rows if not row["works"]]
        axes.loglog([x for x, _ in failing], [y for _, y in failing], color=colour, marker="x", linestyle="", ms=9)
    axes.axhline(MOST_P99, color="grey", linestyle=":", linewidth=1)
    axes.set(
        xlim=(1, 2e7), ylim=(3e-7, 20), xlabel="numbers a second, of one sequence", ylabel="99th percentile, seconds"
    )
    axes.set_title("One sequence at DynamoDB's limit, simulated (x: throttled)", loc="left")
    axes.legend(fontsize=8, loc="center left", bbox_to_anchor=(0.0, 0.42))
    return drawn


def _choosing(by_rate: dict[str, list[dict[str, Any]]]) -> Any:
    drawn, axes = svg.figure(height=3.5)
    names = list(by_rate)[::-1]
    for place, name in enumerate(names):
        rows = by_rate[name]
        highest = max(row["rate"] for row in rows if row["works"])
        axes.barh(place, highest, color=svg.COLOURS[list(by_rate).index(name)], height=0.6)
        more = "" if any(not row["works"] for row in rows) else " or more"
        axes.text(highest * 1.3, place, f"{highest:,.0f}{more}", va="center", fontsize=9)
    axes.set_xscale("log")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlim=(1, 1e9), xlabel="numbers a second, of one sequence")
    axes.set_title("The highest rate that works, simulated", loc="left")
    axes.grid(visible=False, axis="y")
    return drawn


def _check(check: dict[str, dict[str, dict[str, float]]]) -> Any:
    drawn, both = svg.figure(height=3.2, ncols=2)
    figures = (("throttles", "throttled writes a second"), ("mean", "mean time of a call, seconds"))
    for axes, (figure, title) in zip(both, figures, strict=True):
        for shift, side, colour in ((-0.2, "simulated", svg.COLOURS[0]), (0.2, "seen", svg.COLOURS[1])):
            heights = [compared[side][figure] for compared in check.values()]
            label = {"simulated": "simulation", "seen": "emulator with a limiter"}[side]
            axes.bar([place + shift for place in range(len(heights))], heights, width=0.4, color=colour, label=label)
        axes.set_xticks(range(len(check)), list(check))
        axes.set_title(title, loc="left", fontsize=10)
        axes.grid(visible=False, axis="x")
    both[0].legend(fontsize=8)
    return drawn
