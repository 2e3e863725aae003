"""Which values follow, by the fields of a definition alone. The checker does not trust the code that it checks."""

from handlers.sequence import Sequence


def lap(sequence: Sequence) -> range:
    """All values after a turn."""
    return _to_the_limit(sequence, sequence.min_value if sequence.increment > 0 else sequence.max_value)


def left(sequence: Sequence, stored: int | None) -> range:
    """All values after the stored one, to the limit. None: nothing is stored."""
    if stored is None:
        return _to_the_limit(sequence, sequence.start)
    if stored < sequence.min_value if sequence.increment > 0 else stored > sequence.max_value:
        return lap(sequence)  # before the range, after a change of the definition
    return _to_the_limit(sequence, stored + sequence.increment)


def following(sequence: Sequence, stored: int | None, count: int, *, whole: bool) -> range | None:
    """The next `count` values; unless `whole`, fewer before the limit. None: no value is left, or not enough."""
    rest = left(sequence, stored)
    if len(rest) < (count if whole else 1):
        if not sequence.cycle:
            return None
        rest = lap(sequence)
    return rest[:count]


def _to_the_limit(sequence: Sequence, first: int) -> range:
    if sequence.increment > 0:
        return range(first, sequence.max_value + 1, sequence.increment)
    return range(first, sequence.min_value - 1, sequence.increment)
