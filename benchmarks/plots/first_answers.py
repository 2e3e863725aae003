"""First answer at a seventh of a CPU."""

from pathlib import Path

from ..result import Result
from .canvas import canvas, colour_of


def draw(result: Result, path: Path) -> None:
    """Draw a bar a contender, the fastest on top, with the spread of its rounds."""
    series = result["series"]["first answer"]
    slowest_first = sorted(series, key=lambda name: -series[name][0])
    with canvas(path, "First answer with a seventh of a CPU, in seconds") as [axes]:
        for row, name in enumerate(slowest_first):
            median, low, high, _ = series[name]
            axes.barh(row, median, color=colour_of(name))
            axes.plot([low, high], [row, row], color="#333333", linewidth=1)
            axes.annotate(f"{median:.2g}", (high, row), (4, 0), textcoords="offset points", va="center", fontsize=8)
        axes.set_yticks(range(len(series)), slowest_first)
        axes.grid(visible=False, axis="y")
        axes.set_xlim(0, 1.1 * max(high for _, _, high, _ in series.values()))
