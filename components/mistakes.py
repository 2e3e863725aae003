"""What is wrong with the options, all of it at once."""

from reprlib import Repr
from typing import Any


class InvalidArgsError(ValueError):
    """The options cannot be used; the message lists every mistake: the option, its value and the remedy."""


class Mistakes:
    """Collects mistakes while the options are read."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._repr = Repr()
        self._repr.maxstring = self._repr.maxother = self._repr.maxlong = 80

    def add(self, option: str, value: Any, remedy: str) -> None:
        """Note that `option`, a dotted path, has a `value` that cannot be used, and what to do about it."""
        self._found.append(f"{option} = {self._repr.repr(value)}: {remedy}")

    def extend(self, others: "Mistakes") -> None:
        """Note all of the others' too."""
        self._found += others._found

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._found)

    def raise_any(self, component: str) -> None:
        """Raise `InvalidArgsError` where there are any."""
        if self:
            count = "a mistake" if len(self._found) == 1 else f"{len(self._found)} mistakes"
            raise InvalidArgsError("\n  ".join([f"the options of {component} hold {count}:", *self._found]))
