"""What a lease does with ranges: cut them, empty them, join them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

PIECES = 5  # per range, each handed out as a whole


class Piece(NamedTuple):
    """Some values of a range, and the iterator that hands them out."""

    values: range
    left: Iterator[int]


def pieces(values: range) -> list[Piece]:
    """Cut a range into at most five pieces."""
    length = -(-len(values) // PIECES)
    cut = [values[begin : begin + length] for begin in range(0, len(values), length)]
    return [Piece(part, iter(part)) for part in cut]


def drained(piece: Piece) -> range:
    """Use up a piece's iterator and return what it had left.

    `min` reads the iterator in one call of C code. So no other thread gets a value in between.
    """
    values = piece.values
    first = min(piece.left, default=None) if values.step > 0 else max(piece.left, default=None)
    return range(0) if first is None else values[values.index(first) :]


def joined(ranges: Iterable[range]) -> list[range]:
    """The same values in as few ranges as possible."""
    result: list[range] = []
    for values in filter(None, ranges):
        before = result[-1] if result else range(0)
        if before and before.step == values.step and before[-1] + before.step == values[0]:
            result[-1] = range(before[0], values[-1] + values.step, values.step)
        else:
            result.append(values)
    return result
