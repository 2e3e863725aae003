"""The order of turns: another one in each round, the same in each run."""

import random
from collections.abc import Iterable, Iterator
from typing import TypeVar

Side = TypeVar("Side")


def turns(sides: Iterable[Side], rounds: int) -> Iterator[list[Side]]:
    """Yield all sides for each round, shuffled."""
    shuffled, chance = list(sides), random.Random(1)  # noqa: S311  the order of turns is no secret
    for _ in range(rounds):
        chance.shuffle(shuffled)
        yield list(shuffled)
