"""Cycles: each answer is a step that the table took during the call, and a lap goes on to its limit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .draws import Draw, Violation
from .dynamodb import Move
from .ordinals import Grid, Ordinals


class Lap(NamedTuple):
    """What a move gave out, and whether a cycle turned there."""

    taken: Ordinals
    turns: bool
    move: Move


def wrong_laps(name: str, draws: Iterable[Draw], laps: Iterable[Lap]) -> Iterator[Violation]:
    """Each answer has a move of its own, of the same values and during its call. So they are in order too.

    A call that ends early has the fewest moves to choose from, so it chooses first. It takes the move that began first,
    because fewer other calls could have made that one.
    """
    left: defaultdict[Ordinals, list[Move]] = defaultdict(list)
    for lap in sorted(laps, key=lambda each: each.move.begin):
        left[lap.taken].append(lap.move)
    for draw in sorted(draws, key=lambda each: each.end):
        for part in draw.values:
            moves = left[part]
            made = next((move for move in moves if move.begin >= draw.begin and move.end <= draw.end), None)
            if made:
                moves.remove(made)
            else:
                yield Violation("laps", name, draw.end, f"the table took no such step during {draw.shown}")


def early_turns(name: str, grid: Grid, laps: Iterable[Lap]) -> Iterator[Violation]:
    """A cycle turns only if the values that were asked for did not fit before its limit."""
    for lap in laps:
        if lap.turns:
            before, size = grid.reached(lap.move.value - lap.move.step), lap.taken[1] + 1
            if before + size <= grid.highest:
                what = f"turned after ordinal {before}, where {size} more fit before ordinal {grid.highest}"
                yield Violation("laps", name, lap.move.end, what)
