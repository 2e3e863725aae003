"""Takes a refused write for the end of the sequence, without a look at what is left."""

from handlers import next_value
from handlers.sequence import Sequence

handler = next_value.handler


def after(_self: Sequence, _stored: int | None, _count: int, *, whole: bool) -> None:
    """Say that nothing is left."""


Sequence.after = after  # type: ignore[method-assign, assignment]
