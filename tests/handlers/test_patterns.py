"""Patterns: each matching name is a sequence of its own, with the pattern's definition."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from handlers import blocks
from handlers.errors import SequenceError, SequenceExhaustedError, UnknownSequenceError

from .conftest import Service
from .engine import Table
from .faulty_transport import is_move

SHOPS = {"shop/*": {"start": 100}, "shop/eu/*": {"increment": -1, "min_value": 1, "max_value": 2}, "shop/main": {}}


@pytest.mark.parametrize("cache", [1, 3])
def test_each_matching_name_counts_for_itself(service: Service, table: Table, cache: int) -> None:
    function = service({key: {**definition, "cache": cache} for key, definition in SHOPS.items()})
    names = ["shop/1", "shop/2", "shop/1", "shop/eu/1", "shop/eu/2", "shop/eu/1", "shop/main", "shop/eu"]
    assert [function.next(name) for name in names] == [100, 100, 101, 2, 2, 1, 1, 100]
    assert function.take(2, "shop/3") == [100, 101]
    with pytest.raises(SequenceExhaustedError, match="sequence shop/eu/1: no values left before its limit 1"):
        function.next("shop/eu/1")
    assert set(table.items()) == {*names, "shop/3"}


def test_a_name_that_nothing_matches_is_unknown_and_changes_nothing(service: Service, table: Table) -> None:
    function = service(SHOPS)
    for name in ("shop", "shop/", "Shop/1", "shops/1", "x/shop/1"):
        with pytest.raises(UnknownSequenceError, match=f"sequence {name}: not declared"):
            function.ask({"name": name, "token": "t"})
    assert table.items() == {}


def test_a_token_belongs_to_the_name_and_not_to_the_pattern(service: Service) -> None:
    function = service(SHOPS)
    event = {"name": "shop/1", "token": "t"}
    assert [function.ask(event), function.ask(event)] == [100, 100]
    with pytest.raises(SequenceError, match="already used"):
        function.ask({"name": "shop/2", "token": "t"})


def test_a_name_keeps_its_value_when_it_gets_a_definition_of_its_own(service: Service) -> None:
    assert service({"*": {}}).take(3, "shop/1") == [1, 2, 3]
    assert service({"shop/*": {"increment": 10}}).next("shop/1") == 13
    assert service({"shop/*": {}, "shop/1": {"increment": 100}}).next("shop/1") == 113


@pytest.fixture
def few_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function keeps only two blocks of names that match a pattern."""
    monkeypatch.setattr(blocks, "MOST_BLOCKS", 2)


@pytest.mark.usefixtures("few_blocks")
def test_the_block_that_was_used_longest_ago_is_dropped_and_is_a_gap(service: Service) -> None:
    function = service({"*": {"cache": 5}})
    names = ["a", "b", "a", "c", "a", "b", "a", "c"]
    assert [function.next(name) for name in names] == [1, 1, 2, 1, 3, 6, 4, 6]


@pytest.mark.usefixtures("few_blocks")
def test_a_declared_name_never_loses_its_block(service: Service) -> None:
    function = service({"*": {"cache": 5}, "a": {"cache": 5}})
    assert [function.next("a"), *(function.next(f"x{number}") for number in range(9)), function.next("a")] == [
        *[1] * 10,
        2,
    ]


@pytest.mark.usefixtures("few_blocks")
def test_a_block_that_is_dropped_in_use_gives_no_value_twice(service: Service, table: Table) -> None:
    """While a call leases or returns values, calls for other names drop its block."""
    function = service({"*": {"cache": 5}})
    names = [f"n{number % 5}" for number in range(60)]

    def ask(number: int) -> int:
        event = {"name": names[number], "token": f"t{number % 45}"} if number % 3 else {"name": names[number]}
        return int(function.ask(event))

    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(ask, range(60)))
    answers = {(names[n], f"t{n % 45}" if n % 3 else n): value for n, value in enumerate(drawn)}
    values = [(name, value) for (name, _), value in answers.items()]
    assert len(set(values)) == len(values) == 50
    assert len([sent for sent in function.transport.sent if is_move(sent)]) > 10, "no block was dropped"
    assert set(table.items()) > set(names)
