"""Values a second by callers, for all contenders."""

from pathlib import Path
from typing import Any

from ..result import Result
from ..table import to_boto3
from .canvas import COLOURS, DATABASE, OURS, THEIRS, canvas

CALLERS = {"1 caller": 1, "4 callers": 4, "16 callers": 16}
STYLES: dict[str, dict[str, Any]] = {  # those that the text discusses
    "this service, ordered": {"color": OURS, "marker": "o"},
    "this service, cached": {"color": OURS, "marker": "s"},
    "this service, ranges": {"color": OURS, "marker": "^"},
    "this service, with a token": {"color": OURS, "marker": "D", "linestyle": "--"},
    "PostgreSQL": {"color": DATABASE, "marker": "o"},
    "PostgreSQL, cached": {"color": DATABASE, "marker": "s", "linestyle": "--"},
    "boto3": {"color": COLOURS[6], "marker": "o"},
    "boto3, our update": {"color": COLOURS[0], "marker": "s", "linestyle": "--"},
    "npm dynamodb-atomic-counter": {"color": COLOURS[4], "marker": "v"},
}
OTHERS: dict[str, Any] = {"color": THEIRS, "marker": ".", "linewidth": 0.8, "alpha": 0.7}


def draw(result: Result, path: Path) -> None:
    """Draw lines, each with its contender's name at its end."""
    with canvas(path, "Values a second; boto3 with as many callers is 1", height=5.5) as [axes]:
        ends: list[tuple[float, str]] = []
        for name, ratios in to_boto3(result).items():
            heights = [ratios[callers] for callers in CALLERS]
            axes.plot(list(CALLERS.values()), heights, markersize=4, **STYLES.get(name, OTHERS))
            ends.append((heights[-1], name))
        axes.set_xscale("log", base=4)
        axes.set_yscale("log")
        axes.set_xticks(list(CALLERS.values()), list(CALLERS))
        axes.yaxis.set_major_formatter("{x:g}")
        place = 0.0
        for height, name in sorted(ends):
            place = max(height, place * 1.32)  # below that, two names would overlap
            colour = STYLES.get(name, OTHERS)["color"]
            axes.annotate(name, (16, height), (18, place), va="center", fontsize=8, color=colour)
        axes.set_xlim(0.9, 80)
