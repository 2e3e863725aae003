"""A sequence's definition: PostgreSQL's checks, and its defaults."""

import json
from typing import Any, cast

import pytest

from components import InvalidArgsError, SequenceServiceArgs
from components.options import read_options

FULL = {
    "increment": 1,
    "min_value": 1,
    "max_value": 9_007_199_254_740_991,
    "start": 1,
    "cycle": False,
    "cache": 1,
}


def completed(**sequences: Any) -> dict[str, Any]:
    return dict(read_options("orders", {"sequences": sequences}).sequences)


def mistakes(sequences: Any) -> list[str]:
    with pytest.raises(InvalidArgsError) as caught:
        read_options("orders", cast(SequenceServiceArgs, {"sequences": sequences}))
    return str(caught.value).split("\n  ")[1:]


def test_without_a_declaration_every_name_exists() -> None:
    assert read_options("orders", {}).sequences == {"*": FULL}


def test_where_some_are_declared_only_those_exist() -> None:
    assert completed(a={}) == {"a": FULL}


@pytest.mark.parametrize(
    ("given", "full"),
    [
        ({}, FULL),
        ({"increment": -1}, {**FULL, "increment": -1, "min_value": -(2**53 - 1), "max_value": -1, "start": -1}),
        ({"min_value": 5}, {**FULL, "min_value": 5, "start": 5}),
        (
            {"increment": -2, "max_value": 0, "min_value": -9},
            {**FULL, "increment": -2, "min_value": -9, "max_value": 0, "start": 0},
        ),
        ({"start": 1000, "cycle": True, "cache": 50}, {**FULL, "start": 1000, "cycle": True, "cache": 50}),
        ({"increment": 100, "max_value": 3}, {**FULL, "increment": 100, "max_value": 3}),
        (
            {"min_value": -(10**37), "max_value": 10**37},
            {**FULL, "min_value": -(10**37), "max_value": 10**37, "start": -(10**37)},
        ),
        ({"increment": 10.0, "start": float(2**53 - 1)}, {**FULL, "increment": 10, "start": 2**53 - 1}),
        ({"start": None}, FULL),
    ],
)
def test_a_definition_is_completed_as_postgresql_does(given: dict[str, Any], full: dict[str, Any]) -> None:
    found = completed(a=given)["a"]
    assert found == full
    assert all(type(found[field]) is type(full[field]) for field in full), "an integral float stays one"


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        ({"increment": 0}, "sequences.a.increment = 0: give -10^37 to 10^37, not 0"),
        ({"increment": 10**37 + 1}, "sequences.a.increment = 1000"),
        ({"increment": 1.5}, "sequences.a.increment = 1.5: give an integer"),
        ({"increment": True}, "sequences.a.increment = True: give an integer"),
        ({"increment": "1"}, "sequences.a.increment = '1': give an integer"),
        ({"min_value": -(10**37) - 1}, "sequences.a.min_value = -1000"),
        ({"max_value": 10**37 + 1}, "sequences.a.max_value = 1000"),
        ({"max_value": 1e37}, "sequences.a.max_value = 1e+37: give an integer: beyond 2^53"),
        ({"max_value": float(2**53)}, "give an integer: beyond 2^53 - 1 a float"),
        ({"max_value": float(-(2**53))}, "give an integer"),
        ({"max_value": float("inf")}, "sequences.a.max_value = inf: give an integer"),
        ({"min_value": 5, "max_value": 5}, "sequences.a.min_value = 5: min_value 5 must be less than max_value 5"),
        ({"max_value": 1}, "sequences.a.max_value = 1: min_value 1 must be less than max_value 1"),
        ({"min_value": 2**53}, "min_value 9007199254740992 must be less than max_value 9007199254740991"),
        ({"increment": -1, "min_value": 0}, "min_value 0 must be less than max_value -1"),
        ({"start": 0}, "sequences.a.start = 0: give 1 to 9007199254740991, the sequence's limits"),
        ({"start": 11, "max_value": 10}, "sequences.a.start = 11: give 1 to 10, the sequence's limits"),
        ({"cycle": 1}, "sequences.a.cycle = 1: give true or false"),
        ({"cache": 0}, "sequences.a.cache = 0: give 1 to 1000000"),
        ({"cache": 1_000_001}, "sequences.a.cache = 1000001: give 1 to 1000000"),
    ],
)
def test_a_definition_that_postgresql_or_the_contract_refuses_is_refused(given: Any, mistake: str) -> None:
    (found,) = mistakes({"a": given})
    assert mistake in found


@pytest.mark.parametrize("name", ["a", "Z9", "0", "a.b_c:d/e#f@g-h", "a" * 128, "*"])
def test_a_name_that_a_request_could_ask_for_is_accepted(name: str) -> None:
    assert completed(**{name: {}}) == {name: FULL}


@pytest.mark.parametrize("name", ["", "#a", ".a", "-a", "a b", "a\n", "ä", "a" * 129, "**", "a*"])
def test_a_name_that_no_request_could_ask_for_is_refused(name: str) -> None:
    (found,) = mistakes({name: {}})
    assert found.startswith("sequences = ")
    assert "give 1 to 128 characters" in found


def test_an_empty_declaration_is_refused() -> None:
    assert mistakes({}) == ["sequences = {}: declare at least one, or leave the option out for any name"]


def test_limits_stay_exact_in_the_file_that_is_shipped() -> None:
    found = completed(a={"min_value": -(10**37), "max_value": 10**37 - 1})
    assert json.loads(json.dumps(found))["a"]["max_value"] == 10**37 - 1
