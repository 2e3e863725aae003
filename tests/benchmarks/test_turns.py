"""The order of turns, and the search for the highest rate."""

from benchmarks.model.sweep import edge
from benchmarks.turns import turns


def test_each_round_has_all_sides_in_another_order() -> None:
    rounds = list(turns("abcd", 6))
    assert all(sorted(order) == list("abcd") for order in rounds)
    assert len({tuple(order) for order in rounds}) > 3


def test_the_orders_are_the_same_in_each_run() -> None:
    assert list(turns(range(9), 4)) == list(turns(range(9), 4))


def test_the_highest_rate_is_the_last_one_before_the_first_that_fails() -> None:
    rows = [{"rate": rate, "works": works} for rate, works in ((1, True), (2, True), (3, False), (4, True))]
    assert edge(rows) == (rows[1], rows[2])
    assert edge(rows[:2]) == (rows[1], None)
