"""The plot of the costs."""

from pathlib import Path
from typing import Any

from .. import svg


def draw(result: dict[str, Any], folder: Path = svg.DOCS) -> None:
    """Draw dollars a month by rate."""
    with svg.style():
        drawn, axes = svg.figure()
        for colour, (name, costs) in zip(svg.COLOURS, result["by_rate"].items(), strict=True):
            rates = [float(rate) for rate in costs]
            line = "-" if ":" in name or "lease" in name else "--"
            axes.loglog(
                rates, list(costs.values()), color=colour, linestyle=line, marker=".", label=name.replace("`", "")
            )
        axes.set(xlabel="numbers a second, all month", ylabel="dollars a month", xlim=(0.8, 2e6))
        axes.set_title("What numbers cost, to the highest rate of one sequence", loc="left")
        axes.legend(fontsize=8)
        svg.save(drawn, "cost.svg", folder)
