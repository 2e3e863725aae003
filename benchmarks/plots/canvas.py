"""What all plots share: size, colours, and files that depend on the result alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

matplotlib.use("svg")
SETTINGS = {
    "svg.hashsalt": "sequence-service",  # ids in the file do not change from run to run
    "svg.fonttype": "none",  # text stays text: readable, and the files are small
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "axes.axisbelow": True,
    "figure.facecolor": "white",  # readable on a dark page too
}
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")  # told apart by everyone
OURS, THEIRS, DATABASE = "#d1495b", "#7a869a", "#2f7f86"


@contextmanager
def canvas(path: Path, title: str, width: float = 7.5, height: float = 4.0, axes: int = 1) -> Iterator[list[Axes]]:
    """Yield the axes to draw on, then write the file."""
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        figure.suptitle(title, fontsize=11, x=0.01, ha="left")
        yield list(figure.subplots(1, axes, squeeze=False)[0])
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")


def colour_of(name: str) -> str:
    """Ours stand out, and a database is no alternative on DynamoDB."""
    return OURS if name.startswith("this service") else DATABASE if name.startswith("PostgreSQL") else THEIRS
