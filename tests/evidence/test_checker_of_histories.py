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
    "late": {**UP, "max_value": 4, "start": 3, "cycle": True},
}
TAKEN = [Move("a", 1000, 1000, 0, 0), Move("cached", 1000, 1000, 0, 0), Move("down", 82, -21, 0, 0)]
HALF = [Move("a", 500, 500, 0, 0)]
SECOND = 10**9
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


def broken(
    *operations: Operation,
    moves: list[Move] = TAKEN,
    stored: dict[str, int] = STORED,
    killed: int | None = 100,
    overdue: tuple[int, ...] = (),
) -> set[str]:
    """The rules that these operations break. The process is killed at `killed`; None: never."""
    kills = {} if killed is None else {"p": killed}
    found = check(Evidence([*operations], moves, stored, DEFINITIONS.__getitem__, kills, overdue))
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


def moves_of_lap(*values: int) -> list[Move]:
    """Moves of single values of the cycle: the first ends at 1, the next one at 11, and so on."""
    before = [0, *values]
    return [
        Move("lap", value, value - old, 10 * number, 10 * number + 1, turns=value == 1 and number > 0)
        for number, (old, value) in enumerate(zip(before, values, strict=False))
    ]


def seen_of_lap(*values: int) -> list[Operation]:
    """The calls that made these moves, as their callers saw them."""
    return [seen("lap", 10 * number, 10 * number + 2, (value, value)) for number, value in enumerate(values)]


def test_a_cycle_that_does_what_it_should() -> None:
    assert not broken(*seen_of_lap(1, 2, 3, 4, 1, 2), moves=moves_of_lap(1, 2, 3, 4, 1, 2))
    assert not broken(*seen_of_lap(1, 2, 3)[1:], moves=moves_of_lap(1, 2, 3, 4, 1))


def test_a_range_of_a_cycle_that_does_not_fit_starts_a_lap() -> None:
    turned = Move("lap", 2, -1, 20, 21, turns=True)
    assert not broken(
        seen("lap", 20, 22, (1, 2)), moves=[*moves_of_lap(1, 2, 3)[:2], Move("lap", 3, 1, 12, 13), turned]
    )
    forward = Move("lap", 4, 1, 30, 31, turns=True)  # from 3 on, four values do not fit
    assert not broken(seen("lap", 30, 32, (1, 4)), moves=[*moves_of_lap(1, 2, 3), forward])


def test_a_cycle_that_goes_back_in_its_lap() -> None:
    assert broken(*seen_of_lap(4, 3, 2, 1), moves=moves_of_lap(1, 2, 3, 4)) == {"laps"}


def test_a_value_of_a_cycle_that_comes_before_the_lap_turns() -> None:
    calls = [*seen_of_lap(1, 2, 3, 4, 1), seen("lap", 5, 6, (1, 1))]
    moves = moves_of_lap(1, 2, 3, 4, 1, 2, 3, 4, 1)
    assert broken(*calls, moves=moves) == {"laps"}
    assert not broken(*calls[:-1], seen("lap", 5, 82, (1, 1)), moves=moves)


def test_a_value_of_a_cycle_that_comes_more_often_than_the_table_gave_it_out() -> None:
    both = [seen("lap", 0, 99, (1, 1)), seen("lap", 0, 99, (1, 1))]
    assert not broken(*both, moves=moves_of_lap(1, 2, 3, 4, 1))
    assert broken(*both, seen("lap", 0, 99, (1, 1)), moves=moves_of_lap(1, 2, 3, 4, 1)) == {"laps"}


def test_a_value_of_a_cycle_that_the_table_gave_out_before_the_call() -> None:
    moves = [Move("lap", 1, 1, 0, 1), Move("lap", 2, 1, 3, 4)]
    assert broken(seen("lap", 2, 9, (1, 1)), moves=moves) == {"laps"}
    assert not broken(seen("lap", 2, 9, (2, 2)), moves=moves)


def test_a_cycle_that_starts_in_the_middle_of_its_lap() -> None:
    moves = [Move("late", 3, 1, 0, 1), Move("late", 4, 1, 0, 1), Move("late", 1, -3, 0, 1, turns=True)]
    calls = [seen("late", 0, 1, (value, value)) for value in (3, 4, 1)]
    assert not broken(*calls, moves=moves)
    assert broken(*calls, seen("late", 0, 1, (2, 2)), moves=moves) == {"laps"}


def test_the_calls_of_a_cycle_find_their_moves_in_any_order() -> None:
    """The call that ends first could also have made the move that the other one needs."""
    moves = [Move("lap", 1, 1, 6, 7), Move("lap", 1, -3, 1, 8, turns=True), Move("lap", 4, 3, 0, 0)]
    assert not broken(seen("lap", 0, 10, (1, 1)), seen("lap", 5, 12, (1, 1)), moves=moves)


def test_a_lap_that_turns_at_half_its_length() -> None:
    assert broken(*seen_of_lap(1, 2, 1, 2), moves=moves_of_lap(1, 2, 1, 2)) == {"laps"}


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


def test_a_value_that_a_caller_saw_before_the_table_had_it() -> None:
    late = [Move("a", 10, 10, 5, 8)]
    assert broken(seen("a", 0, 7, (1, 1)), moves=late) == {"from the table"}
    assert not broken(seen("a", 0, 8, (1, 1)), moves=late)


def test_the_repeat_of_an_answered_token_gets_the_answer_whatever_happens() -> None:
    first = seen("a", 0, 1, (1000, 1000), token="t")
    repeat = seen("a", 4, 5, token="t", error="SequenceExhaustedError")
    assert broken(first, repeat, stored={"a": 1000}) == {"tokens"}
    assert not broken(first, repeat._replace(begin=1), stored={"a": 1000})  # they overlap
    assert not broken(first, repeat._replace(error="SequenceUnavailableError"), stored={"a": 1000})


def test_the_repeat_of_an_answered_token_is_no_mismatch_because_another_request_was_one() -> None:
    first = seen("a", 0, 1, (5, 5), token="t")
    other = seen("a", 2, 3, kind="range", token="t", error="TokenMismatchError")._replace(count=77)
    assert not broken(first, other)
    assert broken(first, other, seen("a", 4, 5, token="t", error="TokenMismatchError")) == {"tokens"}
    lost = other._replace(begin=0, error="SequenceUnavailableError")  # it cannot have the token that `first` has
    assert broken(first, lost, seen("a", 0, 9, token="t", error="TokenMismatchError")) == {"tokens"}


def test_another_request_with_an_answered_token_is_a_mismatch_even_at_the_end() -> None:
    other = seen("a", 2, 3, kind="range", token="t", error="SequenceExhaustedError")._replace(count=77)
    assert broken(seen("a", 0, 1, (1000, 1000), token="t"), other, stored={"a": 1000}) == {"tokens"}


def test_two_mismatches_without_an_answer() -> None:
    one = seen("a", 0, 1, token="t", error="TokenMismatchError")
    other = seen("cached", 0, 1, token="t", error="TokenMismatchError")
    assert broken(one, other) == {"tokens"}
    for holds in ("SequenceUnavailableError", "SequenceExhaustedError"):
        assert not broken(one, other._replace(error=holds))


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
