"""The checker on histories written by hand: each rule has one that breaks it, and a similar one that does not."""

import json
import time

import pytest

from evidence.histories.checker import Evidence, check
from evidence.histories.dynamodb import Move
from evidence.histories.history import Runs, read_lines, runs

from .operations import DEFINITIONS, UP, broken, seen

SECOND = 10**9


def test_a_correct_history_breaks_no_rule() -> None:
    assert not broken(
        seen("a", 0, 1, (1, 1)),
        seen("a", 2, 3, (2, 11)),
        seen("a", 2, 9, (13, 13)),
        seen("a", 4, 5, (12, 12)),
        seen("a", 4, 5, kind="value", error="SequenceUnavailableError"),
        seen("a", 4, None),
        seen("down", 0, 1, (100, 94)),
        seen("down", 2, 3, (91, 91)),
        seen("cached", 0, 1, (6, 6)),
        seen("cached", 2, 3, (1, 1)),
        seen("cached", 4, 5, (20, 29), (40, 49), kind="lease"),
        seen("cached", 4, 5, (30, 39), kind="close"),
    )


@pytest.mark.parametrize(
    "values",
    [((7, 7), (7, 7)), ((1, 10), (10, 10)), ((1, 10), (5, 6)), ((1, 9), (8, 20))],
)
def test_a_value_that_comes_twice(values: tuple[tuple[int, int], ...]) -> None:
    assert broken(*(seen("cached", 0, 9, each, kind="lease") for each in values)) == {"unique"}


def test_a_value_that_is_handed_out_and_also_returned_by_close() -> None:
    assert broken(seen("a", 0, 9, (1, 10), kind="lease"), seen("a", 9, 10, (10, 20), kind="close")) == {"unique"}


def test_a_value_inside_a_long_range_far_away_in_the_order_of_first_values() -> None:
    assert broken(*(seen("cached", 0, 9, each, kind="lease") for each in ((1, 100), (2, 2), (50, 50)))) == {"unique"}


def test_a_later_call_that_gets_an_earlier_value() -> None:
    assert broken(seen("a", 0, 1, (5, 5)), seen("a", 2, 3, (4, 4))) == {"order"}
    assert broken(seen("a", 0, 1, (5, 20)), seen("a", 2, 3, (4, 4))) == {"order"}
    assert broken(seen("down", 0, 1, (94, 94)), seen("down", 2, 3, (97, 97))) == {"order"}
    assert not broken(seen("a", 0, 2, (5, 5)), seen("a", 2, 3, (4, 4)))


def test_a_range_of_a_cached_sequence_comes_from_the_table_and_so_in_order() -> None:
    assert broken(seen("cached", 0, 1, (11, 20)), seen("cached", 2, 3, (1, 10))) == {"order"}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("a", (1001, 1001)),
        ("a", (0, 0)),
        ("down", (99, 99)),
        ("down", (79, 79)),
        ("down", (94, 97)),
        ("down", (103, 103)),
    ],
)
def test_a_value_beyond_the_limits_or_between_two_steps(name: str, values: tuple[int, int]) -> None:
    assert broken(seen(name, 0, 1, values, kind="lease")) == {"limits"}


def test_a_table_beyond_the_limits_is_no_error_of_the_checker() -> None:
    assert broken(seen("a", 0, 1, (1001, 1001)), moves=[Move("a", 1001, 1, 0, 0)], stored={"a": 1001}) == {"limits"}


def test_a_range_of_another_size_than_asked() -> None:
    assert broken(seen("a", 0, 1, (1, 10))._replace(count=9)) == {"limits"}


def test_a_value_that_the_table_never_gave_out() -> None:
    moves = [Move("a", 10, 10, 0, 0), Move("a", 30, 10, 0, 0)]
    assert not broken(seen("a", 0, 1, (21, 30)), seen("a", 0, 1, (1, 10)), moves=moves)
    for values in ((20, 21), (11, 11), (30, 31)):
        assert broken(seen("a", 0, 1, values), moves=moves) == {"from the table"}


def test_the_rest_of_a_sequence_is_what_its_last_move_gave_out() -> None:
    """Such a move asks for one exact stored value, as a cycle's turn does."""
    moves = [Move("a", 990, 990, 0, 0), Move("a", 1000, 10, 9, 9, turns=True)]
    gaps = check(Evidence([], [moves[1]], {}, DEFINITIONS.__getitem__, {})).gaps
    assert gaps == 10
    assert not broken(seen("a", 0, 1, (1, 990)), seen("a", 8, 9, (991, 1000)), moves=moves, stored={"a": 1000})
    assert broken(seen("a", 0, 1, (1, 990)), seen("a", 2, 3, (991, 1000)), moves=moves, stored={"a": 1000}) == {
        "from the table"
    }


