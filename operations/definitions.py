"""The definitions of sequences: which one a name has, and how much of a sequence is used."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from .errors import OperationError
from .names import NAME

SAFE_INTEGER = 2**53 - 1  # a sequence with wider limits is sent as strings
WIDEST = 10**37  # the widest limits and increments


class Definition(NamedTuple):
    """One complete definition, in the words of SQL's CREATE SEQUENCE."""

    increment: int
    min_value: int
    max_value: int
    start: int
    cycle: bool
    cache: int

    @property
    def first(self) -> int:
        """The first value after a turn."""
        return self.min_value if self.increment > 0 else self.max_value

    @property
    def limit(self) -> int:
        """The last value before the end or a turn."""
        return self.max_value if self.increment > 0 else self.min_value

    @property
    def wide(self) -> bool:
        """Whether its values are strings in JSON, because some JSON readers would round them."""
        return self.min_value < -SAFE_INTEGER or self.max_value > SAFE_INTEGER

    @property
    def unused(self) -> int:
        """The stored value that a sequence acts as if it had before its first use."""
        return self.start - self.increment

    def is_forward(self, old: int | None, new: int) -> bool:
        """Whether `new` comes after `old` in the sequence's direction. None: the sequence was never used."""
        return (new - (self.unused if old is None else old)) * self.increment > 0

    def contains(self, value: int) -> bool:
        """Whether a value is within the limits."""
        return self.min_value <= value <= self.max_value

    def require(self, value: int, option: str) -> None:
        """Raise `OperationError` if the value of this option is outside the limits."""
        if not self.contains(value):
            raise OperationError(
                f"{option}: {value} is outside the limits {self.min_value} to {self.max_value}; "
                "give a value within them, or widen the limits and deploy"
            )

    def left(self, value: int | None) -> int:
        """How many values are left before the end, or before the turn of a cycle."""
        return self._room(self.following(value))

    def following(self, value: int | None) -> int:
        """The value after this one, limits and cycles aside. None: the sequence was never used."""
        if value is None:
            return self.start
        if self.is_forward(value, self.first):  # before the range, after a change of the definition
            return self.first
        return value + self.increment

    def percent_used(self, value: int | None) -> float:
        """How much of the way from the first value to the limit is used, 0 to 100."""
        if value is None:
            return 0.0
        length = self._room(self.first)
        passed = (value - self.first) // self.increment + 1
        return 100 * min(max(0, passed), length) / length

    def ahead(self, value: int, margin: int) -> int:
        """The value that is `margin` values further, but not past the limit. A value past the limit stays."""
        if not self.is_forward(value, self.limit):
            return value
        moved = value + margin * self.increment
        return self.limit if self.is_forward(self.limit, moved) else moved

    def _room(self, first: int) -> int:
        return max(0, (self.limit - first) // self.increment + 1)


class Definitions:
    """All definitions of a service, by name or pattern. A pattern is a prefix followed by `*`."""

    def __init__(self, by_key: Mapping[str, Definition]) -> None:
        self.by_key = dict(by_key)

    @classmethod
    def parse(cls, outputs: Any) -> "Definitions":
        """Read the output `sequences`. Raises `OperationError`."""
        try:
            return cls({key: _complete(given) for key, given in outputs.items()})
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise OperationError(
                "outputs: `sequences` does not hold complete definitions; export the service's output `sequences`"
            ) from error

    def key_of(self, name: str) -> str | None:
        """The declared name or pattern that defines this name: the name itself, else the longest prefix."""
        if not NAME.fullmatch(name):
            return None
        if name in self.by_key:
            return name
        fitting = [key for key in self.patterns if name.startswith(key[:-1]) and name != key[:-1]]
        return max(fitting, key=len, default=None)

    def get(self, name: str) -> Definition | None:
        """The definition of a name, or None if the name is not declared."""
        key = self.key_of(name)
        return None if key is None else self.by_key[key]

    @property
    def names(self) -> list[str]:
        """The declared names, without patterns."""
        return [key for key in self.by_key if not key.endswith("*")]

    @property
    def patterns(self) -> list[str]:
        """The declared patterns."""
        return [key for key in self.by_key if key.endswith("*")]


def _complete(given: Mapping[str, Any]) -> Definition:
    whole: dict[str, Any] = {
        field: given[field] if field == "cycle" else _integer(given[field]) for field in Definition._fields
    }
    if not whole["increment"] or whole["min_value"] >= whole["max_value"]:
        raise ValueError("not a definition")
    if not isinstance(whole["cycle"], bool) or any(abs(each) > WIDEST for each in whole.values()):
        raise ValueError("not a definition")
    return Definition(**whole)


def _integer(value: Any) -> int:
    """Read an integer. Pulumi's own outputs are JSON, where some writers send 1.0 or, if it is long, a string."""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise TypeError("not an integer")
    return int(value)
