"""Reads a resource's inputs, and knows which ones nobody has read."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from ..errors import UnsupportedError

T = TypeVar("T")


class Inputs:
    """The inputs that a program gives a resource. Each is read by its type; `unread` names the others.

    `None`, an empty list and an empty object count as absent, as in Pulumi's AWS provider.
    """

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        """`path` is the place of these values in the resource's inputs; empty at the top."""
        self._values = {key: value for key, value in values.items() if value is not None and value not in ([], {})}
        self._path = path
        self._unread = set(self._values)
        self._sections: list[Inputs] = []

    def text(self, key: str) -> str | None:
        """A string, or None if it is absent."""
        return self._take(key, str, "a string")

    def flag(self, key: str) -> bool | None:
        """A boolean, or None if it is absent."""
        return self._take(key, bool, "a boolean")

    def integer(self, key: str) -> int | None:
        """A whole number, or None if it is absent."""
        value = self._take(key, int, "a whole number")
        if isinstance(value, bool):
            raise self._mistyped(key, "a whole number", value)
        return value

    def number(self, key: str) -> float | None:
        """A number, or None if it is absent."""
        value = self._take(key, float, "a number") if isinstance(self._values.get(key), float) else self.integer(key)
        return None if value is None else float(value)

    def texts(self, key: str) -> list[str] | None:
        """A list of strings, or None if it is absent."""
        value = self._take(key, list, "a list of strings")
        if value is not None and not all(isinstance(item, str) for item in value):
            raise self._mistyped(key, "a list of strings", value)
        return value

    def mapping(self, key: str) -> dict[str, str] | None:
        """An object whose values are strings, or None if it is absent."""
        value = self._take(key, dict, "a map of strings")
        if value is not None and not all(isinstance(item, str) for item in value.values()):
            raise self._mistyped(key, "a map of strings", value)
        return value

    def anything(self, key: str) -> Any:
        """The value as it is, for archives and other values without a plain type."""
        self._unread.discard(key)
        return self._values.get(key)

    def section(self, key: str) -> "Inputs":
        """A nested object; if it is absent, an empty one."""
        return self._inner(self._take(key, dict, "an object") or {}, f"{self._path}{key}.")

    def sections(self, key: str) -> list["Inputs"]:
        """A list of nested objects; if it is absent, an empty one."""
        items = self._take(key, list, "a list of objects") or []
        return [self._inner(item, f"{self._path}{key}.") for item in items]

    def keys(self) -> list[str]:
        """The names of the inputs that hold something."""
        return list(self._values)

    def unread(self) -> Iterator[str]:
        """The paths of the inputs that nobody has read, for example `loggingConfig.logGroup`."""
        yield from sorted(self._path + key for key in self._unread)
        for section in self._sections:
            yield from section.unread()

    def _inner(self, values: Mapping[str, Any], path: str) -> "Inputs":
        inner = Inputs(values, path)
        self._sections.append(inner)
        return inner

    def _take(self, key: str, kind: type[T], wanted: str) -> T | None:
        self._unread.discard(key)
        value: T | None = self._values.get(key)
        if value is not None and not isinstance(value, kind):
            raise self._mistyped(key, wanted, value)
        return value

    def _mistyped(self, key: str, wanted: str, value: object) -> UnsupportedError:
        return UnsupportedError(f"input {self._path}{key} must be {wanted}, not {value!r}")


def given_inputs(values: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """The paths and values of all inputs, also inside objects. A value that is empty or false counts as absent."""
    for key, value in values.items():
        if value is None or value is False or value in ([], {}):
            continue
        yield path + key, value
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from given_inputs(inner, f"{path}{key}.")
