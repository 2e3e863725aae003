"""What a question's measurement gives: figures for the table, and series for the plots."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .spread import Spread


class Figure(NamedTuple):
    """One row of the table. `compared` is what a mark judges: a ratio, or a figure in `unit`."""

    question: str
    name: str
    absolute: str
    """The figure itself, on this machine."""
    compared: Spread
    unit: str = ""


@dataclass
class Answer:
    """Figures, series by name, why something could not be measured, and how long a measurement takes: by what it is."""

    figures: list[Figure] = field(default_factory=list)
    series: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, str] = field(default_factory=dict)


class Plan(NamedTuple):
    """How long to measure. `QUICK` is for tests: it shows that all works, and its figures mean nothing."""

    rounds: int
    seconds: float
    """Of one measurement."""
    quick: bool = False

    def at_most(self, rounds: int) -> int:
        """How many rounds of something slow."""
        return min(rounds, self.rounds)

    def of(self, full: int, quick: int) -> int:
        """A number that depends on the plan."""
        return quick if self.quick else full


FULL = Plan(5, 0.25)
QUICK = Plan(1, 0.02, quick=True)


def per_second(figure: float) -> str:
    """A pace, as people read it."""
    return f"{figure:,.0f} a second"


def seconds(figure: float) -> str:
    """A time, in a unit that fits."""
    if figure < 1e-6:
        return f"{figure * 1e9:,.0f} ns"
    if figure < 0.001:
        return f"{figure * 1e6:,.0f} µs"
    return f"{figure * 1000:.3g} ms" if figure < 1 else f"{figure:.2f} s"
