"""A lease beside what people write in its place."""

from pathlib import Path

from ..result import Result
from .canvas import OURS, THEIRS, canvas


def draw(result: Result, path: Path) -> None:
    """Draw two bars a way: one thread, and four."""
    series = result["series"]["lease"]
    with canvas(path, "Values a second in one process; a lock around an integer is 1", height=2.8) as [axes]:
        for row, (name, figures) in enumerate(reversed(series.items())):
            for shift, (threads, (median, low, high, _)) in zip((0.2, -0.2), figures.items(), strict=True):
                place = row + shift
                axes.barh(place, median, 0.36, color=OURS if name == "lease" else THEIRS)
                axes.plot([low, high], [place, place], color="#333333", linewidth=1)
                text = f"{median:.1f}, {threads}"
                axes.annotate(text, (high, place), (4, 0), textcoords="offset points", va="center", fontsize=8)
        axes.set_yticks(range(len(series)), list(reversed(series)))
        axes.grid(visible=False, axis="y")
        axes.margins(x=0.18)
