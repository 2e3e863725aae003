"""After a lost reply to a token's record, the value returns to its block, although the record may have shown it."""

from handlers import next_value
from handlers.counter_table import CounterTable, TokenAnswer

_record = CounterTable.record
handler = next_value.handler


def record(self: CounterTable, token: str, answer: TokenAnswer, now: int) -> tuple[TokenAnswer | None, bool]:
    """Hide that an attempt was lost, and that the earlier answer is this call's own."""
    earlier, _ = _record(self, token, answer, now)
    if earlier and isinstance(earlier.reply, int):
        earlier = earlier._replace(reply=Unequal(earlier.reply))
    return earlier, False


class Unequal(int):
    """An integer that equals no other one."""

    def __eq__(self, _: object) -> bool:
        return False

    __hash__ = int.__hash__


CounterTable.record = record  # type: ignore[method-assign]
