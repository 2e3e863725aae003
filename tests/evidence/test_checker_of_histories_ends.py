"""The checker's rule for the end of a sequence: histories that break it, and similar ones that do not."""

import pytest

from evidence.histories.dynamodb import Move
from evidence.histories.history import Operation

from .operations import broken, seen

HALF = [Move("a", 500, 500, 0, 0)]


def test_an_end_before_the_end() -> None:
    end = seen("a", 0, 1, error="SequenceExhaustedError")
    assert broken(end, moves=HALF) == {"end"}
    assert broken(end, moves=[]) == {"end"}
    assert not broken(end)
    assert broken(seen("lap", 0, 1, error="SequenceExhaustedError")) == {"end"}
    too_many = seen("a", 0, 1, kind="range", error="SequenceExhaustedError")._replace(count=501)
    assert not broken(too_many, moves=HALF)
    assert broken(too_many._replace(count=500), moves=HALF) == {"end"}


@pytest.mark.parametrize(
    "end",
    [
        seen("a", 0, 1, kind="range", error="SequenceExhaustedError")._replace(count=10),
        seen("cached", 0, 1, kind="value", error="SequenceExhaustedError"),
        seen("a", 0, 1, kind="lease", error="SequenceExhaustedError"),
        seen("a", 0, 1, token="t", error="SequenceExhaustedError"),
    ],
)
def test_an_end_although_all_values_come_later(end: Operation) -> None:
    """The callers show it alone, and so does the table alone."""
    calls = [seen(end.name, 10 * n, 10 * n + 2, (100 * n - 99, 100 * n)) for n in range(1, 11)]
    moves = [Move(end.name, 100 * n, 100, 10 * n, 10 * n + 1) for n in range(1, 11)]
    assert broken(end, *calls, stored={end.name: 1000}) == {"end"}
    assert broken(end, moves=moves) == {"end"}
    assert not broken(end._replace(end=103), *calls, moves=moves, stored={end.name: 1000})


def test_a_value_after_the_end() -> None:
    end = seen("a", 2, 3, error="SequenceExhaustedError")
    assert broken(end, seen("a", 4, 5, (1000, 1000)), stored={"a": 1000}) == {"end"}
    assert not broken(end, seen("a", 2, 5, (1000, 1000)), stored={"a": 1000})
    range_end = seen("a", 2, 3, kind="range", error="SequenceExhaustedError")._replace(count=2)
    assert not broken(range_end, seen("a", 4, 5, (1000, 1000)), stored={"a": 1000})
    assert broken(range_end, seen("a", 4, 5, (999, 999)), stored={"a": 1000}) == {"end"}
