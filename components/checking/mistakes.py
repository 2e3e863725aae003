"""What is wrong with the options, all of it at once."""

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
    """Its path, such as `table.name`, `consumer.layers[0]` or `sequences["a b"].cache`."""

    value: str | None
    """Its value, as Python writes it, shortened. None: it has none, or one that must not be shown."""

    problem: str
    """What is wrong, and what to do about it."""

    private: bool = False
    """Whether the whole value may hold a secret, so that nobody else may print it either."""

    def __str__(self) -> str:
        """All of it in one line."""
        return (
            f"{self.option}: {self.problem}" if self.value is None else f"{self.option} = {self.value}: {self.problem}"
        )


class InvalidArgsError(pulumi.RunError, ValueError):
    """The options cannot be used. The message lists every mistake: the option, its value, what is wrong, what to do.

    It is a `RunError`: Pulumi shows the message without a traceback.
    """

    def __init__(self, component: str, mistakes: Sequence[Mistake]) -> None:
        """`component` is the name of the component."""
        name = json.dumps(_shortened(component)) if isinstance(component, str) else shown(component)
        self.summary = f"Invalid options for {name} ({len(mistakes)} error{'s' * (len(mistakes) > 1)}):"
        self.mistakes = mistakes
        super().__init__("\n  ".join([self.summary, *map(str, mistakes)]))


class Mistakes:
    """Collects mistakes while the options are read."""

    def __init__(self) -> None:
        self._found: list[Mistake] = []

    def add(self, option: str, problem: str, value: Any = _NOT_SHOWN, *, private: bool = False) -> None:
        """Note what is wrong with an option, what to do about it, and its value, unless that is `private`."""
        text = None if private or value is _NOT_SHOWN else shown(value)
        whole = value is _NOT_SHOWN or value is None or isinstance(value, str | int | float)
        self._found.append(Mistake(option, text, problem, private or not whole))

    def extend(self, others: "Mistakes", *, private: bool = False) -> None:
        """Note all of the others' too; if they are `private`, without their values."""
        self._found += [replace(each, value=None, private=True) if private else each for each in others._found]

    def about(self, option: str) -> bool:
        """Whether there are any in this option, or in those inside it."""
        return self.at(option) or any(
            mistake.option.startswith((f"{option}.", f"{option}[")) for mistake in self._found
        )

    def at(self, option: str) -> bool:
        """Whether there are any in this very option."""
        return any(mistake.option == option for mistake in self._found)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._found)

    def raise_any(self, component: str) -> None:
        """Raise `InvalidArgsError` if there are any."""
        if self:
            raise InvalidArgsError(component, self._found)


def key_path(path: str, key: str) -> str:
    """The path of a key: `table` at the top, `sequences.orders`, `sequences["a b"]` if the key is not one word."""
    if re.fullmatch(rf"\w[\w-]{{0,{_LONGEST_KEY - 1}}}", key, re.ASCII):
        return f"{path}.{key}" if path else key
    return f"{path}[{json.dumps(_shortened(key))}]"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_KEY else f"{text[:60]}..."
