"""Reads the value, then writes the next one, as an application without atomic updates does."""

import time

from handlers import next_value
from handlers.counter_table import CounterTable
from handlers.sequence import Move

_move = CounterTable.move
handler = next_value.handler


def move(self: CounterTable, name: str, wanted: Move) -> object:
    """Read by an update that never holds, wait as a network does, and write what follows."""
    read = _move(self, name, Move(0, 1, 0, None))  # refused, with the stored value
    stored = read.stored  # type: ignore[union-attr]
    time.sleep(0.002)
    if stored is None or not wanted.allows(stored):
        return _move(self, name, wanted)
    reply = self._update(
        name,
        UpdateExpression="SET #value = :new",
        ConditionExpression=":step = :step",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={":new": {"N": str(stored + wanted.step)}, ":step": {"N": str(wanted.step)}},
        ReturnValues="UPDATED_NEW",
    )
    return int(reply.body["Attributes"]["value"]["N"])


CounterTable.move = move  # type: ignore[method-assign, assignment]
