"""Plots as SVG files that stay the same if the data do."""

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

DOCS = Path(__file__).parent.parent / "docs"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")  # told apart by everyone
STYLE = {
    "svg.hashsalt": "sequence-service",  # otherwise the ids in the file are random
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "figure.facecolor": "white",
}


def figure(width: float = 8, height: float = 4.5, **options: Any) -> tuple[Any, Any]:
    """A new figure and its axes. Use it inside `style()`."""
    return plt.subplots(figsize=(width, height), layout="constrained", **options)


def style() -> Any:
    """A context in which plots look alike and are repeatable."""
    return mpl.rc_context(STYLE)


def save(drawn: Any, name: str, folder: Path = DOCS) -> None:
    """Write a figure to docs/, without the date."""
    drawn.savefig(folder / name, metadata={"Date": None, "Creator": None})
    plt.close(drawn)
