"""The plot of the costs."""

from pathlib import Path
from typing import Any

from ..blocks import PLOTS
from ..plots.canvas import COLOURS, canvas


def draw(result: dict[str, Any], folder: Path = PLOTS) -> None:
    """Draw dollars a month by rate."""
    with canvas(folder / "cost.svg", "What numbers cost, to the highest rate of one sequence", 8, 4.5) as [axes]:
        for colour, (name, costs) in zip(COLOURS, result["by_rate"].items(), strict=True):
            rates = [float(rate) for rate in costs]
            line = "-" if ":" in name or "lease" in name else "--"
            label = name.replace("`", "")
            axes.loglog(rates, list(costs.values()), color=colour, linestyle=line, marker=".", label=label)
        axes.set_xlim(0.8, 2e6)
        axes.set_xlabel("numbers a second, all month")
        axes.set_ylabel("dollars a month")
        axes.legend(fontsize=8)
