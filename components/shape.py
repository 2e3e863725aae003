"""Options against their types: unknown names, wrong types, outputs where a plain value is needed."""

import difflib
import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any, NotRequired, Union, get_args, get_origin, is_typeddict

import pulumi

from .mistakes import Mistakes

Rule = Callable[[Any], str | None]
"""Given a plain value of the right type: what to do about it, or None where it is right."""

Rules = Mapping[type, Mapping[str, Rule]]
"""Rules by the options' type and the field."""

_NOUNS = {str: "a string", bool: "true or false", int: "an integer", pulumi.Archive: "a pulumi.Archive"}
_EXACT = 2**53 - 1  # 2^53 as a float may have been 2^53 + 1


def check_shape(value: Any, kind: Any, path: str, rules: Rules, mistakes: Mistakes) -> Any:
    """A copy of `value`, found to be of type `kind`: without unset (None) options, and with integral floats, as
    other languages send them, as integers. What is wrong goes to `mistakes`, and is left out.
    """
    kind, takes_outputs = _without_input(kind)
    if isinstance(value, pulumi.Output | Awaitable):
        if takes_outputs:
            return value
        mistakes.add(path or "args", value, "give a plain value: it must be known before anything is created")
        return {}  # stands for any empty value while the other options are read
    if is_typeddict(kind):
        return _check_options(value, kind, path, rules, mistakes)
    if get_origin(kind) is dict:
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            mistakes.add(path, value, "give a mapping from names")
            return {}
        return dict(_check_items(value.items(), get_args(kind)[1], f"{path}.{{}}", rules, mistakes))
    if get_origin(kind) is list:
        if not isinstance(value, list | tuple):
            mistakes.add(path, value, "give a list")
            return []
        items = _check_items(enumerate(value), get_args(kind)[0], f"{path}[{{}}]", rules, mistakes)
        return [item for _, item in items]
    if kind is int and isinstance(value, float) and value.is_integer():
        if abs(value) > _EXACT:
            mistakes.add(path, value, "give an integer: beyond 2^53 - 1 a float, such as this, stands for several")
        return int(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        mistakes.add(path, value, f"give {_NOUNS[kind]}")
    return value


def _check_options(given: Any, kind: Any, path: str, rules: Rules, mistakes: Mistakes) -> dict[str, Any]:
    """The options that were set, each of the right type and within its rule."""
    if not isinstance(given, Mapping):
        mistakes.add(path or "args", given, "give a mapping of options; {} takes the defaults")
        return {}
    hints = inspect.get_annotations(kind)
    prefix = f"{path}." if path else ""
    checked: dict[str, Any] = {}
    for name, value in given.items():
        if name not in hints:
            near = difflib.get_close_matches(str(name), hints, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(hints))}"
            mistakes.add(f"{prefix}{name}", value, f"no such option; {hint}")
        elif value is not None:
            found = Mistakes()
            checked[name] = check_shape(value, hints[name], f"{prefix}{name}", rules, found)
            rule = rules.get(kind, {}).get(name)
            if rule and not found and not isinstance(checked[name], pulumi.Output | Awaitable):
                remedy = rule(checked[name])
                if remedy:
                    found.add(f"{prefix}{name}", checked[name], remedy)
            if found.at(f"{prefix}{name}"):
                del checked[name]
            mistakes.extend(found)
    for name in sorted(kind.__required_keys__):
        if given.get(name) is None:
            mistakes.add(f"{prefix}{name}", None, "needed here")
    return checked


def _check_items(
    items: Iterable[tuple[Any, Any]], kind: Any, path: str, rules: Rules, mistakes: Mistakes
) -> Iterator[tuple[Any, Any]]:
    """The items of a map or a list that are right; of options, what is right of them."""
    for key, value in items:
        found = Mistakes()
        checked = check_shape(value, kind, path.format(key), rules, found)
        if not found or is_typeddict(kind):
            yield key, checked
        mistakes.extend(found)


def _without_input(kind: Any) -> tuple[Any, bool]:
    """The type inside `NotRequired` and `pulumi.Input`, and whether there was an `Input`."""
    if get_origin(kind) is NotRequired:
        kind = get_args(kind)[0]
    if get_origin(kind) is Union:
        return get_args(kind)[0], True
    return kind, False
