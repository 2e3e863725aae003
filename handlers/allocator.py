"""How values are taken: one by one, from a block, as a range, by token."""

import time
from collections.abc import Callable

from .blocks import Block, Blocks
from .counter_table import CounterTable, Refused, TokenAnswer
from .definitions import Definitions
from .errors import (
    InvalidRequestError,
    SequenceExhaustedError,
    SequenceUnavailableError,
    TokenMismatchError,
    UnknownSequenceError,
)
from .request import Reply, Request
from .sequence import Sequence

MOVE_ATTEMPTS = 16  # the end of a sequence takes two; the others are for turns of a cycle that other callers win


class Allocator:
    """Answers requests from one table. Safe to use from many threads.

    `token_seconds` is a token's window. `clock` returns epoch seconds.
    """

    def __init__(
        self,
        table: CounterTable,
        definitions: Definitions,
        token_seconds: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._table = table
        self._definitions = definitions
        self._token_seconds = token_seconds
        self._clock = clock
        self._blocks = Blocks()

    def answer(self, request: Request) -> Reply:
        """Give out the values that a request asks for. Raises one of the six errors of errors.py."""
        found = self._definitions.find(request.name)
        if found is None:
            raise UnknownSequenceError(
                f"sequence {request.name}: not declared; check the name, or declare it and deploy"
            )
        key, sequence = found
        if request.count and sequence.cycle and request.count > sequence.cycle_length:
            raise InvalidRequestError(
                f"count: larger than a cycle of sequence {request.name}; ask for at most {sequence.cycle_length}"
            )
        block = None
        if request.count is None and sequence.cache > 1:
            block = self._blocks.of(request.name, declared=key == request.name)
        if request.token is None:
            return _reply(sequence, self._draw(request, sequence, block))
        return self._answer_once(request, request.token, sequence, block)

    def _answer_once(self, request: Request, token: str, sequence: Sequence, block: Block | None) -> Reply:
        taken: int | range | None = None
        if block:
            with block:
                taken = block.pop()
        if taken is None:
            earlier = self._table.probe(token)
            if earlier and earlier.expires_at > int(self._clock()):
                return _replay(request, earlier)
            taken = self._draw(request, sequence, block)
        reply = _reply(sequence, taken)
        now = int(self._clock())
        answer = TokenAnswer(request.identity, reply, now + self._token_seconds)
        earlier, lost = self._table.record(token, answer, now)
        if earlier is None:
            return reply
        # The earlier answer may be this call's own, if an attempt was lost or the network delivered it twice. Then
        # someone may have seen the value, and it must not return to the block.
        own = (earlier.request, earlier.reply) == (answer.request, answer.reply)
        if block and isinstance(taken, int) and not (lost or own):
            block.give_back(taken)
        return _replay(request, earlier)

    def _draw(self, request: Request, sequence: Sequence, block: Block | None) -> int | range:
        if request.count is not None:
            return self._take(request.name, sequence, request.count, whole=True)
        if block is None:
            return self._take(request.name, sequence, 1)[0]
        with block:  # held while leasing, so that waiting callers find the block filled
            value = block.pop()
            if value is None:
                run = self._take(request.name, sequence, sequence.cache)
                block.lease(run[1:])
                value = run[0]
            return value

    def _take(self, name: str, sequence: Sequence, count: int, *, whole: bool = False) -> range:
        """Take the next `count` values from the table; unless `whole`, fewer if the limit is near."""
        if count > sequence.cycle_length:  # there are not so many; this also keeps every step within 38 digits
            if whole:
                raise _exhausted(name, sequence, "too few")
            count = sequence.cycle_length
        advance = sequence.advance(count)
        move, size = advance, count
        for _ in range(MOVE_ATTEMPTS):
            outcome = self._table.move(name, move)
            if not isinstance(outcome, Refused):
                return sequence.run(outcome - (size - 1) * sequence.increment, size)
            run = sequence.after(outcome.stored, count, whole=whole)
            if run is None:
                raise _exhausted(name, sequence, "too few" if whole else "no")
            if advance.allows(outcome.stored):  # another function has turned the cycle meanwhile
                move, size = advance, count
            else:
                move, size = sequence.settle(outcome.stored, run), len(run)
        raise SequenceUnavailableError(f"sequence {name}: other callers won all {MOVE_ATTEMPTS} attempts; try again")


def _reply(sequence: Sequence, taken: int | range) -> Reply:
    """What the caller gets. Of a wide sequence in strings, because many JSON readers would round the numbers."""
    shown = str if sequence.wide else int
    if isinstance(taken, int):
        return shown(taken)
    first, last, increment = shown(taken[0]), shown(taken[-1]), shown(sequence.increment)
    return {"first": first, "last": last, "increment": increment, "count": len(taken)}


def _replay(request: Request, earlier: TokenAnswer) -> Reply:
    if earlier.request != request.identity:
        raise TokenMismatchError("token: already used for another name or count; use a new token for a new request")
    return earlier.reply


def _exhausted(name: str, sequence: Sequence, left: str) -> SequenceExhaustedError:
    return SequenceExhaustedError(
        f"sequence {name}: {left} values left before its limit {sequence.limit}; widen the limit"
    )
