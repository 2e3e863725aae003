"""Which definition a name has: its own, or the one of the longest pattern that matches."""

from collections.abc import Mapping

from .sequence import Sequence


class Definitions:
    """The definitions by name or pattern. A pattern is a prefix and `*`, such as `orders/*` or `*` alone.

    A look-up takes one step for each length that a prefix has, at most 128, however many patterns there are. It keeps
    nothing, because callers may invent names.
    """

    def __init__(self, definitions: Mapping[str, Sequence]) -> None:
        self._definitions = definitions  # with patterns: no valid name ends with `*`
        self._prefixes = {key[:-1]: sequence for key, sequence in definitions.items() if key.endswith("*")}
        self._lengths = sorted({len(prefix) for prefix in self._prefixes}, reverse=True)

    def find(self, name: str) -> tuple[str, Sequence] | None:
        """Return the key that defines a name, and its definition. A pattern needs at least one more character."""
        sequence = self._definitions.get(name)
        if sequence is not None:
            return name, sequence
        for length in self._lengths:
            if length < len(name):
                sequence = self._prefixes.get(name[:length])
                if sequence is not None:
                    return f"{name[:length]}*", sequence
        return None
