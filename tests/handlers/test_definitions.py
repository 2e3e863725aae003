"""The look-up of a name's definition, compared with a slow one."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.definitions import Definitions
from handlers.sequence import Sequence

from .engine import defining_key


def numbered(keys: list[str]) -> dict[str, Sequence]:
    """A definition of its own for each key."""
    return {key: Sequence(1, 1, 9, 1, False, number) for number, key in enumerate(keys, start=1)}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("orders", "orders"),
        ("orders/", None),
        ("orders/7", "orders/*"),
        ("orders/eu", "orders/*"),
        ("orders/eu/", "orders/*"),
        ("orders/eu/7", "orders/eu/*"),
        ("orders/eu/total", "orders/eu/total"),
        ("orders/eu/total/7", "orders/eu/*"),
        ("order", None),
        ("Orders/7", None),
        ("x/orders/7", None),
    ],
)
def test_a_declared_name_wins_then_the_longest_prefix(name: str, key: str | None) -> None:
    sequences = numbered(["orders", "orders/*", "orders/eu/*", "orders/eu/total"])
    assert Definitions(sequences).find(name) == (key and (key, sequences[key]))


def test_a_star_alone_matches_every_other_name() -> None:
    sequences = numbered(["a", "*", "a*"])
    found = [Definitions(sequences).find(name) for name in ("a", "b", "ab")]
    assert found == [(key, sequences[key]) for key in ("a", "*", "a*")]


short = st.text("ab/", max_size=5)


@given(names=st.sets(short, max_size=4), prefixes=st.sets(short, max_size=6), name=short.filter(bool))
def test_any_look_up_finds_the_same_as_the_slow_one(names: set[str], prefixes: set[str], name: str) -> None:
    sequences = numbered([*names, *(f"{prefix}*" for prefix in prefixes), "*"])
    key = defining_key(sequences, name)
    assert Definitions(sequences).find(name) == (key, sequences[key])


def test_ten_thousand_patterns_are_as_fast_as_ten_and_keep_no_name() -> None:
    few, many = (Definitions(numbered([f"shop-{n:05}/*" for n in range(size)])) for size in (10, 10_000))

    def seconds(definitions: Definitions) -> float:
        begin = time.perf_counter()
        for number in range(2000):
            assert definitions.find(f"shop-{number % 10:05}/{number}")
        return time.perf_counter() - begin

    pairs = [(seconds(few), seconds(many)) for _ in range(7)]
    assert min(slow for _, slow in pairs) < 5 * min(fast for fast, _ in pairs)
    tracemalloc.start()
    try:
        seconds(many)
        assert tracemalloc.get_traced_memory()[0] < 10_000
    finally:
        tracemalloc.stop()
