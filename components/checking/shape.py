"""Check options against their types and rules.

Finds unknown names, wrong types, values that break a rule, and outputs in place of plain values.
"""

import difflib
import inspect
from collections.abc import Awaitable, Iterable, Iterator, Mapping
from typing import Any, NotRequired, Union, get_args, get_origin, is_typeddict

import pulumi

from .mistakes import Mistakes, key_path
from .rule import Rule, Rules

_TYPES = {
    str: Rule("a string"),
    bool: Rule("true or false"),
    int: Rule("an integer"),
    list: Rule("a list"),
    dict: Rule("a mapping from names (strings)"),
    pulumi.Archive: Rule("a pulumi.Archive"),
}
_OPTIONS = "must be a mapping of options"
_PLAIN = "must be a plain value, because it is needed before anything is created; write it here or in the configuration"
_EXACT = 2**53 - 1  # the float 2^53 may come from 2^53 + 1


def check_shape(options: Any, kind: Any, rules: Rules, mistakes: Mistakes) -> Any:
    """Check the options against the type `kind` and return a copy of the valid ones.

    The copy has no unset options (None). Integral floats, which other languages send, become integers. Wrong options
    go to `mistakes` instead.
    """
    return _Shape(rules).check(options, kind, "", (), mistakes)


class _Shape:
    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def check(self, value: Any, kind: Any, path: str, own: tuple[Rule, ...], mistakes: Mistakes) -> Any:
        """Check one value and return a copy. `own` are the rules for this value; the first broken one is reported."""
        kind, takes_outputs = _without_input(kind)
        if isinstance(value, pulumi.Output | Awaitable):
            if takes_outputs:
                return value
            mistakes.add(path or "args", _PLAIN, value)
            return {}  # an empty value lets the check of the other options go on
        found = Mistakes()
        checked = self._check_type(value, kind, path, own, found)
        problem = None if found else _first(rule.problem(checked) for rule in own)
        if problem:
            found.add(path, problem, value)
        mistakes.extend(found)
        return checked

    def _check_type(self, value: Any, kind: Any, path: str, own: tuple[Rule, ...], mistakes: Mistakes) -> Any:
        if is_typeddict(kind):
            return self._check_options(value, kind, path, mistakes)
        origin = get_origin(kind) or kind
        requirement = own[0].requirement() if own else _TYPES[origin].requirement()
        if origin is dict:
            if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
                return dict(self._check_items(value.items(), get_args(kind)[1], path, own, mistakes))
            mistakes.add(path, requirement, value)
            return {}
        if origin is list:
            if isinstance(value, list | tuple):
                return [item for _, item in self._check_items(enumerate(value), get_args(kind)[0], path, own, mistakes)]
            mistakes.add(path, requirement, value)
            return []
        if kind is int and isinstance(value, float) and value.is_integer():
            if abs(value) > _EXACT:
                mistakes.add(path, "floats beyond 2^53 - 1 are inexact; pass an int", value)
            return int(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            mistakes.add(path, requirement, value)
        return value

    def _check_options(self, given: Any, kind: Any, path: str, mistakes: Mistakes) -> dict[str, Any]:
        """Return the options that are set, each with the right type and within its rule."""
        if not isinstance(given, Mapping):
            required = sorted(kind.__required_keys__)
            more = f", with {' and '.join(required)}" if required else "; {} takes the defaults"
            mistakes.add(path or "args", _OPTIONS + more, given)
            return {}
        hints, rules = inspect.get_annotations(kind), self._rules.get(kind, {})
        checked: dict[str, Any] = {}
        for name, value in given.items():
            option = key_path(path, str(name))
            if name not in hints:
                # The value does not help the reader, and may be a secret, such as a password or environment variables.
                mistakes.add(option, f"no such option; {_hint(str(name), hints)}", private=True)
            elif value is not None:
                found = Mistakes()
                rule = rules.get(name)
                checked[name] = self.check(value, hints[name], option, (rule,) if rule else (), found)
                if found.at(option):
                    del checked[name]
                mistakes.extend(found, private=bool(rule and rule.private))
        for name in sorted(kind.__required_keys__):
            if given.get(name) is None:
                mistakes.add(key_path(path, name), rules.get(name, Rule("a value")).missing())
        return checked

    def _check_items(
        self, items: Iterable[tuple[Any, Any]], kind: Any, path: str, own: tuple[Rule, ...], mistakes: Mistakes
    ) -> Iterator[tuple[Any, Any]]:
        """Yield the valid items of a mapping or a list. Of an item that holds options, yield the valid options."""
        for key, value in items:
            found = Mistakes()
            option = key_path(path, key) if isinstance(key, str) else f"{path}[{key}]"
            problem = _first(each.problem(key) for rule in own for each in rule.keys)
            if problem:
                found.add(option, f"the name {problem}")
            if value is None and is_typeddict(kind):
                value = {}  # YAML's null after a name: all options have their defaults
            checked = self.check(value, kind, option, own[0].items if own else (), found)
            if not found or is_typeddict(kind):
                yield key, checked
            mistakes.extend(found)


def _first(problems: Iterable[str | None]) -> str | None:
    return next((problem for problem in problems if problem), None)


def _hint(given: str, options: Iterable[str]) -> str:
    """Suggest the nearest option, for example `did you mean table?`, or list all options."""
    plain = {option.replace("_", ""): option for option in options}
    wanted = given.replace("_", "").lower()
    near = next(iter(difflib.get_close_matches(wanted, plain, 1, cutoff=0.8)), "")
    # A prefix often inverts the meaning: no_cycle does not mean cycle.
    if near and near[0] == wanted[0] and (near == wanted or not wanted.endswith(near)):
        return f"did you mean {plain[near]}?"
    return f"the options are {', '.join(sorted(plain.values()))}"


def _without_input(kind: Any) -> tuple[Any, bool]:
    """Unwrap `NotRequired` and `pulumi.Input`. Return the inner type, and whether there was an `Input`."""
    if get_origin(kind) is NotRequired:
        kind = get_args(kind)[0]
    if get_origin(kind) is Union:
        return get_args(kind)[0], True
    return kind, False
