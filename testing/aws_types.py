"""Inputs against pulumi-aws's own types: Pulumi's mocks accept anything, AWS does not."""

import difflib
import functools
import importlib
import inspect
import keyword
from collections.abc import Mapping
from enum import Enum
from typing import Any, Union, get_args, get_origin

import pulumi

# There is no public way to a resource's types; Pulumi's own engine adapter reads them with the same functions.
from pulumi._types import input_type_py_to_pulumi_names, input_type_types, is_input_type, resource_types


class WrongInputError(Exception):
    """A resource was registered with an input that pulumi-aws does not know, or of another type, or without one."""


@functools.cache
def resource_class(token: str) -> Any:
    """The class of a resource's type token, such as `aws:dynamodb/table:Table`; None where it is not pulumi-aws's."""
    package, module, name = token.split(":", 2)
    if package != "aws":
        return None
    module = module.partition("/")[0]
    return getattr(importlib.import_module(f"pulumi_aws.{module}{'_' * keyword.iskeyword(module)}"), name)


def checked_inputs(token: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs as a Python program writes them: names in snake_case, whole numbers as integers.

    Raises `WrongInputError`, which names the resource and the input.
    """
    cls = resource_class(token)
    if cls is None:
        return dict(inputs)
    args = getattr(importlib.import_module(cls.__module__), f"{cls.__name__}Args")
    checked: dict[str, Any] = _checked(inputs, args, f"{token} {name!r}")
    return checked


def text_outputs(token: str) -> list[str]:
    """The outputs of a resource's type that are strings, by their names in the schema."""
    cls = resource_class(token)
    return [] if cls is None else [name for name, kind in resource_types(cls).items() if kind is str]


def _checked(value: Any, kind: Any, path: str) -> Any:
    kinds = [each for each in _choices(kind) if each is not type(None)]
    if isinstance(value, dict) and any(is_input_type(each) for each in kinds):
        return _checked_object(value, next(each for each in kinds if is_input_type(each)), path)
    for each in kinds:
        origin = get_origin(each) or each
        if isinstance(value, list) and issubclass(list, origin) and origin is not object:
            return [_checked(item, get_args(each)[0], f"{path}[{index}]") for index, item in enumerate(value)]
        if isinstance(value, dict) and issubclass(dict, origin) and origin is not object:
            return {key: _checked(item, get_args(each)[1], f"{path}.{key}") for key, item in value.items()}
    enums = [each for each in kinds if inspect.isclass(each) and issubclass(each, Enum)]
    if enums:
        members = [member.value for each in enums for member in each]
        if value not in members:
            raise WrongInputError(f"{path} = {value!r}: not one of {', '.join(map(str, members))}")
        return value
    if isinstance(value, float) and value.is_integer() and int in kinds:
        return int(value)
    plain = tuple(each for each in kinds if inspect.isclass(each))
    if Any in kinds or (isinstance(value, plain) and not (isinstance(value, bool) and bool not in plain)):
        return value
    raise WrongInputError(f"{path} = {value!r}: not of type {' or '.join(map(_name, kinds))}")


def _checked_object(value: Mapping[str, Any], args: Any, path: str) -> dict[str, Any]:
    types = input_type_types(args)
    names = {theirs: ours for ours, theirs in input_type_py_to_pulumi_names(args).items()}
    checked = {}
    for key, item in value.items():
        if key not in types:
            near = difflib.get_close_matches(key, [*types, *names.values()], 1)
            raise WrongInputError(
                f"{path}.{key}: no such input{f'; did you mean {names.get(near[0], near[0])}?' if near else ''}"
            )
        if item is not None:
            checked[names[key]] = _checked(item, types[key], f"{path}.{names[key]}")
    for name, parameter in inspect.signature(args).parameters.items():
        if parameter.default is inspect.Parameter.empty and name not in checked:
            raise WrongInputError(f"{path}.{name}: needed, and not given")
    return checked


def _choices(kind: Any) -> tuple[Any, ...]:
    """The plain types among those that an input takes."""
    if get_origin(kind) is not Union:
        return (kind,)
    return tuple(
        choice
        for each in get_args(kind)
        if get_origin(each) is not pulumi.Output and getattr(get_origin(each), "__name__", "") != "Awaitable"
        for choice in _choices(each)
    )


def _name(kind: Any) -> str:
    return getattr(kind, "__name__", str(kind))
