"""Complete the schema that SDKs are generated from: add to what Pulumi reads from the types."""

import inspect
import json
import re
from collections.abc import Mapping
from typing import Any

from pulumi.provider.experimental.util import camel_case

from components.service_options import RULES

from .option_docs import option_doc

Schema = dict[str, Any]

_PREFIX = "sequence:index:"
_REPOSITORY = "https://github.com/sequence-service/sequence-service"
_METADATA = {  # shown in Pulumi's registry
    "displayName": "Sequence Service",
    "description": "CREATE SEQUENCE for serverless applications on AWS: unique numbers from DynamoDB and Lambda.",
    "keywords": ["pulumi", "aws", "dynamodb", "lambda", "sequence", "category/cloud", "kind/component"],
    "homepage": _REPOSITORY,
    "repository": _REPOSITORY,
    "license": "Apache-2.0",
    "publisher": "sequence-service",
}
_WIDE = ("increment", "minValue", "maxValue", "start")


def finish(schema: Schema, names: Mapping[str, str]) -> None:
    """Add descriptions, wide integers, enumerations and metadata. `names` maps Python's names to the schema's."""
    _explain(schema, names)
    _widen(schema["types"])
    _enumerate(schema["types"])
    _describe(schema, names)
    schema |= _METADATA
    schema |= json.loads(re.sub(rf"({_PREFIX}\w+)Args\b", r"\1", json.dumps(schema)))  # SDKs append "Args" themselves


def in_camel_case(text: str, names: Mapping[str, str]) -> str:
    """Replace the names of options and outputs in a text with their names in other languages."""
    return re.sub(r"[a-z]+(_[a-z]+)+", lambda found: names.get(found[0], found[0]), text)


def _explain(schema: Schema, names: Mapping[str, str]) -> None:
    """Add the rule and the default to each option's description."""
    python = {name: each for each, name in names.items()}
    kinds = {token.removeprefix(_PREFIX): kind.get("properties", {}) for token, kind in schema["types"].items()}
    for token, component in schema["resources"].items():
        kinds[f"{token.removeprefix(_PREFIX)}Args"] = component["inputProperties"]
    for kind, fields in kinds.items():
        for name, field in fields.items():
            if description := option_doc(kind, python.get(name, name), field.get("description")).sentence:
                field["description"] = description


def _widen(types: Schema) -> None:
    """Make large integers a `number`, because an `integer` has only 32 bits in C# and Java."""
    for name in _WIDE:
        types[f"{_PREFIX}SequenceDefinition"]["properties"][name]["type"] = "number"


def _enumerate(types: Schema) -> None:
    """Add an enumeration for each option with choices. The option also takes a plain string, as from configuration."""
    for kind, rules in RULES.items():
        for name, rule in rules.items():
            if rule.choices and all(isinstance(choice, str) for choice in rule.choices):
                field = types[f"{_PREFIX}{kind.__name__}"]["properties"][camel_case(name)]
                token = f"{_PREFIX}{name.title().replace('_', '')}"
                types[token] = {
                    "type": field.pop("type"),
                    "description": field["description"],
                    "enum": [{"value": choice} for choice in rule.choices],
                }
                field["oneOf"] = [{"type": "string"}, {"type": "string", "$ref": f"#/types/{token}"}]


def _describe(node: Any, names: Mapping[str, str]) -> None:
    if isinstance(node, dict):
        for inner in ("items", "additionalProperties"):
            if isinstance(node.get(inner), dict):
                node[inner].pop("description", None)  # a copy of the field's description
        if isinstance(node.get("description"), str):
            node["description"] = in_camel_case(" ".join(inspect.cleandoc(node["description"]).split()), names)
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            _describe(item, names)
