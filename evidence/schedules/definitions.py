"""The definitions of the sequences in scenarios."""

from handlers.sequence import Sequence

UPWARDS = Sequence(1, min_value=1, max_value=3, start=3, cycle=True, cache=1)  # 3, then laps of 1, 2, 3
DOWNWARDS = Sequence(-2, min_value=-7, max_value=-1, start=-3, cycle=True, cache=1)  # -3 to -7, then laps from -1
BELOW = Sequence(-1, min_value=-14, max_value=-11, start=-12, cycle=False, cache=2)


def counting(cache: int = 1, *, increment: int = 1, last: int = 1_000, cycle: bool = False) -> Sequence:
    """A sequence from 1, or from -1 down."""
    low, high = (1, last) if increment > 0 else (-last, -1)
    return Sequence(increment, low, high, low if increment > 0 else high, cycle, cache)
