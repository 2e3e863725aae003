"""Leaves the limit out of the condition."""

from handlers import next_value
from handlers.sequence import Move, Sequence

_advance = Sequence.advance
handler = next_value.handler


def advance(self: Sequence, count: int) -> Move:
    """Allow any stored value."""
    return _advance(self, count)._replace(low=-(10**37), high=10**37)


Sequence.advance = advance  # type: ignore[method-assign]
