"""The checker: reads what callers saw and what the table gave out, and names each broken promise.

Values become ordinals: the sequence's first value is 0, the next one 1, whatever the increment and the direction. So
consecutive values are a range of ordinals, and a million values of a lease take no more time than one.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from heapq import heapify, heappop
from typing import NamedTuple

from .draws import Draw, Violation, draws_of
from .dynamodb import Move
from .endings import calls_that_hang
from .exhaustion import early_ends, values_after_the_end
from .history import Operation
from .laps import Lap, early_turns, wrong_laps
from .ordinals import Grid, Ordinals, union

Definition = Mapping[str, int]


class Evidence(NamedTuple):
    """What a run left: what callers saw, what the table gave out, and what it holds at the end.

    `killed` says when each process was killed. `overdue` are the moments at which a function's time was over although
    the machine was not too busy.
    """

    operations: list[Operation]
    moves: list[Move]
    stored: Mapping[str, int]
    definition_of: Callable[[str], Definition]
    killed: Mapping[str, int]
    overdue: Sequence[int] = ()


class Findings(NamedTuple):
    """What the checker found. `gaps` are values that the table gave out and no caller saw."""

    violations: list[Violation]
    values: int
    given_out: int
    gaps: int
    turns: int


def check(evidence: Evidence) -> Findings:
    """Check every promise. Violations are in the order in which they became visible."""
    draws, violations = draws_of(evidence.operations, evidence.definition_of)
    violations += calls_that_hang(evidence.operations, evidence.killed)
    violations += [
        Violation("time", "", moment, "a function did not answer in its time") for moment in evidence.overdue
    ]
    by_name: defaultdict[str, list[Draw]] = defaultdict(list)
    for draw in draws:
        by_name[draw.name].append(draw)
    moves: defaultdict[str, list[Move]] = defaultdict(list)
    for move in evidence.moves:
        moves[move.name].append(move)
    refused = [each for each in evidence.operations if each.error == "SequenceExhaustedError" and each.end is not None]
    given_out = seen = values = turns = 0
    for name in by_name.keys() | moves.keys() | {each.name for each in refused if not each.wrong}:
        definition, found = evidence.definition_of(name), by_name[name]
        grid = Grid(definition)
        laps = [*_taken(grid, moves[name], cycle=bool(definition["cycle"]))]
        taken = [lap.taken for lap in laps]
        ends = [each for each in refused if each.name == name]
        values += sum(draw.size for draw in found)
        if definition["cycle"]:
            violations += wrong_laps(name, found, laps)
            violations += early_turns(name, grid, laps)
            violations += [Violation("end", name, each.end or 0, "a cycle has no end") for each in ends]
            given_out += sum(last - first + 1 for first, last in taken)
            seen += sum(draw.size for draw in found)
            turns += sum(lap.turns for lap in laps)
            continue
        violations += unique(name, found)
        violations += in_order(name, [draw for draw in found if draw.ordered])
        violations += leases_in_order(name, found)
        violations += from_the_table(name, found, laps)
        violations += stored_last(name, found, grid, evidence.stored)
        violations += early_ends(name, ends, grid, moves[name])
        violations += values_after_the_end(name, ends, grid, found)
        given_out += sum(last - first + 1 for first, last in union(taken))
        seen += sum(last - first + 1 for first, last in union(part for draw in found for part in draw.values))
    return Findings(sorted(violations, key=lambda each: each.moment), values, given_out, given_out - seen, turns)


def _taken(grid: Grid, moves: Iterable[Move], *, cycle: bool) -> Iterator[Lap]:
    for move in moves:
        turns = cycle and (move.turns or grid.is_back(move.step))
        with suppress(ValueError):  # beyond the limits: if a caller saw it, it is a violation
            yield Lap(grid.taken(move.value, move.step, turns=turns), turns, move)


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


def leases_in_order(name: str, draws: Iterable[Draw]) -> Iterator[Violation]:
    """A lease hands out its values in order. A process has one lease of a sequence at a time."""
    leased: defaultdict[str, list[Draw]] = defaultdict(list)
    for draw in draws:
        if draw.lease:
            leased[draw.lease].append(draw)
            if draw.values != sorted(draw.values):
                yield Violation("order", name, draw.end, f"{draw.shown}: not in order")
    for found in leased.values():
        yield from in_order(name, found)


def from_the_table(name: str, draws: Iterable[Draw], laps: Iterable[Lap]) -> Iterator[Violation]:
    """Every value lies in what the table had given out when its caller saw it."""
    parts = sorted((lap.taken, lap.move.end) for lap in laps)
    for draw in draws:
        if not all(_covered(part, draw.end, parts) for part in draw.values):
            yield Violation("from the table", name, draw.end, f"the table had not given out all of {draw.shown}")


def _covered(part: Ordinals, moment: int, parts: list[tuple[Ordinals, int]]) -> bool:
    at, last = part
    while at <= last:
        place = bisect_right(parts, at, key=lambda each: each[0][0]) - 1
        (_, reached), end = parts[place] if place >= 0 else ((0, -1), 0)
        if reached < at or end > moment:  # another one may overlap, if the table is broken
            around = (taken[1] for taken, end in parts if taken[0] <= at and end <= moment)
            reached = max(around, default=-1)
        if reached < at:
            return False
        at = reached + 1
    return True


def stored_last(name: str, draws: list[Draw], grid: Grid, stored: Mapping[str, int]) -> Iterator[Violation]:
    """The table's last value is at least as far as all values that callers saw."""
    furthest = max(draws, key=lambda draw: draw.highest, default=None)
    if furthest and (name not in stored or grid.reached(stored[name]) < furthest.highest):
        yield Violation("stored", name, furthest.end, f"the table holds {stored.get(name)}; {furthest.shown}")
