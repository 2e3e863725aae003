"""Several functions on one table, in any order of calls, restarts, throttles and lost replies.

The handlers run as they are, their retries with them; only the wire beneath is spoiled. A ledger follows what
DynamoDB carried out: each value that it handed over must have been given out once, be held, or be lost for a reason.
"""

import itertools
from collections.abc import Callable
from collections.abc import Sequence as Items

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from handlers.aws.http import HttpReply
from handlers.errors import SequenceExhaustedError, SequenceUnavailableError, TokenMismatchError

from .engine import Engine, Function, Table, complete
from .ledger import Call, Ledger, Standing, standing, values_of
from .wire import (
    Fault,
    Matches,
    Send,
    Wire,
    a_move,
    a_probe,
    a_record,
    never_sent,
    reply_garbled,
    reply_lost,
    reply_spoiled,
    throttled,
)

FUNCTIONS = 3
WINDOW = 60
SEQUENCES = complete(
    {
        "plain": {"max_value": 60},
        "cached": {"max_value": 90, "cache": 4},
        "down": {"increment": -3, "min_value": -90, "max_value": 0, "cache": 3},
        "lap": {"max_value": 9, "cycle": True},
    }
)
UNHEARD = (reply_garbled, reply_lost, reply_spoiled)

Spoiled = Items[tuple[Fault, Matches]]
spoiled = st.one_of(
    st.just([]),
    st.lists(
        st.tuples(
            st.sampled_from([throttled, never_sent, *UNHEARD]),
            st.sampled_from([a_move, a_move, a_record, a_record, a_probe]),
        ),
        max_size=4,
    ),
)
numbers = st.integers(0, FUNCTIONS - 1)
names = st.sampled_from([*SEQUENCES])
tokens = st.sampled_from(["t", "u"])
counts = st.sampled_from([None, None, None, 1, 5])


