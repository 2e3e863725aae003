"""Faulty code in place of the function's own. The checker must notice what it does."""

from typing import Any

from handlers import aws
from handlers.allocator import Allocator
from handlers.blocks import Block, Blocks
from handlers.counter_table import CounterTable, Refused, TokenAnswer
from handlers.definitions import Definitions
from handlers.errors import ConfigurationError, SequenceUnavailableError
from handlers.request import Reply, Request
from handlers.sequence import Move, Sequence

from .internals import use_blocks
from .scheduler import running


class ReadsThenWrites(CounterTable):
    """Reads the value, adds to it, and writes the sum without a condition."""

    def __init__(self, dynamodb: aws.Service, name: str) -> None:
        super().__init__(dynamodb, name)
        self._service = dynamodb

    def move(self, name: str, move: Move) -> int | Refused:
        """Take values."""
        read = self._set(name, move.base or 0, ConditionExpression="attribute_not_exists(#value)")
        stored = int(read.body["Item"]["value"]["N"]) if read.refused else move.base or 0
        self._set(name, stored + move.step)
        return stored + move.step

    def _set(self, name: str, value: int, **condition: str) -> aws.CallResult:
        parameters = {
            "Key": {"name": {"S": name}},
            "UpdateExpression": "SET #value = :new",
            "ExpressionAttributeNames": {"#value": "value"},
            "ExpressionAttributeValues": {":new": {"N": str(value)}},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            **condition,
        }
        refusal = "ConditionalCheckFailedException"
        return self._service.call("UpdateItem", parameters, what=name, refusal=refusal)


class RecordsAlways(CounterTable):
    """Records a token's answer, whatever the token's item holds: for this, every window has ended."""

    def record(self, token: str, answer: TokenAnswer, now: int) -> tuple[TokenAnswer | None, bool]:
        """Record an answer."""
        return super().record(token, answer, now + 1_000_000)


class ForgetsLostReplies(CounterTable):
    """Does not say that an attempt to record was lost."""

    def record(self, token: str, answer: TokenAnswer, now: int) -> tuple[TokenAnswer | None, bool]:
        """Record an answer."""
        return super().record(token, answer, now)[0], False


class _Strange(int):
    """A number that equals no number."""

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = int.__hash__


class MistakesItsAnswer(CounterTable):
    """Its own answer to a token looks like another call's."""

    def record(self, token: str, answer: TokenAnswer, now: int) -> tuple[TokenAnswer | None, bool]:
        """Record an answer."""
        earlier, lost = super().record(token, answer, now)
        if earlier and isinstance(earlier.reply, int):
            earlier = earlier._replace(reply=_Strange(earlier.reply))
        return earlier, lost


class GivesUp(CounterTable):
    """Fails instead of a second attempt, for example at the end of a sequence."""

    def move(self, name: str, move: Move) -> int | Refused:
        """Take values."""
        outcome = super().move(name, move)
        if isinstance(outcome, Refused):
            raise SequenceUnavailableError("refused")
        return outcome


class MistakesTheEnd(CounterTable):
    """Takes a refusal for a wrong deployment."""

    def move(self, name: str, move: Move) -> int | Refused:
        """Take values."""
        outcome = super().move(name, move)
        if isinstance(outcome, Refused):
            raise ConfigurationError("refused")
        return outcome


class RepeatsExpired(CounterTable):
    """Gives a token's answer after its window."""

    def probe(self, token: str) -> TokenAnswer | None:
        """Return a token's answer, if there is one."""
        earlier = super().probe(token)
        return earlier and earlier._replace(expires_at=earlier.expires_at + 1_000_000)


class RepeatsABlock(CounterTable):
    """Takes the last block again, if the table does not answer."""

    _last: int | None = None

    def move(self, name: str, move: Move) -> int | Refused:
        """Take values."""
        try:
            outcome = super().move(name, move)
        except SequenceUnavailableError:
            if self._last is None:
                raise
            return self._last
        if not isinstance(outcome, Refused):
            self._last = outcome
        return outcome


class _Unlocked(Block):
    """A block that every thread enters at once."""

    def __enter__(self) -> None:
        running().pause()

    def __exit__(self, *_: object) -> None:
        pass


class _Torn(_Unlocked):
    """The same, where to take a value is to read it and then to write the next one."""

    _run = range(0)

    def lease(self, run: range) -> None:
        self._run = run

    def pop(self) -> int | None:
        run = self._run
        running().pause()
        self._run = run[1:]
        return run[0] if run else None


class _Endless(Block):
    """A block that gives out a returned value without end."""

    def pop(self) -> int | None:
        return self._returned[-1] if self._returned else super().pop()


class _OneBlock(Blocks):
    def __init__(self, block: Block) -> None:
        super().__init__()
        self._block = block

    def of(self, name: str, *, declared: bool) -> Block:  # noqa: ARG002
        return self._block


class SharesUnlocked(Allocator):
    """Shares a block without a lock."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        use_blocks(self, _OneBlock(_Unlocked("a")))


class SharesTorn(Allocator):
    """Shares a block without a lock, and takes a value in two steps."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        use_blocks(self, _OneBlock(_Torn("a")))


class RepeatsReturned(Allocator):
    """Gives out a value that was returned to its block again and again."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        use_blocks(self, _OneBlock(_Endless("a")))


class ShortWindow(Allocator):
    """A token's window is 1 s, whatever was configured."""

    def __init__(self, table: CounterTable, definitions: Definitions, _token_seconds: int, *others: Any) -> None:
        super().__init__(table, definitions, 1, *others)


class OneFewer(Allocator):
    """A range has one value less than was asked for."""

    def answer(self, request: Request) -> Reply:
        """Give out values."""
        return super().answer(request._replace(count=request.count and request.count - 1))


class ShortRoom(Sequence):
    """Arithmetic that forgets the last value before the limit."""

    def _room(self, first: int) -> int:
        return max(0, super()._room(first) - 1)


class TurnsToStart(Sequence):
    """A cycle that begins each lap at `start`."""

    def after(self, stored: int | None, count: int, *, whole: bool) -> range | None:
        """Values after the stored one."""
        run = super().after(stored, count, whole=whole)
        turned = run and stored is not None and run[0] != stored + self.increment
        return self.run(self.start, count) if turned else run


class _Hesitant(Move):
    """A move that never notices that it is possible again."""

    def allows(self, stored: int | None) -> bool:  # noqa: ARG002
        return False


class Hesitates(Sequence):
    """After a turn that another caller took, it still moves from exactly one stored value."""

    def advance(self, count: int) -> Move:
        """The move that takes values."""
        return _Hesitant(*super().advance(count))
