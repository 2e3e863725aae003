"""Several functions on one table, with calls, restarts, throttling and lost replies in random order.

The handlers run unchanged, with their retries. Faults are injected only in the transport. A ledger follows what
DynamoDB executed: each taken value must be issued once, be in a block, or be lost for a known reason.
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
from .faulty_transport import (
    Fault,
    FaultyTransport,
    Matches,
    Send,
    corrupt_reply,
    false_error,
    is_move,
    is_probe,
    is_record,
    lost_reply,
    not_sent,
    throttled,
)
from .ledger import Call, Ledger, StoredAnswer, stored_answer, values_of

FUNCTIONS = 3
WINDOW = 60
SEQUENCES = complete(
    {
        "plain": {"max_value": 60},
        "cached": {"max_value": 90, "cache": 4},
        "down": {"increment": -3, "min_value": -90, "max_value": 0, "cache": 3},
        "lap": {"max_value": 9, "cycle": True},
        "shop/*": {"min_value": 10**37 - 90, "max_value": 10**37, "cache": 4},
    }
)
NAMES = {**{key: key for key in SEQUENCES if key != "shop/*"}, "shop/1": "shop/*", "shop/2": "shop/*"}
REPLY_LOST = (corrupt_reply, lost_reply, false_error)

Faults = Items[tuple[Fault, Matches]]
faults = st.one_of(
    st.just([]),
    st.lists(
        st.tuples(
            st.sampled_from([throttled, not_sent, *REPLY_LOST]),
            st.sampled_from([is_move, is_move, is_record, is_record, is_probe]),
        ),
        max_size=4,
    ),
)
numbers = st.integers(0, FUNCTIONS - 1)
names = st.sampled_from([*NAMES])
tokens = st.sampled_from(["t", "u"])
counts = st.sampled_from([None, None, None, 1, 5])


class Functions(RuleBasedStateMachine):
    """The functions of one service, with random calls and faults."""

    runs = itertools.count()

    table: Table
    transports: list[FaultyTransport]

    @initialize()
    def deploy(self) -> None:
        """Start with names and tokens that no earlier run has used."""
        self.suffix = next(self.runs)
        self.now = 1_000_000.0
        self.ledgers = {f"{name}{self.suffix}": Ledger(SEQUENCES[key]) for name, key in NAMES.items()}
        self.answers: dict[str, StoredAnswer] = {}
        self.functions = [self.start(transport) for transport in self.transports]

    def start(self, transport: FaultyTransport) -> Function:
        """Start a function with empty blocks."""
        transport.clear_faults()
        transport.executed.clear()
        sequences = {
            key if key.endswith("*") else f"{key}{self.suffix}": sequence for key, sequence in SEQUENCES.items()
        }
        return Function(self.table, transport, sequences, WINDOW, lambda: self.now)

    @rule(number=numbers, name=names, count=counts, faults=faults)
    def call(self, number: int, name: str, count: int | None, faults: Faults) -> None:
        """Ask without a token."""
        self.ask(number, name, count, None, faults)

    @rule(number=numbers, name=names, count=counts, token=tokens, faults=faults)
    def call_with_token(self, number: int, name: str, count: int | None, token: str, faults: Faults) -> None:
        """Ask with a token: a new one, a used one, or one that was used for something else."""
        self.ask(number, name, count, token, faults)

    @rule(number=numbers, name=names, count=counts, token=tokens, other=names, other_count=counts, faults=faults)
    def overlap(
        self,
        number: int,
        name: str,
        count: int | None,
        token: str,
        other: str,
        other_count: int | None,
        faults: Faults,
    ) -> None:
        """Let another function finish a call with the same token just before this call records its answer."""

        def meanwhile() -> None:
            self.ask((number + 1) % FUNCTIONS, other, other_count, token, faults)

        self.ask(number, name, count, token, [], meanwhile)

    @rule(number=numbers)
    def restart(self, number: int) -> None:
        """Stop a function, which loses its blocks, and start another."""
        for ledger in self.ledgers.values():
            ledger.lost |= ledger.block_of(self.functions[number]).values
            del ledger.blocks[self.functions[number]]
        self.functions[number] = self.start(self.transports[number])

    @rule(seconds=st.sampled_from([1, WINDOW - 1, WINDOW]))
    def wait(self, seconds: int) -> None:
        """Let time pass, so that tokens expire."""
        self.now += seconds

    def ask(
        self,
        number: int,
        name: str,
        count: int | None,
        token: str | None,
        faults: Faults,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        """Call a function, and check its answer against the ledger."""
        name, transport = f"{name}{self.suffix}", self.transports[number]
        token = token and f"{token}{self.suffix}"
        ledger = self.ledgers[name]
        before = max(ledger.issued, default=0)
        known = token in self.answers and self.answers[token].expires_at > self.now
        call = Call(ledger, self.functions[number], single=count is None)

        def overtaken(request: bytes, send: Send) -> HttpReply:
            self.follow(call)
            if meanwhile:
                meanwhile()
            return send(request)

        for fault, when in [*faults, (overtaken, is_record)]:
            transport.inject(fault, when=when)
        error, reply = None, None
        try:
            reply = call.function.ask({"name": name, "count": count, "token": token})
        except (SequenceUnavailableError, SequenceExhaustedError, TokenMismatchError) as caught:
            error = caught
        transport.clear_faults()
        self.follow(call)

        if token is None and reply is not None:
            call.first_reply = reply
            ledger.issue(values_of(reply))
        if reply is not None:
            shown = reply["first"] if count else reply
            assert isinstance(shown, str) == name.startswith("shop"), "a number has the wrong type"
        assert not (known and (call.taken or call.first_reply)), "a replay or a mismatch used up a value"
        if token and not isinstance(error, SequenceUnavailableError | SequenceExhaustedError):
            asked = self.answers[token].request
            assert isinstance(error, TokenMismatchError) == (asked != [name, count])
            assert error or reply == self.answers[token].reply, "a token got two different answers"
        if isinstance(error, SequenceExhaustedError):
            assert not known
            assert ledger.remaining() < (count or 1)
        record_lost = any(fault in REPLY_LOST and when is is_record for fault, when in faults)
        call.settle(maybe_lost=token is not None and (isinstance(error, SequenceUnavailableError) or record_lost))
        if call.first_reply is not None and name.startswith("plain"):
            assert values_of(call.first_reply)[0] > before, "the ordered mode issued values out of order"

    def follow(self, call: Call) -> None:
        """Note which requests of a call DynamoDB has executed."""
        for executed in call.function.transport.executed:
            if is_move(executed.sent):
                call.taken += call.ledger.take(executed)
            else:
                token = executed.sent.key[1:]
                assert token not in self.answers or self.answers[token].expires_at <= self.now, "an answer was replaced"
                self.answers[token] = stored_answer(executed)
                assert self.answers[token].expires_at == self.now + WINDOW
                call.first_reply = self.answers[token].reply
                call.ledger.issue(values_of(call.first_reply))
        call.function.transport.executed.clear()

    def teardown(self) -> None:
        """Take what the blocks should still hold, and account for every taken value."""
        items = self.table.items() if hasattr(self, "ledgers") else {}
        for name, ledger in getattr(self, "ledgers", {}).items():
            if ledger.sequence.cycle:
                continue
            for function, block in ledger.blocks.items():
                function.transport.executed.clear()
                for _ in range(len(block.values) - block.maybe_lost):
                    value = function.next(name)
                    assert value in block.values, "a value that this function never leased"
                    block.values.remove(value)
                    ledger.issue([value])
                assert not function.transport.executed, "the block was empty too early: a returned value is missing"
                ledger.lost |= block.values
            assert ledger.issued | ledger.lost == set(ledger.taken)
            stored = int(items[name]["value"]["N"]) if name in items else None
            assert stored == (ledger.taken[-1] if ledger.taken else None)


@pytest.mark.timeout(600)
def test_failures_never_cause_duplicates_changed_answers_or_unexplained_gaps(engine: Engine) -> None:
    class Deployed(Functions):
        table = Table(engine)
        transports = [engine.transport() for _ in range(FUNCTIONS)]  # noqa: RUF012  the base class annotates it

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
