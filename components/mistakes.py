"""What is wrong with the options, all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from reprlib import Repr
from typing import Any

import pulumi


@dataclass(frozen=True)
class Mistake:
    """One option that cannot be used."""

    option: str
    """Its dotted path."""

    value: str
    """Its value, as Python writes it, shortened."""

    remedy: str
    """What to do about it."""

    def __str__(self) -> str:
        """All of it in one line."""
        return f"{self.option} = {self.value}: {self.remedy}"


class InvalidArgsError(pulumi.RunError, ValueError):
    """The options cannot be used; the message lists every mistake: the option, its value and the remedy.

    A `RunError`, of which Pulumi shows the message without a traceback.
    """

    def __init__(self, component: str, mistakes: Sequence[Mistake]) -> None:
        """`component` is the name of the one that was to be built."""
        count = "a mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        self.summary = f"the options of {component} hold {count}:"
        self.mistakes = mistakes
        super().__init__("\n  ".join([self.summary, *map(str, mistakes)]))


class Mistakes:
    """Collects mistakes while the options are read."""

    def __init__(self) -> None:
        self._found: list[Mistake] = []
        self._repr = Repr()
        self._repr.maxstring = self._repr.maxother = self._repr.maxlong = 80

    def add(self, option: str, value: Any, remedy: str) -> None:
        """Note that `option`, a dotted path, has a `value` that cannot be used, and what to do about it."""
        self._found.append(Mistake(option, self._repr.repr(value), remedy))

    def extend(self, others: "Mistakes") -> None:
        """Note all of the others' too."""
        self._found += others._found

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
        """Raise `InvalidArgsError` where there are any."""
        if self:
            raise InvalidArgsError(component, self._found)
