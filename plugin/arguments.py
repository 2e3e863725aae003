"""Write the reference page of options and outputs from the code. As a command, it prints the page."""

import inspect
from collections.abc import Iterator, Mapping

from pulumi.provider.experimental.analyzer import Analyzer, PropertyDefinition, PropertyType

from components import InvokeGrant, InvokeGrantArgs, SequenceService

from .option_docs import option_doc

_HEAD = """\
# Options and outputs

The options in `args` of `SequenceService(name, args)`, and the outputs. `make docs` writes this page from the code.

- `Input[…]` takes a plain value or another resource's output. All other values must be plain, because they decide what
  is created or become part of the code.
- An option that is missing or `None` has its default.
- In other languages, names are in camelCase: `min_value` is `minValue`.

The component checks the options before it creates anything. The error lists every mistake: the option, its value, the
problem and the fix.
"""

_PYTHON = {
    PropertyType.STRING: "str",
    PropertyType.INTEGER: "int",
    PropertyType.BOOLEAN: "bool",
}


def page() -> str:
    """Return the page in Markdown."""
    analysis = Analyzer("sequence").analyze([SequenceService, InvokeGrant])
    component, grant = (analysis["component_definitions"][name] for name in ("SequenceService", "InvokeGrant"))
    parts = [_HEAD]
    parts += _section(
        "SequenceServiceArgs", "Only `sequences` is required.", component.inputs, component.inputs_mapping
    )
    outputs = "ConsumerOutputs"
    for name, kind in analysis["type_definitions"].items():
        if name != outputs:
            parts += _section(name, kind.description, kind.properties, kind.properties_mapping)
    parts += _section("InvokeGrantArgs", inspect.getdoc(InvokeGrantArgs), grant.inputs, grant.inputs_mapping)
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
    yield "| option | type | must be | default | meaning |"
    yield "| --- | --- | --- | --- | --- |"
    for name, field in fields.items():
        doc = option_doc(title, names[name], field.description)
        default = doc.default or ("" if field.optional else "required")
        yield f"| `{names[name]}` | {_linked(field)} | {_cell(doc.must)} | {default} | {_cell(doc.text)} |"
    yield ""


def _rows(fields: Mapping[str, PropertyDefinition], names: Mapping[str, str]) -> Iterator[str]:
    for name, field in fields.items():
        yield f"| `{names[name]}` | {_cell(' '.join((field.description or '').split()))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _linked(field: PropertyDefinition) -> str:
    """The type in Markdown. If it holds nested options, it links to their section."""
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
