"""The reference page of the options and outputs, from the docstrings that the schema is made of.

As a command, it prints the page.
"""

import inspect
import re
from collections.abc import Iterator, Mapping

from pulumi.provider.experimental.analyzer import Analyzer, PropertyDefinition, PropertyType

from components import SequenceService

_HEAD = """\
# Options and outputs

`SequenceService(name, args)`: what `args` may hold, and what comes out. `Input[…]` takes a plain value or another
resource's output; all else must be plain, because it decides what is created or becomes part of the code. What is not
given, or is `None`, has its default. In other languages the names are in camelCase: `min_value` is `minValue`.

Mistakes are found when the component is built, all at once, each with the option, its value and the remedy.
"""

_PYTHON = {
    PropertyType.STRING: "str",
    PropertyType.INTEGER: "int",
    PropertyType.BOOLEAN: "bool",
}


def page() -> str:
    """The page in Markdown."""
    analysis = Analyzer("sequence").analyze([SequenceService])
    component = analysis["component_definitions"]["SequenceService"]
    parts = [_HEAD]
    parts += _section("SequenceServiceArgs", "All of it is optional.", component.inputs, component.inputs_mapping)
    outputs = "ConsumerOutputs"
    for name, kind in analysis["type_definitions"].items():
        if name != outputs:
            parts += _section(name, kind.description, kind.properties, kind.properties_mapping)
    parts += ["## Outputs\n", "| output | |", "| --- | --- |"]
    parts += _rows(component.outputs, component.outputs_mapping)
    of_consumer = analysis["type_definitions"][outputs]
    parts += ["\nEach of `consumers` has:\n", "| output | |", "| --- | --- |"]
    parts += _rows(of_consumer.properties, of_consumer.properties_mapping)
    return "\n".join(parts)


def _section(
    title: str, text: str | None, fields: Mapping[str, PropertyDefinition], names: Mapping[str, str]
) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"{text}\n"
    yield "| option | type | default | |"
    yield "| --- | --- | --- | --- |"
    for name, field in fields.items():
        default, description = _split(field)
        yield f"| `{names[name]}` | {_linked(field)} | {default} | {description} |"
    yield ""


def _rows(fields: Mapping[str, PropertyDefinition], names: Mapping[str, str]) -> Iterator[str]:
    for name, field in fields.items():
        yield f"| `{names[name]}` | {_one_line(field)} |"


def _split(field: PropertyDefinition) -> tuple[str, str]:
    """The default, and what else the docstring says."""
    text = _one_line(field)
    found = re.search(r" ?Default: (.*?)\.(?= [A-Z]|$)", text)
    if not found:
        return "" if field.optional else "required", text
    return found[1], (text[: found.start()] + text[found.end() :]).strip()


def _one_line(field: PropertyDefinition) -> str:
    return " ".join(inspect.cleandoc(field.description or "").split()).replace("|", "\\|")


def _linked(field: PropertyDefinition) -> str:
    """The type; where options of their own are in it, with a link to them."""
    innermost = field.ref or (field.items or field.additional_properties or field).ref or ""
    text = f"`{_type(field)}`"
    return f"[{text}](#{innermost.rpartition(':')[2].lower()})" if ":" in innermost else text


def _type(field: PropertyDefinition) -> str:
    if field.ref:
        return field.ref.rpartition(":")[2].rpartition("/")[2]
    if field.items:
        inner = f"list[{_type(field.items)}]"
    elif field.additional_properties:
        inner = f"dict[str, {_type(field.additional_properties)}]"
    else:
        inner = _PYTHON[field.type or PropertyType.STRING]
    return inner if field.plain else f"Input[{inner}]"


if __name__ == "__main__":
    print(page())
