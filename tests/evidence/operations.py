"""Operations written by hand, and the rules that they break."""

from evidence.histories.checker import Evidence, check
from evidence.histories.dynamodb import Move
from evidence.histories.history import Operation

UP = {"increment": 1, "min_value": 1, "max_value": 1000, "start": 1, "cycle": False, "cache": 1}
DEFINITIONS = {
    "a": UP,
    "cached": {**UP, "cache": 5},
    "down": {**UP, "increment": -3, "start": 100, "min_value": 80},
    "lap": {**UP, "max_value": 4, "cycle": True},
    "late": {**UP, "max_value": 4, "start": 3, "cycle": True},
}
TAKEN = [Move("a", 1000, 1000, 0, 0), Move("cached", 1000, 1000, 0, 0), Move("down", 82, -21, 0, 0)]
STORED = {"a": 500, "cached": 500, "down": 82}


def seen(
    name: str,
    begin: int,
    end: int | None,
    *values: tuple[int, int],
    token: str | None = None,
    error: str = "",
    kind: str = "",
    wrong: str | None = None,
) -> Operation:
    """An operation as its caller saw it. A call of one value is a `value`, one of several a `range`."""
    size = sum(abs(last - first) // abs(DEFINITIONS[name]["increment"]) + 1 for first, last in values)
    kind = kind or ("range" if size > 1 else "value")
    count = size if kind == "range" else None
    return Operation("p", kind, name, count, token, wrong, begin, end, [*values], error)


def broken(
    *operations: Operation,
    moves: list[Move] = TAKEN,
    stored: dict[str, int] = STORED,
    killed: int | None = 100,
    overdue: tuple[int, ...] = (),
) -> set[str]:
    """The rules that these operations break. The process is killed at `killed`; None: never."""
    kills = {} if killed is None else {"p": killed}
    found = check(Evidence([*operations], moves, stored, DEFINITIONS.__getitem__, kills, overdue))
    return {violation.rule for violation in found.violations}
