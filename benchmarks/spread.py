"""A figure and how far it spreads over the rounds."""

import statistics
from collections.abc import Iterable
from typing import NamedTuple


class Spread(NamedTuple):
    """The median of some rounds, the lowest and the highest, and the number of rounds."""

    median: float
    low: float
    high: float
    rounds: int

    @classmethod
    def of(cls, figures: Iterable[float]) -> "Spread":
        """Sum up the figures of all rounds."""
        found = sorted(figures)
        return cls(statistics.median(found), found[0], found[-1], len(found))

    @classmethod
    def of_ratios(cls, figures: Iterable[float], others: Iterable[float]) -> "Spread":
        """Sum up ratios. Each is of one round, so that what slows the machine slows both sides."""
        return cls.of(figure / other for figure, other in zip(figures, others, strict=True))

    def divided(self, divisor: float) -> "Spread":
        """The same in another unit."""
        return Spread(self.median / divisor, self.low / divisor, self.high / divisor, self.rounds)
