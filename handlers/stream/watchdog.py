"""The watchdog: did a call of the next-value function change a sequence, or did someone else?"""

from typing import NamedTuple

from ..request import MAX_COUNT
from ..sequence import Sequence
from .change import Change

_NOT_AN_INTEGER = (
    "the stored value is not an integer, so calls for this sequence fail: "
    "run sequences restart NAME --with N --force, with the number after the highest one issued"
)
_STARTED_OVER = (
    "sequence started over, because its stored value was outside its limits: "
    "values may come again if its direction or limits were different before"
)


class Verdict(NamedTuple):
    """What a change was. It took `values` values. With `rewind`, values come again, or may."""

    level: str
    message: str
    values: int = 0
    rewind: bool = False


def judge(change: Change, sequence: Sequence | None) -> Verdict:
    """Judge a change by the sequence's definition. None: the sequence is not declared."""
    if sequence is None:
        return Verdict("WARN", "sequence changed, but it is not declared")
    if isinstance(change.new, str):
        return Verdict("ERROR", _NOT_AN_INTEGER)
    if change.new == change.old:
        return Verdict("INFO", "item written, value unchanged")
    if change.new is None:
        return Verdict("ERROR", "sequence or its value deleted: its values will come again", rewind=True)
    if isinstance(change.old, str):
        return Verdict("WARN", "sequence repaired: its value was not an integer before")
    values = values_taken(sequence, change.old, change.new)
    if values and change.old is not None and not sequence.min_value <= change.old <= sequence.max_value:
        return Verdict("ERROR", _STARTED_OVER, values, rewind=True)
    if values:
        return Verdict("INFO", "sequence changed", values)
    if change.old is not None and (change.new - change.old) * sequence.increment < 0:
        return Verdict("ERROR", "sequence went backwards without a cycle: its values will come again", rewind=True)
    return Verdict("WARN", "sequence set forward, not by taking values")


def values_taken(sequence: Sequence, old: int | None, new: int) -> int:
    """How many values one call took to move `old` to `new`. 0: no call does that.

    A sequence turns only if the values no longer fit before the limit; this is how it knows a turn from a rewind. A
    range that turns and ends past `old` looks like a shorter one without a turn, and counts as that.
    """
    following = sequence.start if old is None else old + sequence.increment
    for first in (following, sequence.first):
        count = (new - first) // sequence.increment + 1
        if 1 <= count <= min(MAX_COUNT, sequence.cycle_length):
            run = sequence.after(old, count, whole=True)
            if run is not None and run[-1] == new:
                return count
    return 0


def percent_used(sequence: Sequence, value: int) -> float:
    """How much of the way from the first value to the limit is used, 0 to 100. A cycle starts over."""
    passed = (value - sequence.first) // sequence.increment + 1
    return 100 * min(max(0, passed), sequence.cycle_length) / sequence.cycle_length
