"""The checker on histories written by hand: each rule has one that breaks it, and a similar one that does not."""

import json
import time

import pytest

from evidence.histories.checker import Evidence, check
from evidence.histories.dynamodb import Move
from evidence.histories.history import Operation, Runs, read_lines, runs

UP = {"increment": 1, "min_value": 1, "max_value": 1000, "start": 1, "cycle": False, "cache": 1}
DEFINITIONS = {
    "a": UP,
    "cached": {**UP, "cache": 5},
    "down": {**UP, "increment": -3, "start": 100, "min_value": 80},
    "lap": {**UP, "max_value": 4, "cycle": True},
}
TAKEN = [Move("a", 1000, 1000), Move("cached", 1000, 1000), Move("down", 82, -21)]
STORED = {"a": 500, "cached": 500, "down": 82}


def seen(
    name: str,
    begin: int,
    end: int | None,
    *values: tuple[int, int],
    token: str | None = None,
    error: str = "",
    kind: str = "",
    wrong: str | None = None,
) -> Operation:
    """An operation as its caller saw it. A call of one value is a `value`, one of several a `range`."""
    size = sum(abs(last - first) // abs(DEFINITIONS[name]["increment"]) + 1 for first, last in values)
    kind = kind or ("range" if size > 1 else "value")
    count = size if kind == "range" else None
    return Operation("p", kind, name, count, token, wrong, begin, end, [*values], error)


def broken(*operations: Operation, moves: list[Move] = TAKEN, stored: dict[str, int] = STORED) -> set[str]:
    """The rules that these operations break."""
    found = check(Evidence([*operations], moves, stored, DEFINITIONS.__getitem__))
    return {violation.rule for violation in found.violations}


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


def test_a_token_with_two_answers() -> None:
    assert broken(seen("a", 0, 1, (5, 5), token="t"), seen("a", 2, 3, (6, 6), token="t")) == {"tokens"}
    assert broken(seen("a", 0, 1, (5, 5), token="t"), seen("cached", 2, 3, (5, 5), token="t")) == {"tokens"}
    assert not broken(seen("a", 0, 1, (5, 5), token="t"), seen("a", 2, 3, (5, 5), token="t"))


def test_a_replay_counts_once_and_from_its_first_call() -> None:
    """The first caller was killed. Its call had taken the value before the other calls began."""
    assert not broken(
        seen("a", 0, None, token="t"),
        seen("a", 2, 3, (6, 6)),
        seen("a", 4, 5, (5, 5), token="t"),
        seen("a", 6, 7, (5, 5), token="t"),
    )


def test_a_mismatch_that_no_other_request_explains() -> None:
    mismatch = seen("a", 4, 5, token="t", error="TokenMismatchError")
    assert broken(seen("a", 0, 1, (5, 5), token="t"), mismatch) == {"tokens"}
    assert not broken(seen("cached", 0, None, token="t"), mismatch)


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
    assert broken(seen("a", 0, 1, (1001, 1001)), moves=[Move("a", 1001, 1)], stored={"a": 1001}) == {"limits"}


def test_a_range_of_another_size_than_asked() -> None:
    assert broken(seen("a", 0, 1, (1, 10))._replace(count=9)) == {"limits"}


def test_a_value_that_the_table_never_gave_out() -> None:
    moves = [Move("a", 10, 10), Move("a", 30, 10)]
    assert not broken(seen("a", 0, 1, (21, 30)), seen("a", 0, 1, (1, 10)), moves=moves)
    for values in ((20, 21), (11, 11), (30, 31)):
        assert broken(seen("a", 0, 1, values), moves=moves) == {"from the table"}


def test_a_table_that_is_behind_a_value() -> None:
    assert broken(seen("a", 0, 1, (501, 501))) == {"stored"}
    assert broken(seen("a", 0, 1, (5, 5)), stored={}) == {"stored"}
    assert broken(seen("down", 0, 1, (82, 82)), stored={"down": 85}) == {"stored"}


def test_a_value_of_a_cycle_that_comes_more_than_once_a_lap() -> None:
    moves = [*(Move("lap", value, 1) for value in (1, 2, 3, 4)), Move("lap", 2, -2)]
    twice = [seen("lap", 0, 1, (1, 2)), seen("lap", 2, 3, (1, 1)), seen("lap", 2, 3, (2, 2))]
    assert not broken(*twice, moves=moves)
    assert broken(*twice, seen("lap", 4, 5, (3, 4)), seen("lap", 4, 5, (4, 4)), moves=moves) == {"laps"}


def test_an_end_before_the_end() -> None:
    assert broken(seen("a", 0, 1, error="SequenceExhaustedError")) == {"end"}
    assert not broken(seen("a", 0, 1, error="SequenceExhaustedError"), stored={"a": 1000})
    assert broken(seen("lap", 0, 1, error="SequenceExhaustedError"), stored={"lap": 4}) == {"end"}
    too_many = seen("a", 0, 1, kind="range", error="SequenceExhaustedError")._replace(count=501)
    assert not broken(too_many)
    assert broken(too_many._replace(count=500)) == {"end"}


def test_a_value_after_the_end() -> None:
    end = seen("a", 2, 3, error="SequenceExhaustedError")
    assert broken(end, seen("a", 4, 5, (1000, 1000)), stored={"a": 1000}) == {"end"}
    assert not broken(end, seen("a", 2, 5, (1000, 1000)), stored={"a": 1000})


@pytest.mark.parametrize("error", ["ConfigurationError", "RuntimeError", "InvalidRequestError", "TokenMismatchError"])
def test_an_error_that_a_right_request_may_not_get(error: str) -> None:
    assert broken(seen("a", 0, 1, error=error)) == {"errors"}


def test_a_wrong_request_must_get_its_error() -> None:
    asked = seen("a", 0, 1, error="InvalidRequestError", wrong="InvalidRequestError")
    assert not broken(asked)
    assert broken(asked._replace(error="ConfigurationError")) == {"errors"}
    assert broken(asked._replace(error="", values=[(1, 1)])) == {"errors"}


def test_gaps_are_counted() -> None:
    found = check(Evidence([seen("a", 0, 1, (1, 3))], [Move("a", 10, 10)], {"a": 10}, DEFINITIONS.__getitem__))
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
    found = check(Evidence(calls, [Move("a", 10**6, 10**6)], {"a": 10**6}, lambda _: wide))
    assert (found.values, found.gaps, found.violations) == (10**6, 0, [])
    assert time.process_time() - begin < 5
