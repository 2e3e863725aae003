"""Rules for the values of options, each in words and as a check."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

PLACE = r"[a-z0-9-]+:\d{12}"
"""Region and account, in an ARN."""


def _anything(_: Any) -> bool:
    return True


@dataclass(frozen=True)
class Rule:
    """The rule for one option's value."""

    must: str
    """The allowed values in words, with their type: `an integer from 1 to 900`."""

    example: str = ""
    """A valid value, as a program writes it."""

    holds: Callable[[Any], bool] = _anything
    """Returns whether a plain value of the right type is valid. May raise `ValueError` with the reason."""

    items: tuple["Rule", ...] = ()
    """Rules for each item of a list and each value of a mapping. Only the first broken rule is reported."""

    keys: tuple["Rule", ...] = ()
    """Rules for each key of a mapping. Only the first broken rule is reported."""

    choices: tuple[str | int, ...] = ()
    """All allowed values, if they can be listed."""

    private: bool = False
    """Whether messages must hide the value."""

    def problem(self, value: Any) -> str | None:
        """What is wrong with a plain value of the right type, or None if it is valid."""
        try:
            return None if self.holds(value) else self.requirement()
        except ValueError as error:
            return self.requirement(f" ({error})")

    def require(self, option: str, value: Any) -> None:
        """Raise `ValueError`, with the option and the value, if a value of the right type is not valid."""
        problem = self.problem(value)
        if problem:
            raise ValueError(f"{option} = {value!r}: {problem}")

    def requirement(self, reason: str = "") -> str:
        """The rule as a sentence: `must be an integer from 1 to 900; for example 10`."""
        return f"must be {self.must}{reason}" + (f"; for example {self.example}" if self.example else "")

    def in_full(self) -> str:
        """The allowed values in words, with the rules for names and items."""
        parts = [
            self.must,
            *(f"each name {key.must}" for key in self.keys[:1]),
            *(f"each item {item.must}" for item in self.items[:1]),
        ]
        return "; ".join(parts)

    def missing(self) -> str:
        """The message for a required value that is missing."""
        return f"missing; give {self.must}" + (f", for example {self.example}" if self.example else "")


Rules = Mapping[type, Mapping[str, Rule]]
"""Rules by options type and field."""


def within(least: int, most: int, example: int, *, endless: bool = False) -> Rule:
    """An integer from `least` to `most`. With `endless`, -1 means no limit."""
    return Rule(
        f"an integer from {least:,} to {most:,}{', or -1 for no limit' if endless else ''}",
        str(example),
        lambda value: least <= value <= most or (endless and value == -1),
    )


def one_of(*choices: str | int) -> Rule:
    """One of the values `choices`."""
    return Rule(f"one of {', '.join(map(str, choices))}", holds=lambda value: value in choices, choices=choices)


def matching(pattern: str, must: str, example: str) -> Rule:
    """A string that fully matches the regular expression `pattern`."""
    return Rule(must, f'"{example}"', lambda value: re.fullmatch(pattern, value) is not None)


def arn(of: str, resource: str, example: str) -> Rule:
    """An ARN without wildcards. The regular expression `resource` matches the part from the service on."""
    return matching(rf"arn:[a-z-]+:{resource}", f"the ARN of {of}, without wildcards", example)


def listing(must: str, example: str, *items: Rule, least: int = 0, most: int | None = None) -> Rule:
    """A list of `least` to `most` items. Each item follows the rules `items`."""
    return Rule(must, example, lambda value: least <= len(value) <= (most or len(value)), items=items)
