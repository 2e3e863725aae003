"""The checker's rule for cycles: histories that break it, and similar ones that do not."""

from evidence.histories.dynamodb import Move
from evidence.histories.history import Operation

from .operations import broken, seen


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
