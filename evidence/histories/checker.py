"""The checker: reads what callers saw and what the table gave out, and names each broken promise.

Values become ordinals: the sequence's first value is 0, the next one 1, whatever the increment and the direction. So
consecutive values are a range of ordinals, and a million values of a lease take no more time than one.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from heapq import heapify, heappop
from typing import NamedTuple

from .draws import Draw, Violation, draws_of
from .dynamodb import Move
from .history import Operation
from .ordinals import Grid, Ordinals, union

Definition = Mapping[str, int]


class Evidence(NamedTuple):
    """What a run left: what callers saw, what the table gave out, and what it holds at the end."""

    operations: list[Operation]
    moves: list[Move]
    stored: Mapping[str, int]
    definition_of: Callable[[str], Definition]


class Findings(NamedTuple):
    """What the checker found. `gaps` are values that the table gave out and no caller saw."""

    violations: list[Violation]
    values: int
    given_out: int
    gaps: int


def check(evidence: Evidence) -> Findings:
    """Check every promise. Violations are in the order in which they became visible."""
    draws, violations = draws_of(evidence.operations, evidence.definition_of)
    by_name: defaultdict[str, list[Draw]] = defaultdict(list)
    for draw in draws:
        by_name[draw.name].append(draw)
    moves: defaultdict[str, list[Ordinals]] = defaultdict(list)
    for move in evidence.moves:
        with suppress(ValueError):  # beyond the limits: if a caller saw it, it is a violation
            moves[move.name].append(Grid(evidence.definition_of(move.name)).taken(move.value, move.step))
    given_out = seen = values = 0
    for name in by_name.keys() | moves.keys():
        definition, found, taken = evidence.definition_of(name), by_name[name], moves[name]
        values += sum(draw.size for draw in found)
        if definition["cycle"]:
            violations += laps(name, found, taken)
            given_out += sum(last - first + 1 for first, last in taken)
            seen += sum(draw.size for draw in found)
            continue
        violations += unique(name, found)
        violations += in_order(name, [draw for draw in found if draw.ordered])
        violations += from_the_table(name, found, taken)
        violations += stored_last(name, found, Grid(definition), evidence.stored)
        given_out += sum(last - first + 1 for first, last in union(taken))
        seen += sum(last - first + 1 for first, last in union(part for draw in found for part in draw.values))
    violations += the_end(evidence, by_name)
    return Findings(sorted(violations, key=lambda each: each.moment), values, given_out, given_out - seen)


def unique(name: str, draws: Iterable[Draw]) -> Iterator[Violation]:
    """No value twice."""
    furthest, owner = -1, None
    parts = [(first, last, each) for each in draws for first, last in each.values]
    for first, last, draw in sorted(parts, key=lambda part: part[:2]):
        if owner and first <= furthest:
            seen = max(owner.end, draw.end)
            yield Violation("unique", name, seen, f"ordinal {first}: {owner.shown} and {draw.shown}")
        if last > furthest:
            furthest, owner = last, draw


def in_order(name: str, draws: list[Draw]) -> Iterator[Violation]:
    """A call that begins after another one ended gets a later value. Reads the calls in the order of their begin."""
    ended = [(draw.end, draw.highest, number) for number, draw in enumerate(draws)]
    heapify(ended)
    highest, before = -1, None
    for draw in sorted(draws, key=lambda each: each.begin):
        while ended and ended[0][0] < draw.begin:
            _, reached, number = heappop(ended)
            if reached > highest:
                highest, before = reached, draws[number]
        if before and draw.lowest <= highest:
            yield Violation("order", name, draw.end, f"{draw.shown} began after the end of {before.shown}")


def from_the_table(name: str, draws: Iterable[Draw], taken: Iterable[Ordinals]) -> Iterator[Violation]:
    """Every value lies in what the table gave out."""
    parts = union(taken)
    for draw in draws:
        for first, last in draw.values:
            place = bisect_right(parts, (first, float("inf"))) - 1
            if place < 0 or last > parts[place][1]:
                yield Violation("from the table", name, draw.end, f"the table never gave out all of {draw.shown}")


def stored_last(name: str, draws: list[Draw], grid: Grid, stored: Mapping[str, int]) -> Iterator[Violation]:
    """The table's last value is at least as far as all values that callers saw."""
    furthest = max(draws, key=lambda draw: draw.highest, default=None)
    if furthest and (name not in stored or grid.reached(stored[name]) < furthest.highest):
        yield Violation("stored", name, furthest.end, f"the table holds {stored.get(name)}; {furthest.shown}")


def laps(name: str, draws: Iterable[Draw], taken: Iterable[Ordinals]) -> Iterator[Violation]:
    """Of a cycle: callers saw a value at most as often as the table gave it out, once a lap."""
    given = Counter(ordinal for first, last in taken for ordinal in range(first, last + 1))
    for draw in sorted(draws, key=lambda each: each.end):
        for first, last in draw.values:
            for ordinal in range(first, last + 1):
                given[ordinal] -= 1
                if given[ordinal] < 0:
                    yield Violation("laps", name, draw.end, f"more often than the table gave it out: {draw.shown}")


def the_end(evidence: Evidence, draws: Mapping[str, list[Draw]]) -> Iterator[Violation]:
    """`SequenceExhaustedError` means what it says: too few values are left, and a single value never comes again."""
    ends: dict[str, int] = {}
    for operation in evidence.operations:
        if operation.error != "SequenceExhaustedError" or operation.end is None:
            continue
        name, definition = operation.name, evidence.definition_of(operation.name)
        grid = Grid(definition)
        asked = operation.count if operation.kind == "range" and operation.count else 1
        at = grid.reached(evidence.stored[name]) if name in evidence.stored else -1
        if definition["cycle"] or at + asked <= grid.highest:
            yield Violation("end", name, operation.end, f"exhausted, but {asked} more fit after ordinal {at}")
        if operation.kind == "value" and definition["cache"] == 1 and not operation.token:
            ends[name] = min(operation.end, ends.get(name, operation.end))
    for name, end in ends.items():
        for draw in draws.get(name, ()):
            if draw.begin > end:
                yield Violation("end", name, draw.end, f"after the sequence's end: {draw.shown}")
