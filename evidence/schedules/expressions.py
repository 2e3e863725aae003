"""The expressions that the table's model understands. They are those that counter_table.py sends, and little more.

    SET #a = if_not_exists(#a, :b) + :c, #d = :e
    attribute_not_exists(#a) OR #a >= :b AND #a <= :c

`AND` binds tighter than `OR`. Numbers are integers. Anything else raises `ValueError`.
"""

import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

Attribute = dict[str, str]
Names = Mapping[str, str]
Values = Mapping[str, Attribute]
Read = Callable[[Mapping[str, Attribute], Names, Values], Attribute]
Condition = Callable[[Mapping[str, Attribute], Names, Values], bool]
Update = Callable[[Mapping[str, Attribute], Names, Values], dict[str, Attribute]]

_OPERAND = re.compile(r"(?P<value>:\w+)|(?P<name>#\w+)|if_not_exists\((?P<unless>#\w+), (?P<default>:\w+)\)")
_EXISTS = re.compile(r"attribute_(?P<not>not_)?exists\((?P<name>#\w+)\)")
_COMPARED = re.compile(r"(?P<name>#\w+) (?P<how><=|>=|<|>|=) (?P<value>:\w+)")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_DIGITS = 38


@lru_cache
def condition(text: str) -> Condition:
    """Read a condition."""
    alternatives = [[_test(part) for part in each.split(" AND ")] for each in text.split(" OR ")]
    return lambda item, names, values: any(all(test(item, names, values) for test in tests) for tests in alternatives)


@lru_cache
def update(text: str) -> Update:
    """Read a `SET` expression. It returns the changed attributes. Every operand is read before the update."""
    if not text.startswith("SET "):
        raise ValueError(f"not a SET expression: {text}")
    actions = []
    for action in re.split(r", (?=#)(?![^(]*\))", text[4:]):
        name, _, right = action.partition(" = ")
        actions.append((name, [_operand(part) for part in right.split(" + ")]))

    def changed(item: Mapping[str, Attribute], names: Names, values: Values) -> dict[str, Attribute]:
        return {names[name]: _sum([read(item, names, values) for read in reads]) for name, reads in actions}

    return changed


def _sum(attributes: list[Attribute]) -> Attribute:
    if len(attributes) == 1:
        return attributes[0]
    total = sum(int(attribute["N"]) for attribute in attributes)
    if abs(total) >= 10**_DIGITS:
        raise ValueError("a number of more than 38 digits")
    return {"N": str(total)}


def _operand(text: str) -> Read:
    match = _OPERAND.fullmatch(text)
    if not match:
        raise ValueError(f"not an operand: {text}")
    if value := match["value"]:
        return lambda _item, _names, values: values[value]
    if name := match["name"]:
        return lambda item, names, _values: item[names[name]]
    unless, default = match["unless"], match["default"]
    return lambda item, names, values: item.get(names[unless]) or values[default]


def _test(text: str) -> Condition:
    if match := _EXISTS.fullmatch(text):
        name, absent = match["name"], bool(match["not"])
        return lambda item, names, _values: (names[name] in item) is not absent
    match = _COMPARED.fullmatch(text)
    if not match:
        raise ValueError(f"not a condition: {text}")
    name, value, compare = match["name"], match["value"], _COMPARE[match["how"]]

    def test(item: Mapping[str, Attribute], names: Names, values: Values) -> bool:
        left, right = item.get(names[name]), values[value]
        if left is None or left.keys() != right.keys():
            return False  # as in DynamoDB: what is missing, or of another type, is neither more nor less
        return compare(int(left["N"]), int(right["N"])) if "N" in left else compare(left, right)

    return test
