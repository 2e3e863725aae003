"""A sequence's definition has PostgreSQL's checks and defaults."""

import json
from typing import Any, cast

import pytest
import yaml

from components import InvalidArgsError, SequenceServiceArgs
from components.service_options import read_options

FULL = {
    "increment": 1,
    "min_value": 1,
    "max_value": 9_007_199_254_740_991,
    "start": 1,
    "cycle": False,
    "cache": 1,
}

WHAT_TO_WRITE = (
    'a mapping from one or more names or patterns (strings) to definitions; for example {"orders": {}}, '
    'or {"*": {}} to allow every name, also misspelt ones'
)


def completed(**sequences: Any) -> dict[str, Any]:
    return dict(read_options("orders", {"sequences": sequences}).sequences)


def mistakes(sequences: Any) -> list[str]:
    with pytest.raises(InvalidArgsError) as caught:
        read_options("orders", cast(SequenceServiceArgs, {"sequences": sequences}))
    return str(caught.value).split("\n  ")[1:]


@pytest.mark.parametrize("args", [{}, {"sequences": None}])
def test_missing_sequences_are_refused_with_what_to_write(args: Any) -> None:
    with pytest.raises(InvalidArgsError) as caught:
        read_options("orders", args)
    assert str(caught.value).endswith(f"\n  sequences: missing; give {WHAT_TO_WRITE.replace('; for', ', for')}")
    assert len(caught.value.mistakes) == 1


def test_with_declarations_only_declared_names_exist() -> None:
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
def test_a_definition_has_the_defaults_of_postgresql(given: dict[str, Any], full: dict[str, Any]) -> None:
    found = completed(a=given)["a"]
    assert found == full
    assert all(type(found[field]) is type(full[field]) for field in full), "a float must become an integer"


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        ({"increment": 0}, "sequences.a.increment = 0: must be an integer from -10^37 to 10^37, not 0; for example 1"),
        ({"increment": 10**37 + 1}, "sequences.a.increment = 1000"),
        ({"increment": 1.5}, "sequences.a.increment = 1.5: must be an integer"),
        ({"increment": True}, "sequences.a.increment = True: must be an integer"),
        ({"increment": "1"}, "sequences.a.increment = '1': must be an integer"),
        ({"min_value": -(10**37) - 1}, "sequences.a.min_value = -1000"),
        ({"max_value": 10**37 + 1}, "sequences.a.max_value = 1000"),
        ({"max_value": 1e37}, "sequences.a.max_value = 1e+37: floats beyond 2^53 - 1 are inexact; pass an int"),
        ({"max_value": float(2**53)}, "floats beyond 2^53 - 1 are inexact"),
        ({"max_value": float(-(2**53))}, "floats beyond 2^53 - 1 are inexact"),
        ({"max_value": float("inf")}, "sequences.a.max_value = inf: must be an integer"),
        (
            {"min_value": 5, "max_value": 5},
            "= 5: must be less than max_value, which is 5; lower it, or raise max_value",
        ),
        ({"max_value": 1}, "max_value = 1: must be more than min_value, which is 1; raise it, or lower min_value"),
        ({"min_value": 2**53}, "min_value = 9007199254740992: must be less than max_value, which is 9007199254740991"),
        ({"increment": -1, "min_value": 0}, "min_value = 0: must be less than max_value, which is -1"),
        (
            {"start": 0},
            "must be within the limits, 1 to 9007199254740991; for example 1, or widen the limits",
        ),
        ({"start": 5, "increment": -1}, "-9007199254740991 to -1; for example -1, or widen the limits"),
        ({"start": 11, "max_value": 10}, "sequences.a.start = 11: must be within the limits, 1 to 10; for example 1"),
        ({"cycle": 1}, "sequences.a.cycle = 1: must be true or false"),
        ({"cache": 0}, "sequences.a.cache = 0: must be an integer from 1 to 1,000,000; for example 50"),
        ({"cache": 1_000_001}, "sequences.a.cache = 1000001: must be an integer from 1 to 1,000,000"),
    ],
)
def test_a_wrong_definition_is_refused(given: Any, mistake: str) -> None:
    (found,) = mistakes({"a": given})
    assert mistake in found


@pytest.mark.parametrize("name", ["a", "Z9", "0", "a.b_c:d/e#f@g-h", "a" * 128])
def test_a_valid_name_is_accepted(name: str) -> None:
    assert completed(**{name: {}}) == {name: FULL}


@pytest.mark.parametrize("name", ["", "#a", ".a", "-a", "a b", "a\n", "ä", "\ud800", "a" * 129])
def test_an_invalid_name_is_refused(name: str) -> None:
    (found,) = mistakes({name: {}})
    assert found.startswith('sequences["')
    assert "]: the name must be 1 to 128 characters of A-Z a-z 0-9 . _ : / # @ -, starting with" in found
    assert found.endswith('; for example "orders" or "orders/*"')
    assert found.isascii()


def test_a_name_with_special_characters_is_quoted_in_the_path() -> None:
    (found,) = mistakes({"orders/eu.west": {"cache": 0, "start": 1}})
    assert found.startswith('sequences["orders/eu.west"].cache = 0: ')


def test_a_long_name_is_shortened_in_the_message() -> None:
    (found,) = mistakes({"a" * 100_000: {}})
    assert found.startswith(f'sequences["{"a" * 60}..."]: ')
    assert len(found) < 300


def test_a_null_definition_has_all_defaults() -> None:
    declared = yaml.safe_load("offers:\ninvoices: {start: 1000}")
    assert completed(**declared) == completed(offers={}, invoices={"start": 1000})


def test_an_empty_mapping_of_sequences_is_refused() -> None:
    (found,) = mistakes({})
    assert found == f"sequences = {{}}: must be {WHAT_TO_WRITE}"


@pytest.mark.parametrize(("sequences", "shown"), [(["orders"], "['orders']"), ({1: {}}, "{1: ...}")])
def test_anything_but_a_mapping_from_names_is_refused(sequences: Any, shown: str) -> None:
    (found,) = mistakes(sequences)
    assert found == f"sequences = {shown}: must be {WHAT_TO_WRITE}"


def test_an_integer_too_long_to_print_is_refused() -> None:
    (found,) = mistakes({"a": {"min_value": -(10**5000)}})
    assert found.startswith("sequences.a.min_value = an integer of about 5000 digits: must be an integer from -10^37")


def test_limits_stay_exact_in_the_shipped_file() -> None:
    found = completed(a={"min_value": -(10**37), "max_value": 10**37 - 1})
    assert json.loads(json.dumps(found))["a"]["max_value"] == 10**37 - 1
