"""Draws: the values that left a sequence, once each, and what was wrong with the calls that brought them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from .history import Operation, Runs
from .ordinals import Grid, Ordinals
from .tokens import wrong_replays

ERRORS = {  # what a right request may get
    "SequenceUnavailableError",
    "SequenceExhaustedError",
    "TokenMismatchError",  # with a token
}


class Violation(NamedTuple):
    """A broken promise. `moment` is when a caller could have noticed, in nanoseconds."""

    rule: str
    name: str
    moment: int
    what: str


class Draw(NamedTuple):
    """Values that left a sequence between `begin` and `end`.

    `ordered`: they came from the table, not from a block. `lease`: whose lease handed them out, or empty.
    """

    name: str
    begin: int
    end: int
    values: list[Ordinals]
    ordered: bool
    shown: str
    lease: str

    @property
    def lowest(self) -> int:
        """The first ordinal."""
        return min(first for first, _ in self.values)

    @property
    def highest(self) -> int:
        """The last ordinal."""
        return max(last for _, last in self.values)

    @property
    def size(self) -> int:
        """How many values."""
        return sum(last - first + 1 for first, last in self.values)


def draws_of(
    operations: list[Operation], definition_of: Callable[[str], Mapping[str, int]]
) -> tuple[list[Draw], list[Violation]]:
    """The draws of a history, and the violations that a single call or a single token shows."""
    violations = [violation for operation in operations if (violation := _wrong_error(operation))]
    tokens: defaultdict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        if operation.token:
            tokens[operation.token].append(operation)
    for token, calls in tokens.items():
        for call, what in wrong_replays(calls):
            violations.append(Violation("tokens", call.name, call.end or 0, f"token {token}: {what}"))
    draws = []
    for operation in operations:
        if not operation.ok or operation.wrong or (operation.lease and not operation.values):
            continue
        begin = operation.begin
        if operation.token:
            calls = tokens[operation.token]
            if operation is not min((call for call in calls if call.ok), key=lambda call: call.end or 0):
                continue  # a replay
            begin = min(call.begin for call in calls)  # any of the calls may have taken the value
        try:
            draws.append(_draw(operation, begin, definition_of(operation.name)))
        except ValueError as error:
            violations.append(Violation("limits", operation.name, operation.end or 0, f"{error}; {_shown(operation)}"))
    return draws, violations


def _draw(operation: Operation, begin: int, definition: Mapping[str, int]) -> Draw:
    grid = Grid(definition)
    values = [(grid.ordinal(first), grid.ordinal(last)) for first, last in operation.values]
    if any(first > last for first, last in values):
        raise ValueError("values that run backwards")
    size = sum(last - first + 1 for first, last in values)
    if not operation.lease and (size != (operation.count or 1) or len(values) != 1):
        raise ValueError(f"{size} values in {len(values)} parts instead of {operation.count or 1} in one")
    ordered = operation.kind == "range" or (operation.kind == "value" and definition["cache"] == 1)
    lease = operation.process if operation.lease else ""
    return Draw(operation.name, begin, operation.end or 0, values, ordered, _shown(operation), lease)


def _shown(operation: Operation) -> str:
    values: Runs = operation.values[:3]
    return f"{operation.kind} {values} of {operation.process}"


def _wrong_error(operation: Operation) -> Violation | None:
    """A right request gets values or one of three errors; a wrong one gets its error, or none because AWS failed."""
    if operation.end is None:
        return None
    if operation.wrong:
        allowed = {operation.wrong, "SequenceUnavailableError"}
    else:
        allowed = ERRORS if operation.token else ERRORS - {"TokenMismatchError"}
        allowed = allowed | {""}
    if operation.error in allowed:
        return None
    what = f"{operation.error or 'no error'}: {operation.message or operation.values}"
    return Violation("errors", operation.name, operation.end, what)
