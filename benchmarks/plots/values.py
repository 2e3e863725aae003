"""Values a second by callers, for all contenders."""

from pathlib import Path

from ..result import Result
from .canvas import canvas, colour_of

CALLERS = {"1 caller": 1, "4 callers": 4, "16 callers": 16}


def draw(result: Result, path: Path) -> None:
    """Draw lines, each with its contender's name at its end."""
    series = result["series"]["values"]
    bare = series["boto3"]["1 caller"][0]
    with canvas(path, "Values a second; boto3 with one caller is 1", height=5.5) as [axes]:
        ends: list[tuple[float, str]] = []
        for name, figures in series.items():
            heights = [figures[callers][0] / bare for callers in CALLERS]
            axes.plot(list(CALLERS.values()), heights, marker="o", markersize=4, color=colour_of(name))
            ends.append((heights[-1], name))
        axes.set_xscale("log", base=4)
        axes.set_yscale("log")
        axes.set_xticks(list(CALLERS.values()), list(CALLERS))
        axes.yaxis.set_major_formatter("{x:g}")
        place = 0.0
        for height, name in sorted(ends):
            place = max(height, place * 1.32)  # below that, two names would overlap
            axes.annotate(name, (16, height), (18, place), va="center", fontsize=8, color=colour_of(name))
        axes.set_xlim(0.9, 80)
