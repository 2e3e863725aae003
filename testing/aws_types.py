"""Check inputs against the types of pulumi-aws, because Pulumi's mocks accept any input."""

import functools
import importlib
import inspect
import keyword
from collections.abc import Iterable, Mapping
from enum import Enum
from reprlib import Repr
from typing import Any, Union, get_args, get_origin

import pulumi

from sequence_service.pulumi_internals import (
    content_of,
    input_type_py_to_pulumi_names,
    input_type_types,
    is_input_type,
    is_secret,
    resource_types,
    revealed,
)

from .nearest import hint

_REPR = Repr()
_REPR.maxstring = _REPR.maxother = 80


class WrongInputError(Exception):
    """An input of a resource is unknown to pulumi-aws, has a wrong type or is missing."""


class UnknownTypeError(LookupError):
    """pulumi-aws has no resource of this type token."""


@functools.cache
def resource_class(token: str) -> Any:
    """The class of a type token, or None if the token does not start with `aws:`. Raises `UnknownTypeError`."""
    if not token.startswith("aws:"):
        return None
    try:
        _, module, name = token.split(":")
        module = module.partition("/")[0]
        return getattr(importlib.import_module(f"pulumi_aws.{module}{'_' * keyword.iskeyword(module)}"), name)
    except (ValueError, ImportError, AttributeError):
        example = "aws:dynamodb/table:Table"
        raise UnknownTypeError(f"{token!r} is not a resource type of pulumi-aws; use one such as {example!r}") from None


def output_types(token: str) -> dict[str, Any]:
    """The types of a resource's outputs, by their names in the schema. Empty if it is not a resource of pulumi-aws."""
    cls = resource_class(token)
    return {} if cls is None else dict(resource_types(cls))


def checked_inputs(token: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Check the inputs and return them with names in snake_case, whole numbers as integers and secrets revealed.

    Raises `WrongInputError`, which names the resource and the input, and never shows a secret.
    """
    cls = resource_class(token)
    if cls is None:
        return {key: revealed(value) for key, value in inputs.items()}
    args = getattr(importlib.import_module(cls.__module__), f"{cls.__name__}Args")
    checked: dict[str, Any] = _checked(inputs, args, f"{token} {name!r}")
    return checked


def _checked(value: Any, kind: Any, path: str, *, secret: bool = False) -> Any:
    if is_secret(value):
        return _checked(content_of(value), kind, path, secret=True)
    kinds = [each for each in _choices(kind) if each is not type(None)]
    if isinstance(value, dict) and any(is_input_type(each) for each in kinds):
        return _checked_object(value, next(each for each in kinds if is_input_type(each)), path, secret)
    for each in kinds:
        origin = get_origin(each) or each
        if isinstance(value, list) and issubclass(list, origin) and origin is not object:
            item_kind = get_args(each)[0]
            return [_checked(item, item_kind, f"{path}[{index}]", secret=secret) for index, item in enumerate(value)]
        if isinstance(value, dict) and issubclass(dict, origin) and origin is not object:
            item_kind = get_args(each)[1]
            return {key: _checked(item, item_kind, f"{path}.{key}", secret=secret) for key, item in value.items()}
    if isinstance(value, float) and value.is_integer() and (int in kinds or float not in kinds):
        value = int(value)  # the mocks turn every number into a float
    shown = "a secret" if secret else _REPR.repr(value)
    enums = [each for each in kinds if inspect.isclass(each) and issubclass(each, Enum)]
    if enums:
        members = [member.value for each in enums for member in each]
        if value not in members:
            raise WrongInputError(f"{path} = {shown}: must be one of {', '.join(map(str, members))}")
        return value
    plain = tuple(each for each in kinds if inspect.isclass(each))
    if Any in kinds or (isinstance(value, plain) and not (isinstance(value, bool) and bool not in plain)):
        return value
    raise WrongInputError(f"{path} = {shown}: must be of type {_names(kinds)}, not {type(value).__name__}")


def _checked_object(value: Mapping[str, Any], args: Any, path: str, secret: bool) -> dict[str, Any]:
    types = input_type_types(args)
    names = {theirs: ours for ours, theirs in input_type_py_to_pulumi_names(args).items()}
    checked = {}
    for key, item in value.items():
        if key not in types:
            raise WrongInputError(f"{path}.{key}: no such input; {hint(key, names.values())}")
        if item is not None:
            checked[names[key]] = _checked(item, types[key], f"{path}.{names[key]}", secret=secret)
    kinds = {names[key]: kind for key, kind in types.items()}
    for name, parameter in inspect.signature(args).parameters.items():
        if parameter.default is inspect.Parameter.empty and name not in checked:
            raise WrongInputError(f"{path}.{name}: missing; give it a value of type {_names(_choices(kinds[name]))}")
    return checked


def _choices(kind: Any) -> tuple[Any, ...]:
    """The plain types that an input accepts."""
    if get_origin(kind) is not Union:
        return (kind,)
    return tuple(
        choice
        for each in get_args(kind)
        if get_origin(each) is not pulumi.Output and getattr(get_origin(each), "__name__", "") != "Awaitable"
        for choice in _choices(each)
    )


def _names(kinds: Iterable[Any]) -> str:
    names = (getattr(kind, "__name__", str(kind)) for kind in kinds if kind is not type(None))
    return " or ".join({"Sequence": "list", "Mapping": "dict"}.get(name, name) for name in names)
