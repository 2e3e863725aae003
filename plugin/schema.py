"""The schema that SDKs are generated from: what Pulumi makes of the types, with what that leaves out."""

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
_METADATA = {  # what Pulumi's registry shows
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
    """Add enumerations and wide integers; let descriptions use `names`, from a name in Python to that elsewhere."""
    _explain(schema, names)
    _widen(schema["types"])
    _enumerate(schema["types"])
    _describe(schema, names)
    schema |= _METADATA
    schema |= json.loads(re.sub(rf"({_PREFIX}\w+)Args\b", r"\1", json.dumps(schema)))  # SDKs append it themselves


def in_camel_case(text: str, names: Mapping[str, str]) -> str:
    """A text that speaks of options and outputs, with the names that other languages know them by."""
    return re.sub(r"[a-z]+(_[a-z]+)+", lambda found: names.get(found[0], found[0]), text)


def _explain(schema: Schema, names: Mapping[str, str]) -> None:
    """Add to each option's description what its value must be, and its default."""
    python = {name: each for each, name in names.items()}
    kinds = {token.removeprefix(_PREFIX): kind.get("properties", {}) for token, kind in schema["types"].items()}
    kinds["SequenceServiceArgs"] = schema["resources"][f"{_PREFIX}SequenceService"]["inputProperties"]
    for kind, fields in kinds.items():
        for name, field in fields.items():
            if description := option_doc(kind, python.get(name, name), field.get("description")).sentence:
                field["description"] = description


def _widen(types: Schema) -> None:
    """An `integer` has 32 bits in C# and Java; a `number` holds all that other languages send exactly."""
    for name in _WIDE:
        types[f"{_PREFIX}SequenceDefinition"]["properties"][name]["type"] = "number"


def _enumerate(types: Schema) -> None:
    """Name the choices of each option that has some; any other string is taken too, such as one from configuration."""
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
                node[inner].pop("description", None)  # the field's own once more
        if isinstance(node.get("description"), str):
            node["description"] = in_camel_case(" ".join(inspect.cleandoc(node["description"]).split()), names)
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            _describe(item, names)
