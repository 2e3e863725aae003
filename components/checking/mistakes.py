"""Collect every mistake in the options and report them together."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pulumi

from .shown import shown

_LONGEST_KEY = 128
_NOT_SHOWN = object()


@dataclass(frozen=True)
class Mistake:
    """One option that cannot be used."""

    option: str
    """The option's path, such as `table.name`, `consumer.layers[0]` or `sequences["a b"].cache`."""

    value: str | None
    """The option's value as Python writes it, shortened. None if there is no value, or if it must not be shown."""

    problem: str
    """What is wrong and how to fix it."""

    private: bool = False
    """Whether the value may hold a secret. Then a caller must not print it either."""

    def __str__(self) -> str:
        """The whole mistake in one line."""
        return (
            f"{self.option}: {self.problem}" if self.value is None else f"{self.option} = {self.value}: {self.problem}"
        )


class InvalidArgsError(pulumi.RunError, ValueError):
    """The options are invalid. The message lists each mistake: the option, its value, the problem and the fix.

    It is a `RunError`, so Pulumi shows the message without a traceback.
    """

    def __init__(self, component: str, mistakes: Sequence[Mistake]) -> None:
        """Write the message for the component named `component`."""
        name = json.dumps(_shortened(component)) if isinstance(component, str) else shown(component)
        self.summary = f"Invalid options for {name} ({len(mistakes)} error{'s' * (len(mistakes) > 1)}):"
        self.mistakes = mistakes
        super().__init__("\n  ".join([self.summary, *map(str, mistakes)]))


class Mistakes:
    """Collects mistakes while the options are read."""

    def __init__(self) -> None:
        self._found: list[Mistake] = []

    def add(self, option: str, problem: str, value: Any = _NOT_SHOWN, *, private: bool = False) -> None:
        """Add a mistake: the option, the problem with its fix, and the value unless it is `private`."""
        text = None if private or value is _NOT_SHOWN else shown(value)
        whole = value is _NOT_SHOWN or value is None or isinstance(value, str | int | float)
        self._found.append(Mistake(option, text, problem, private or not whole))

    def extend(self, others: "Mistakes", *, private: bool = False) -> None:
        """Add all mistakes of `others`, without their values if `private`."""
        self._found += [replace(each, value=None, private=True) if private else each for each in others._found]

    def about(self, option: str) -> bool:
        """Whether this option, or an option inside it, has a mistake."""
        return self.at(option) or any(
            mistake.option.startswith((f"{option}.", f"{option}[")) for mistake in self._found
        )

    def at(self, option: str) -> bool:
        """Whether exactly this option has a mistake."""
        return any(mistake.option == option for mistake in self._found)

    def __bool__(self) -> bool:
        """Whether there is any mistake."""
        return bool(self._found)

    def raise_any(self, component: str) -> None:
        """Raise `InvalidArgsError` if there is any mistake."""
        if self:
            raise InvalidArgsError(component, self._found)


def key_path(path: str, key: str) -> str:
    """The path of `key` inside `path`: `table`, `sequences.orders`, or `sequences["a b"]` if it is not one word."""
    if re.fullmatch(rf"\w[\w-]{{0,{_LONGEST_KEY - 1}}}", key, re.ASCII):
        return f"{path}.{key}" if path else key
    return f"{path}[{json.dumps(_shortened(key))}]"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_KEY else f"{text[:60]}..."