class Functions(RuleBasedStateMachine):
    """The functions of one service."""

    runs = itertools.count()

    table: Table
    wires: list[Wire]

    @initialize()
    def deploy(self) -> None:
        """Start on names and tokens that no earlier run has used."""
        self.suffix = next(self.runs)
        self.now = 1_000_000.0
        self.ledgers = {f"{name}{self.suffix}": Ledger(sequence) for name, sequence in SEQUENCES.items()}
        self.answers: dict[str, Standing] = {}
        self.functions = [self.start(wire) for wire in self.wires]

    def start(self, wire: Wire) -> Function:
        """Start a function, with no memory of what ran before."""
        wire.mend()
        wire.carried.clear()
        sequences = {name: ledger.sequence for name, ledger in self.ledgers.items()}
        return Function(self.table, wire, sequences, WINDOW, lambda: self.now)

    @rule(number=numbers, name=names, count=counts, spoiled=spoiled)
    def call(self, number: int, name: str, count: int | None, spoiled: Spoiled) -> None:
        """Ask without a token."""
        self.ask(number, name, count, None, spoiled)

    @rule(number=numbers, name=names, count=counts, token=tokens, spoiled=spoiled)
    def call_with_token(self, number: int, name: str, count: int | None, token: str, spoiled: Spoiled) -> None:
        """Ask with a token: a new one, a used one, or one that was used for something else."""
        self.ask(number, name, count, token, spoiled)

    @rule(number=numbers, name=names, count=counts, token=tokens, other=names, other_count=counts, spoiled=spoiled)
    def overlap(
        self,
        number: int,
        name: str,
        count: int | None,
        token: str,
        other: str,
        other_count: int | None,
        spoiled: Spoiled,
    ) -> None:
        """Let another function finish a call with the token just before the record of this one."""

        def meanwhile() -> None:
            self.ask((number + 1) % FUNCTIONS, other, other_count, token, spoiled)

        self.ask(number, name, count, token, [], meanwhile)

    @rule(number=numbers)
    def restart(self, number: int) -> None:
        """Lose a function, and what it holds."""
        for ledger in self.ledgers.values():
            ledger.lost |= ledger.of(self.functions[number]).values
            del ledger.held[self.functions[number]]
        self.functions[number] = self.start(self.wires[number])

    @rule(seconds=st.sampled_from([1, WINDOW - 1, WINDOW]))
    def wait(self, seconds: int) -> None:
        """Let tokens grow old."""
        self.now += seconds

    def ask(
        self,
        number: int,
        name: str,
        count: int | None,
        token: str | None,
        spoiled: Spoiled,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        """Ask, and hold what comes against the ledger."""
        name, wire = f"{name}{self.suffix}", self.wires[number]
        token = token and f"{token}{self.suffix}"
        ledger = self.ledgers[name]
        before = max(ledger.given, default=0)
        known = token in self.answers and self.answers[token].expires_at > self.now
        call = Call(ledger, self.functions[number], single=count is None)

        def overtaken(request: bytes, send: Send) -> HttpReply:
            self.follow(call)
            if meanwhile:
                meanwhile()
            return send(request)

        for fault, when in [*spoiled, (overtaken, a_record)]:
            wire.spoil(fault, when=when)
        error, reply = None, None
        try:
            reply = call.function.ask({"name": name, "count": count, "token": token})
        except (SequenceUnavailableError, SequenceExhaustedError, TokenMismatchError) as caught:
            error = caught
        wire.mend()
        self.follow(call)

        if token is None and reply is not None:
            call.fresh = reply
            ledger.give(values_of(reply))
        assert not (known and (call.taken or call.fresh)), "a replay or a mismatch used up a value"
        if token and not isinstance(error, SequenceUnavailableError | SequenceExhaustedError):
            asked = self.answers[token].request
            assert isinstance(error, TokenMismatchError) == (asked != [name, count])
            assert error or reply == self.answers[token].reply, "one token, two answers"
        if isinstance(error, SequenceExhaustedError):
            assert not known
            assert ledger.left() < (count or 1)
        unheard = any(fault in UNHEARD and when is a_record for fault, when in spoiled)
        call.settle(doubt=token is not None and (isinstance(error, SequenceUnavailableError) or unheard))
        if call.fresh is not None and name.startswith("plain"):
            assert values_of(call.fresh)[0] > before, "the ordered mode came out of order"

    def follow(self, call: Call) -> None:
        """Note what DynamoDB has carried out of a call."""
        for carried in call.function.wire.carried:
            if a_move(carried.sent):
                call.taken += call.ledger.take(carried)
            else:
                token = carried.sent.key[1:]
                assert token not in self.answers or self.answers[token].expires_at <= self.now, "an answer was replaced"
                self.answers[token] = standing(carried)
                assert self.answers[token].expires_at == self.now + WINDOW
                call.fresh = self.answers[token].reply
                call.ledger.give(values_of(call.fresh))
        call.function.wire.carried.clear()

    def teardown(self) -> None:
        """Draw what the blocks should still hold, and find every value that was taken."""
        for name, ledger in getattr(self, "ledgers", {}).items():
            if ledger.sequence.cycle:
                continue
            for function, held in ledger.held.items():
                function.wire.carried.clear()
                for _ in range(len(held.values) - held.doubtful):
                    value = function.next(name)
                    assert value in held.values, "a value that this function never leased"
                    held.values.remove(value)
                    ledger.give([value])
                assert not function.wire.carried, "a value that went back was not in its block"
                ledger.lost |= held.values
            assert ledger.given | ledger.lost == set(ledger.taken)
            assert self.table.value(name) == (ledger.taken[-1] if ledger.taken else None)


@pytest.mark.timeout(600)
def test_whatever_fails_no_value_comes_twice_answers_stand_and_every_gap_has_its_reason(engine: Engine) -> None:
    class Deployed(Functions):
        table = Table(engine)
        wires = [engine.wire() for _ in range(FUNCTIONS)]  # noqa: RUF012  an annotation of the base says what it is

    run_state_machine_as_test(
        Deployed,
        settings=settings(
            max_examples=20 if engine.slow else 120,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
