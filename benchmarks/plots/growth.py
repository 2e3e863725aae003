"""What changes when something grows: sequences, callers, values, definitions."""

from pathlib import Path

from ..result import Result
from .canvas import OURS, THEIRS, canvas

PANELS = {
    "sequences in the table": (("growth: sequences", "seconds a call"),),
    "callers": (("growth: callers", "values a second"),),
    "values drawn by a lease": (("growth: values", "seconds a value"),),
    "names in the definitions": (
        ("growth: definitions, warm", "seconds a call"),
        ("growth: definitions, cold", "cold start"),
    ),
}


def draw(result: Result, path: Path) -> None:
    """Draw a panel for each. Each line is relative to its first point."""
    with canvas(path, "Growth; the smallest size is 1", width=10, height=3.2, axes=len(PANELS)) as panels:
        for axes, (title, lines) in zip(panels, PANELS.items(), strict=True):
            highest = 2.0
            for colour, (name, label) in zip((OURS, THEIRS), lines, strict=False):
                series = result["series"][name]
                sizes = [int(size) for size in series]
                heights = [each[0] if isinstance(each, list | tuple) else each for each in series.values()]
                heights = [height / heights[0] for height in heights]
                axes.plot(sizes, heights, marker="o", markersize=4, color=colour, label=label)
                highest = max(highest, *heights)
            axes.set_xscale("log")
            axes.set_ylim(0, 1.25 * highest)
            axes.set_title(title, fontsize=9)
            axes.legend(fontsize=8, loc="upper left", frameon=False)
