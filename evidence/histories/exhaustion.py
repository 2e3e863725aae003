"""`SequenceExhaustedError` means what it says: too few values were left at that time, and none came later."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from .draws import Draw, Violation
from .dynamodb import Move
from .history import Operation
from .ordinals import Grid


def early_ends(name: str, ends: Iterable[Operation], grid: Grid, moves: Iterable[Move]) -> Iterator[Violation]:
    """When the call ended, too few values were left in the table. Moves that were under way count as done."""
    begun = sorted((move.begin, grid.reached(move.value)) for move in moves)
    reached = [*accumulate((at for _, at in begun), max, initial=-1)]
    for call in ends:
        at = reached[bisect_right(begun, call.end or 0, key=lambda each: each[0])]
        if at + _asked(call) <= grid.highest:
            what = f"exhausted, but {_asked(call)} more fit after ordinal {at}"
            yield Violation("end", name, call.end or 0, what)


def values_after_the_end(
    name: str, ends: Iterable[Operation], grid: Grid, draws: Iterable[Draw]
) -> Iterator[Violation]:
    """A later call gets no value from the table that would have been enough. What callers saw shows this alone."""
    later = sorted((draw for draw in draws if draw.ordered), key=lambda draw: draw.begin)
    begins = [draw.begin for draw in later]
    lowest: list[Draw] = [*accumulate(reversed(later), _lower)][::-1]  # of each one and those after it
    for call in ends:
        place = bisect_left(begins, (call.end or 0) + 1)
        if place < len(lowest) and lowest[place].lowest + _asked(call) <= grid.highest + 1:
            draw = lowest[place]
            yield Violation("end", name, draw.end, f"exhausted for {_asked(call)}, and later: {draw.shown}")


def _lower(one: Draw, other: Draw) -> Draw:
    return other if other.lowest < one.lowest else one


def _asked(call: Operation) -> int:
    return call.count if call.kind == "range" and call.count else 1
