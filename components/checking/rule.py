"""What an option's value must be, in words and as a check."""

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
    """What one option's value must be."""

    must: str
    """A good value in words, its type included: `an integer from 1 to 900`."""

    example: str = ""
    """A good value, as a program would write it."""

    holds: Callable[[Any], bool] = _anything
    """Whether a plain value of the right type is good. It may raise `ValueError` with the reason."""

    items: tuple["Rule", ...] = ()
    """For each item of a list and each value of a mapping. The first rule that is broken is reported."""

    keys: tuple["Rule", ...] = ()
    """For each key of a mapping, likewise."""

    choices: tuple[str | int, ...] = ()
    """The only good values, if they can be listed."""

    private: bool = False
    """Whether no message may show the value."""

    def problem(self, value: Any) -> str | None:
        """What is wrong with a plain value of the right type; None if it is good."""
        try:
            return None if self.holds(value) else self.requirement()
        except ValueError as error:
            return self.requirement(f" ({error})")

    def requirement(self, reason: str = "") -> str:
        """`must be an integer from 1 to 900; for example 10`."""
        return f"must be {self.must}{reason}" + (f"; for example {self.example}" if self.example else "")

    def in_full(self) -> str:
        """A good value in words, with the names and items that it may hold."""
        parts = [
            self.must,
            *(f"each name {key.must}" for key in self.keys[:1]),
            *(f"each item {item.must}" for item in self.items[:1]),
        ]
        return "; ".join(parts)

    def missing(self) -> str:
        """What to say if a value is needed and not there."""
        return f"missing; give {self.must}" + (f", for example {self.example}" if self.example else "")


Rules = Mapping[type, Mapping[str, Rule]]
"""Rules by the options' type and the field."""


def within(least: int, most: int, example: int, *, endless: bool = False) -> Rule:
    """An integer; with `endless` also -1, which stands for no limit."""
    return Rule(
        f"an integer from {least:,} to {most:,}{', or -1 for no limit' if endless else ''}",
        str(example),
        lambda value: least <= value <= most or (endless and value == -1),
    )


def one_of(*choices: str | int) -> Rule:
    """One of these values."""
    return Rule(f"one of {', '.join(map(str, choices))}", holds=lambda value: value in choices, choices=choices)


def matching(pattern: str, must: str, example: str) -> Rule:
    """A string that the regular expression matches as a whole."""
    return Rule(must, f'"{example}"', lambda value: re.fullmatch(pattern, value) is not None)


def arn(of: str, resource: str, example: str) -> Rule:
    """The ARN of something. The regular expression matches it from the service on, and allows no wildcard."""
    return matching(rf"arn:[a-z-]+:{resource}", f"the ARN of {of}, without wildcards", example)


def listing(must: str, example: str, *items: Rule, least: int = 0, most: int | None = None) -> Rule:
    """A list of `least` to `most` items, each of which follows the rules `items`."""
    return Rule(must, example, lambda value: least <= len(value) <= (most or len(value)), items=items)
