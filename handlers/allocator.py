"""How values are taken: one by one, from a block, as a range, by token."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping

from . import aws
from .counter_table import CounterTable, Refused, TokenAnswer
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


class _Block:
    """Values that this function has taken from the table and not given out yet. Enter it to lease or pop."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._leased: Iterator[int] = iter(())
        self._returned: list[int] = []

    def __enter__(self) -> None:
        """Wait for the lock, but not longer than the call may take."""
        if not self._lock.acquire(timeout=max(0.0, min(aws.seconds_left(), threading.TIMEOUT_MAX))):
            raise SequenceUnavailableError(f"sequence {self._name}: another call is still taking values; try again")

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def lease(self, run: range) -> None:
        self._leased = iter(run)

    def pop(self) -> int | None:
        return self._returned.pop() if self._returned else next(self._leased, None)

    def give_back(self, value: int) -> None:
        """Return a value. This needs no lock: appending is atomic."""
        self._returned.append(value)


class Allocator:
    """Answers requests from one table. Safe to use from many threads.

    `definitions` maps a name to its sequence, and `*` stands for all other names. `token_seconds` is a token's window.
    `clock` returns epoch seconds.
    """

    def __init__(
        self,
        table: CounterTable,
        definitions: Mapping[str, Sequence],
        token_seconds: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._table = table
        self._definitions = definitions
        self._token_seconds = token_seconds
        self._clock = clock
        self._blocks: dict[str, _Block] = {}

    def answer(self, request: Request) -> Reply:
        """Give out the values that a request asks for. Raises one of the six errors of errors.py."""
        sequence = self._definitions.get(request.name) or self._definitions.get("*")
        if sequence is None:
            raise UnknownSequenceError(
                f"sequence {request.name}: not declared; check the name, or declare it and deploy"
            )
        if request.count and sequence.cycle and request.count > sequence.cycle_length:
            raise InvalidRequestError(
                f"count: larger than a cycle of sequence {request.name}; ask for at most {sequence.cycle_length}"
            )
        block = None
        if request.count is None and sequence.cache > 1:
            block = self._blocks.setdefault(request.name, _Block(request.name))
        if request.token is None:
            return self._draw(request, sequence, block)
        return self._answer_once(request, request.token, sequence, block)

    def _answer_once(self, request: Request, token: str, sequence: Sequence, block: _Block | None) -> Reply:
        reply: Reply | None = None
        if block:
            with block:
                reply = block.pop()
        if reply is None:
            earlier = self._table.probe(token)
            if earlier and earlier.expires_at > int(self._clock()):
                return _replay(request, earlier)
            reply = self._draw(request, sequence, block)
        now = int(self._clock())
        answer = TokenAnswer(request.identity, reply, now + self._token_seconds)
        earlier, lost = self._table.record(token, answer, now)
        if earlier is None:
            return reply
        # After a lost attempt, the earlier answer may be this call's own. Then someone may have seen the value, and it
        # must not return to the block.
        if block and isinstance(reply, int) and not lost:
            block.give_back(reply)
        return _replay(request, earlier)

    def _draw(self, request: Request, sequence: Sequence, block: _Block | None) -> Reply:
        if request.count is not None:
            run = self._take(request.name, sequence, request.count, whole=True)
            return {"first": run[0], "last": run[-1], "increment": sequence.increment, "count": request.count}
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


def _replay(request: Request, earlier: TokenAnswer) -> Reply:
    if earlier.request != request.identity:
        raise TokenMismatchError("token: already used for another name or count; use a new token for a new request")
    return earlier.reply


def _exhausted(name: str, sequence: Sequence, left: str) -> SequenceExhaustedError:
    return SequenceExhaustedError(
        f"sequence {name}: {left} values left before its limit {sequence.limit}; widen the limit"
    )
