"""Reads YAML as the Pulumi CLI does, with Go's yaml.v3. Its rules for plain words differ from PyYAML's."""

import math
import re
from decimal import Decimal
from typing import Any

import yaml

_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)")
_OCTAL = re.compile(r"[-+]?0[0-7]")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LARGEST_WHOLE = 1e21  # from here on the CLI writes a float with an exponent


def load(text: str) -> Any:
    """The first document. Raises `yaml.YAMLError`, also for a repeated key and for a value that JSON does not have."""
    return yaml.load(text, _Loader)  # noqa: S506 - a safe loader, narrowed


class _Loader(yaml.SafeLoader):
    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node: yaml.MappingNode = super().compose_mapping_node(anchor)
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(None, None, f"{key.value} is there twice", key.start_mark)
                seen.add(key.value)
        return node

    def construct_number(self, node: yaml.ScalarNode) -> int | float | str:
        plain = node.value.replace("_", "")
        if _NOT_FINITE.fullmatch(plain):
            raise yaml.constructor.ConstructorError(None, None, f"{plain} is not a number in JSON", node.start_mark)
        if _INTEGER.fullmatch(plain):
            integer = int(plain, 8 if _OCTAL.match(plain) else 0)
            if -(2**63) <= integer < 2**63:
                return integer
        if not _FLOAT.fullmatch(plain) or math.isinf(number := float(plain)):
            return str(node.value)
        # its shortest decimal form, not its exact value
        return int(Decimal(repr(number))) if number.is_integer() and abs(number) < _LARGEST_WHOLE else number

    def refuse_date(self, node: yaml.ScalarNode) -> None:
        problem = f"{node.value} is a date, which the CLI rewrites; put it in quotes"
        raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver(f"{_TAG}bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_Loader.add_implicit_resolver(f"{_TAG}null", re.compile("^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Loader.add_implicit_resolver(f"{_TAG}merge", re.compile("^<<$"), ["<"])
_Loader.add_implicit_resolver(
    f"{_TAG}timestamp", re.compile(r"^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|\s+)\d\d?:\d.*)?$"), list("0123456789")
)
_Loader.add_implicit_resolver(f"{_TAG}float", re.compile("^"), list("+-.0123456789"))

_Loader.yaml_constructors = {
    tag: constructor
    for tag, constructor in yaml.SafeLoader.yaml_constructors.items()
    if tag in (None, *(f"{_TAG}{name}" for name in ("bool", "map", "null", "seq", "str")))
}
for _name in ("float", "int"):
    _Loader.add_constructor(f"{_TAG}{_name}", _Loader.construct_number)
_Loader.add_constructor(f"{_TAG}timestamp", _Loader.refuse_date)
