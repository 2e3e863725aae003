"""Limits from -10^37 to 10^37: values are exact in the table, in replies and in all sums."""

import pytest

from handlers.errors import SequenceExhaustedError

from .conftest import Service
from .engine import Table

END = 10**37


@pytest.mark.parametrize("cache", [1, 3])
@pytest.mark.parametrize(
    ("definition", "values"),
    [
        ({"max_value": END, "start": END - 2}, [END - 2, END - 1, END]),
        ({"min_value": -END, "max_value": END}, [-END, -END + 1, -END + 2]),
        ({"increment": -1, "min_value": -END, "max_value": END}, [END, END - 1, END - 2]),
        ({"increment": -1, "min_value": -END, "start": -END + 2}, [-END + 2, -END + 1, -END]),
        ({"increment": END, "min_value": -END, "max_value": END}, [-END, 0, END]),
        ({"increment": -END, "min_value": -END, "max_value": END}, [END, 0, -END]),
        ({"increment": 3 * 10**36 + 1, "max_value": END}, [1, 3 * 10**36 + 2, 6 * 10**36 + 3, 9 * 10**36 + 4]),
        ({"max_value": 2**53 + 10, "start": 2**53}, [2**53, 2**53 + 1, 2**53 + 2]),
    ],
)
def test_values_are_exact_to_the_last_digit(
    service: Service, table: Table, definition: dict[str, object], values: list[int], cache: int
) -> None:
    function = service({"a": {**definition, "cache": cache}})
    assert [function.next() for _ in values] == values
    assert table.value("a") in {*values, values[-1] + 2 * (values[1] - values[0])}


@pytest.mark.parametrize("increment", [1, -1])
def test_a_range_is_exact_up_to_the_widest_limit(service: Service, increment: int) -> None:
    function = service({"a": {"increment": increment, "min_value": -END, "max_value": END, "start": 0}})
    assert function.take(1_000_000)[-1] == increment * 999_999
    near = service({"b": {"increment": increment, "min_value": -END, "max_value": END, "start": increment * (END - 9)}})
    with pytest.raises(SequenceExhaustedError):
        near.take(11, "b")
    assert near.take(10, "b")[-1] == increment * END


@pytest.mark.parametrize("cache", [1, 2, 999_999])
@pytest.mark.parametrize("increment", [1, -1, END, -END, END - 1, 1 - END])
def test_a_cycle_turns_from_one_end_to_the_other(service: Service, increment: int, cache: int) -> None:
    definition = {"increment": increment, "min_value": -END, "max_value": END, "cycle": True, "cache": cache}
    sign = 1 if increment > 0 else -1
    function = service({"a": {**definition, "start": sign * END}})
    assert [function.next() for _ in range(3)] == [sign * END, -sign * END, -sign * END + increment]


@pytest.mark.parametrize("cache", [1, 10])
def test_a_sequence_ends_at_the_widest_limit(service: Service, table: Table, cache: int) -> None:
    function = service({"a": {"max_value": END, "start": END, "cache": cache}})
    assert function.next() == END
    with pytest.raises(SequenceExhaustedError):
        function.next()
    assert table.value("a") == END


def test_a_replay_of_a_wide_value_is_exact(service: Service) -> None:
    function = service({"a": {"min_value": -END, "max_value": END, "start": END - 12345678901234567}})
    event = {"name": "a", "count": 2, "token": "t"}
    answer = function.ask(event)
    assert function.ask(event) == answer
    assert answer["last"] == str(END - 12345678901234566)
