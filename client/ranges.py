"""What a lease does with ranges: cut them, empty them, join them."""

from collections.abc import Iterable, Iterator

PIECES = 5  # per range, each handed out as a whole


def pieces(values: range) -> list[range]:
    """Cut a range into at most five pieces."""
    length = -(-len(values) // PIECES)
    return [values[begin : begin + length] for begin in range(0, len(values), length)]


def drained(piece: range, values: Iterator[int]) -> range:
    """Use up an iterator of `piece` and return what it had left.

    `min` reads the iterator in one call of C code. So no other thread gets a value in between.
    """
    first = min(values, default=None) if piece.step > 0 else max(values, default=None)
    return range(0) if first is None else piece[piece.index(first) :]


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
