"""Answers before the table has the value: it counts on in memory, and writes every tenth value."""

from handlers import next_value
from handlers.counter_table import CounterTable, Refused
from handlers.sequence import Move

_move = CounterTable.move
_last: dict[str, int] = {}
handler = next_value.handler


def move(self: CounterTable, name: str, wanted: Move) -> int | Refused:
    """Skip most writes."""
    last = _last.get(name)
    if last is not None and last % 10 and wanted.allows(last):
        _last[name] = last + wanted.step
        return last + wanted.step
    outcome = _move(self, name, wanted)
    if not isinstance(outcome, Refused):
        _last[name] = outcome
    return outcome


CounterTable.move = move  # type: ignore[method-assign, assignment]
