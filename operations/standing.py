"""How far a sequence is: its last value, its definition, the share used and the values left."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .counters import Counter, Counters
from .definitions import SAFE_INTEGER, Definition, Definitions


@dataclass(frozen=True)
class Standing:
    """One sequence. A declared name that was never used has one too."""

    name: str
    key: str | None
    """The declared name or pattern that defines it; None if it is not declared or the definitions are not known."""

    definition: Definition | None
    value: int | None
    problem: str | None = None

    @property
    def percent_used(self) -> float | None:
        """The share used, 0 to 100."""
        return self.definition.percent_used(self.value) if self._readable and self.definition else None

    @property
    def left(self) -> int | None:
        """How many values are left before the end or the turn."""
        return self.definition.left(self.value) if self._readable and self.definition else None

    def fields(self) -> dict[str, Any]:
        """All of it, for JSON. The numbers of a wide sequence are strings, as in the function's replies."""
        wide = self.definition.wide if self.definition else self.value is not None and abs(self.value) > SAFE_INTEGER
        return {
            "name": self.name,
            "value": exact(self.value, wide=wide),
            "definition": None
            if self.definition is None
            else {field: exact(value, wide=wide) for field, value in self.definition._asdict().items()},
            "declared_as": self.key,
            "percent_used": self.percent_used,
            "left": exact(self.left, wide=wide),
            "problem": self.problem,
        }

    @property
    def _readable(self) -> bool:
        return self.problem is None


def standing_of(name: str, counter: Counter | None, definitions: Definitions | None) -> Standing:
    """Combine a sequence's item with its definition."""
    key = definitions.key_of(name) if definitions else None
    definition = definitions.by_key[key] if definitions and key else None
    value, problem = (counter.value, counter.problem) if counter else (None, None)
    return Standing(name, key, definition, value, problem)


def all_standings(
    counters: Counters, definitions: Definitions | None, on_page: Callable[[int], None]
) -> Iterator[Standing]:
    """Every sequence of the table, then the declared names that were never used.

    `on_page` gets the number of sequences read so far. Raises boto3's errors.
    """
    read, left = 0, dict.fromkeys(definitions.names if definitions else [])
    for page in counters.pages():
        for counter in page:
            left.pop(counter.name, None)
            yield standing_of(counter.name, counter, definitions)
        read += len(page)
        on_page(read)
    for name in left:
        yield standing_of(name, None, definitions)


def unused_patterns(standings: Iterable[Standing], definitions: Definitions | None) -> Iterator[Standing]:
    """The declared patterns that define none of these sequences. Each has its key as its name."""
    used = {standing.key for standing in standings}
    if definitions:
        for key in definitions.patterns:
            if key not in used:
                yield Standing(key, key, definitions.by_key[key], None)


def exact(value: Any, *, wide: bool) -> Any:
    """A number for JSON: a string of digits if the sequence is wide."""
    return str(value) if wide and type(value) is int else value
