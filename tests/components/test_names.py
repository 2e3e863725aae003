"""Names and patterns: which ones can be declared, and which ones `writer.sequences` may list."""

import json
import re
from itertools import product
from typing import Any, cast

import pytest

from components import InvalidArgsError, SequenceServiceArgs
from components.access import policies
from components.definitions.names import NAME, covers
from components.service_options import read_options

from .decisions import allowed
from .registered import POLICY, build, next_value, statements

TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"


def mistake(**args: Any) -> str:
    with pytest.raises(InvalidArgsError) as caught:
        read_options("numbers", cast(SequenceServiceArgs, args))
    (found,) = caught.value.mistakes
    return str(found)


@pytest.mark.parametrize("key", ["*", "orders/*", "a*", "0*", "shop-7/#@:._*", "a" * 127 + "*"])
def test_a_pattern_is_shipped_with_its_complete_definition(key: str) -> None:
    stack = build({"sequences": {key: {"start": 5}, "orders": {}}})
    shipped = json.loads(next_value(stack)["code"].assets["sequences.json"].text)
    assert shipped.keys() == {key, "orders"}
    assert shipped[key] == {**shipped["orders"], "start": 5}


@pytest.mark.parametrize("key", ["**", "a**", "a*b", "*a", "*/*", "orders/*/7", "#*#"])
def test_an_asterisk_elsewhere_is_refused_with_one_clear_message(key: str) -> None:
    problem = 'must be without a * before the last character; for example "orders/*"'
    assert mistake(sequences={key: {}}) == f"sequences[{json.dumps(key)}]: the name {problem}"
    refused = mistake(sequences={"orders": {}}, writer={"sequences": [key]})
    assert refused == f"writer.sequences[0] = {key!r}: {problem}"


@pytest.mark.parametrize("key", ["#*", ".a*", " *", "a b*", "ä*", "a" * 128 + "*", "a?*"])
def test_a_prefix_has_the_characters_and_the_start_of_a_name(key: str) -> None:
    found = mistake(sequences={key: {}})
    assert "starting with a letter or digit, or a pattern: at most 127 such characters and a *; for example" in found
    assert found.isascii()


KEYS = ["*", "a*", "ab*", "a/*", "a", "ab", "abc", "a/", "a/b", "b"]
NAMES = [name for size in (1, 2, 3) for name in map("".join, product("ab/", repeat=size)) if NAME.fullmatch(name)]


def matched(key: str) -> set[str]:
    """The names that a key stands for, by a regular expression."""
    pattern = re.escape(key).replace(r"\*", ".+")
    return {name for name in [*NAMES, "abc"] if re.fullmatch(pattern, name)}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_covers_another_if_it_matches_all_its_names(key: str) -> None:
    assert {other for other in KEYS if covers(key, other)} == {
        other for other in KEYS if matched(other) <= matched(key)
    }


@pytest.mark.parametrize("listed", ["orders", "shops/7", "shops/*", "shops/eu/*", "shops/eu/7"])
def test_the_writer_may_list_what_a_declared_name_or_pattern_covers(listed: str) -> None:
    args: Any = {"sequences": {"orders": {}, "shops/*": {}}, "writer": {"sequences": [listed]}}
    assert read_options("numbers", args).writer["sequences"] == [listed]


def test_the_writer_may_list_no_more_than_a_policy_can_hold() -> None:
    listed = [f"{number:044}" for number in range(107)]
    args: Any = {"sequences": {"*": {}}, "writer": {"sequences": listed[:106]}}
    assert len(read_options("numbers", args).writer["sequences"]) == 106
    found = mistake(sequences={"*": {}}, writer={"sequences": listed})
    assert found == "writer.sequences: too long for IAM, which allows 5,000 characters here; use patterns"


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        ("order", "is not declared"),
        ("orders/7", "is not declared"),
        ("shops/", "is not declared"),
        ("*", "lies within no pattern"),
        ("shop*", "lies within no pattern"),
        ("orders*", "lies within no pattern"),
    ],
)
def test_the_writer_may_list_nothing_else(listed: str, problem: str) -> None:
    found = mistake(sequences={"orders": {}, "shops/*": {}}, writer={"sequences": [listed]})
    expected = f"{problem} under sequences; declare it there, or remove it here"
    assert found == f"writer.sequences[0] = {listed!r}: {expected}"


@pytest.mark.parametrize(
    ("listed", "keys", "expected"),
    [
        (["shops/*"], ["shops/7"], True),
        (["shops/*"], ["shops/eu/7"], True),
        (["shops/*"], ["shops/"], False),
        (["shops/*"], ["shop"], False),
        (["shops/*"], ["Shops/7"], False),
        (["shops/*"], ["#token"], False),
        (["shops/*", "orders"], ["orders"], True),
        (["shops/*", "orders"], ["orders", "shops/7"], True),
        (["shops/*", "orders"], ["orders2"], False),
        (["shops/*", "orders"], ["orders", "other"], False),
        (["shops/*", "orders"], None, False),
        (["*"], ["a"], True),
        (["*"], ["a", "b/c"], True),
        (["*"], ["#token"], False),
        (["*"], ["a", "#token"], False),
        (["*"], None, False),
        (["*", "orders"], ["#token"], False),
    ],
)
def test_a_writer_of_patterns_may_write_only_their_sequences(
    listed: list[str], keys: list[str] | None, expected: bool
) -> None:
    write = policies.write_table(TABLE, all_writes=True, sequences=listed)
    context = {} if keys is None else {"dynamodb:LeadingKeys": keys}
    assert allowed([write], "dynamodb:BatchWriteItem", TABLE, context) is expected


def test_a_pattern_reaches_the_writer_policy() -> None:
    stack = build({"sequences": {"orders": {}, "shops/*": {}}, "writer": {"sequences": ["shops/*", "orders"]}})
    assert statements(stack, POLICY, "orders-writer")[0]["Condition"] == {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["orders", "shops/?*"]},
        "Null": {"dynamodb:LeadingKeys": "false"},
    }
