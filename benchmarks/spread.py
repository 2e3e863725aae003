"""A figure and how far it spreads over the rounds."""

import statistics
from collections.abc import Iterable
from typing import NamedTuple


class Spread(NamedTuple):
    """The median of some rounds, the lowest and the highest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Iterable[float]) -> "Spread":
        """Sum up the figures of all rounds."""
        found = sorted(figures)
        return cls(statistics.median(found), found[0], found[-1])

    @classmethod
    def of_ratios(cls, figures: Iterable[float], others: Iterable[float]) -> "Spread":
        """Sum up ratios. Each is of one round, so that what slows the machine slows both sides."""
        return cls.of(figure / other for figure, other in zip(figures, others, strict=True))
