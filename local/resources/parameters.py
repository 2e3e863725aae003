"""Maps a resource's inputs to the parameters of an AWS API, by botocore's model of the service."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from botocore.exceptions import ParamValidationError
from botocore.model import ListShape, Shape, StructureShape
from botocore.validate import ParamValidator

from .inputs import Inputs

Changes = Mapping[str, Callable[[Any], Any]]
_NONE: Changes = MappingProxyType({})


def mapped(
    inputs: Inputs,
    shape: StructureShape,
    keys: Iterable[str],
    renamed: Mapping[str, str],
    changed: Changes = _NONE,
) -> dict[str, Any]:
    """The parameters that these inputs give.

    An input `batchSize` becomes the parameter `BatchSize`: the names differ in upper and lower case only. `renamed` has
    the other names, at any depth; `changed` has functions that change a value at the top. Objects and lists of objects
    are mapped in the same way. An input that the model does not know stays unread. Raises `UnsupportedError` if a value
    is of another type than in the model.
    """
    members = {name.lower(): name for name in shape.members}
    parameters = {}
    for key in keys:
        member = members.get(renamed.get(key, key).lower())
        if member and (value := _value(inputs, key, shape.members[member], renamed)) is not None:
            parameters[member] = changed[key](value) if key in changed else value
    return parameters


def _value(inputs: Inputs, key: str, shape: Shape, renamed: Mapping[str, str]) -> Any:
    if isinstance(shape, StructureShape):
        section = inputs.section(key)
        return mapped(section, shape, section.keys(), renamed) or None
    if isinstance(shape, ListShape) and isinstance(shape.member, StructureShape):
        return [mapped(each, shape.member, each.keys(), renamed) for each in inputs.sections(key)] or None
    read: Mapping[str, Callable[[str], Any]] = {
        "boolean": inputs.flag,
        "double": inputs.number,
        "integer": inputs.integer,
        "list": inputs.texts,
        "long": inputs.integer,
        "map": inputs.mapping,
        "string": inputs.text,
    }
    return read.get(shape.type_name, inputs.anything)(key)


def shape_of(client: Any, operation: str) -> Any:
    """The parameters of a boto3 client's method, in botocore's model."""
    return client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation]).input_shape


def check(parameters: Mapping[str, Any], shape: StructureShape) -> None:
    """Raise `ParamValidationError` if botocore's model does not allow these parameters."""
    report = ParamValidator().validate(parameters, shape)
    if report.has_errors():
        raise ParamValidationError(report=report.generate_report())


def present(**values: Any) -> dict[str, Any]:
    """The arguments that are not None. boto3 does not accept None."""
    return {key: value for key, value in values.items() if value is not None}
