"""Wide sequences answer in strings of digits, so that no JSON reader rounds their numbers."""

from typing import Any

import pytest

from handlers.errors import SequenceExhaustedError, TokenMismatchError

from .conftest import Service
from .engine import Table

SAFE = 2**53 - 1
END = 10**37
WIDE = {"min_value": -END, "max_value": END, "start": -2}


@pytest.mark.parametrize(
    ("definition", "first"),
    [
        ({}, 1),
        ({"max_value": SAFE, "min_value": -SAFE, "start": SAFE}, SAFE),
        ({"increment": -1}, -1),
        ({"increment": END}, 1),
        ({"max_value": SAFE + 1}, "1"),
        ({"max_value": SAFE + 1, "start": SAFE + 1}, str(SAFE + 1)),
        ({"min_value": -SAFE - 1}, str(-SAFE - 1)),
        ({"increment": -1, "min_value": -SAFE - 1}, "-1"),
        ({"min_value": -END, "max_value": END, "start": 0}, "0"),
    ],
)
@pytest.mark.parametrize("cache", [1, 3])
def test_the_limits_decide_whether_a_value_is_a_string(
    service: Service, definition: dict[str, object], first: object, cache: int
) -> None:
    for key, name in (("a", "a"), ("b/*", "b/1")):
        assert service({key: {**definition, "cache": cache}}).ask({"name": name}) == first


@pytest.mark.parametrize("key", ["a", "*"])
def test_a_wide_range_has_strings_and_an_integer_count(service: Service, key: str) -> None:
    reply = service({key: WIDE}).ask({"name": "a", "count": 3})
    assert reply == {"first": "-2", "last": "0", "increment": "1", "count": 3}
    narrow = service({"b": {"increment": 10**36}}).ask({"name": "b", "count": 1})
    assert narrow == {"first": 1, "last": 1, "increment": 10**36, "count": 1}


def test_each_value_of_a_block_is_a_string(service: Service) -> None:
    function = service({"a": {**WIDE, "cache": 3}})
    assert [function.ask({"name": "a"}) for _ in range(4)] == ["-2", "-1", "0", "1"]
    assert [function.ask({"name": "a", "token": token}) for token in ("t", "u", "t")] == ["2", "3", "2"]


@pytest.mark.parametrize("count", [None, 2])
@pytest.mark.parametrize("cache", [1, 5])
def test_a_replay_keeps_its_type_when_the_definition_becomes_wide_or_stops_to_be(
    service: Service, table: Table, cache: int, count: int | None
) -> None:
    narrow, wide = {"*": {"cache": cache}}, {"*": {**WIDE, "cache": cache}}
    for name, old, new in (("a", narrow, wide), ("b", wide, narrow)):
        event = {"name": name, "count": count, "token": name}
        answer: Any = service(old).ask(event)
        assert isinstance(answer["first"] if count else answer, str) == (old is wide)
        before = table.items()
        assert service(new).ask(event) == answer
        after = service(new)
        if cache > 1 and count is None:
            after.ask({"name": name})  # a value in its block, which the replay returns
            before = table.items()
        assert after.ask(event) == answer
        assert table.items() == before


def test_a_replay_returns_its_value_to_a_wide_block(service: Service) -> None:
    function = service({"*": {**WIDE, "cache": 5}})
    answer = function.ask({"name": "a", "token": "t"})
    assert [function.ask({"name": "a", "token": "t"}) for _ in range(4)] == [answer] * 4
    with pytest.raises(TokenMismatchError):
        function.ask({"name": "b", "token": "t"})
    assert [function.ask({"name": "a"}) for _ in range(4)] == ["-1", "0", "1", "2"]
    assert function.ask({"name": "b"}) == "-2"


def test_the_limit_of_a_wide_sequence_is_a_plain_number_in_the_message(service: Service) -> None:
    function = service({"a": {"max_value": END, "start": END}})
    assert function.ask({"name": "a"}) == str(END)
    with pytest.raises(SequenceExhaustedError, match=f"before its limit {END}; widen"):
        function.ask({"name": "a"})