def test_a_table_that_is_behind_a_value() -> None:
    assert broken(seen("a", 0, 1, (501, 501))) == {"stored"}
    assert broken(seen("a", 0, 1, (5, 5)), stored={}) == {"stored"}
    assert broken(seen("down", 0, 1, (82, 82)), stored={"down": 85}) == {"stored"}


def test_a_value_that_a_caller_saw_before_the_table_had_it() -> None:
    late = [Move("a", 10, 10, 5, 8)]
    assert broken(seen("a", 0, 7, (1, 1)), moves=late) == {"from the table"}
    assert not broken(seen("a", 0, 8, (1, 1)), moves=late)


def test_a_lease_that_goes_back() -> None:
    lease = [seen("a", 0, 1, (11, 20), kind="lease"), seen("a", 2, 3, (1, 10), kind="lease")]
    assert broken(*lease) == {"order"}
    assert not broken(lease[0], lease[1]._replace(process="q"))
    assert not broken(lease[0], lease[1]._replace(begin=1))
    assert broken(seen("a", 0, 1, (11, 20), (1, 10), kind="lease")) == {"order"}


@pytest.mark.parametrize("values", [[], [(1, 1), (3, 3), (5, 5)], [(5, 5), (3, 3), (1, 1)]])
def test_an_answer_that_is_not_one_range(values: Runs) -> None:
    assert broken(seen("a", 0, 1, kind="range")._replace(count=3, values=values)) == {"limits"}
    assert broken(seen("a", 0, 1, kind="value")._replace(values=values)) == {"limits"}


def test_a_call_without_an_end_although_its_process_lives() -> None:
    assert broken(seen("a", 0, None), killed=None) == {"time"}
    assert not broken(seen("a", 0, None))
    assert broken(seen("a", 0, None), killed=31 * SECOND) == {"time"}


def test_a_call_that_takes_too_long() -> None:
    assert broken(seen("a", 0, 3600 * SECOND, (1, 1))) == {"time"}
    assert broken(seen("a", 0, 31 * SECOND, error="SequenceUnavailableError")) == {"time"}
    assert not broken(seen("a", 0, 29 * SECOND, (1, 1)))
    assert not broken(seen("a", 0, 59 * SECOND, (1, 1), kind="lease"))


def test_a_function_that_does_not_answer_in_its_time() -> None:
    assert broken(overdue=(5,)) == {"time"}


@pytest.mark.parametrize("error", ["ConfigurationError", "RuntimeError", "InvalidRequestError", "TokenMismatchError"])
def test_an_error_that_a_right_request_may_not_get(error: str) -> None:
    assert broken(seen("a", 0, 1, error=error)) == {"errors"}


def test_a_wrong_request_must_get_its_error() -> None:
    asked = seen("a", 0, 1, error="InvalidRequestError", wrong="InvalidRequestError")
    assert not broken(asked)
    assert broken(asked._replace(error="ConfigurationError")) == {"errors"}
    assert broken(asked._replace(error="", values=[(1, 1)])) == {"errors"}
    assert broken(asked._replace(name="undeclared", error="", values=[(1, 1)])) == {"errors"}


def test_gaps_are_counted() -> None:
    moves = [Move("a", 10, 10, 0, 0)]
    found = check(Evidence([seen("a", 0, 1, (1, 3))], moves, {"a": 10}, DEFINITIONS.__getitem__, {}))
    assert (found.values, found.given_out, found.gaps) == (3, 10, 7)


def test_a_killed_process_leaves_operations_without_an_end() -> None:
    lines = [
        ["invoke", 0, 10, "value", "a", None, "t", None],
        ["invoke", 1, 11, "range", "a", 3, None, None],
        ["ok", 1, 12, [[1, 3]]],
        ["invoke", 2, 13, "lease", "a", 9, None, None],
        ["fail", 2, 14, "SequenceExhaustedError", "no values left"],
    ]
    ok, failed, killed = read_lines("p", map(json.dumps, lines))
    assert (ok.values, ok.begin, ok.end, ok.count) == ([(1, 3)], 11, 12, 3)
    assert (failed.error, failed.ok) == ("SequenceExhaustedError", False)
    assert (killed.end, killed.token) == (None, "t")


def test_values_are_kept_as_runs() -> None:
    expected: Runs = [(1, 3), (9, 9), (5, 6)]
    assert runs([1, 2, 3, 9, 5, 6], 1) == expected
    assert runs([9, 6, 3, 30], -3) == [(9, 3), (30, 30)]
    assert runs([], 1) == []


def test_a_million_values_in_20_000_calls_take_little_time_to_check() -> None:
    calls = [seen("a", 2 * n, 2 * n + 5, (50 * n + 1, 50 * n + 50)) for n in range(20_000)]
    wide = {**UP, "max_value": 10**9}
    begin = time.process_time()
    found = check(Evidence(calls, [Move("a", 10**6, 10**6, 0, 0)], {"a": 10**6}, lambda _: wide, {}))
    assert (found.values, found.gaps, found.violations) == (10**6, 0, [])
    assert time.process_time() - begin < 5
