"""The simulation: its attempts are those of the real code, and it repeats itself."""

import json
import random
import threading
import time
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from benchmarks.model import function as model_function
from benchmarks.model.caller import repeated
from benchmarks.model.clock import Clock, Process
from benchmarks.model.function import TIMEOUT, Answer, Function
from benchmarks.model.latency import Latencies, Latency
from benchmarks.model.lease import LeaseUser
from benchmarks.model.limiter import THROTTLED
from benchmarks.model.limits import Table
from benchmarks.model.scenario import Scenario, simulate
from client import attempts, pace
from client.errors import SequenceUnavailableError
from client.lease import Lease
from handlers import aws
from handlers.aws import call as aws_call
from handlers.aws.failures import LostReplyError
from handlers.aws.http import HttpReply
from handlers.aws.transport import Transport
from handlers.errors import SequenceUnavailableError as FunctionUnavailableError

NOTHING = Latency(0.0, 0.0)
INSTANT = Latencies(write=NOTHING, invoke=NOTHING, start=NOTHING, busy=0.0)
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


def seeded(seed: int) -> random.Random:
    """Random numbers that repeat themselves."""
    return random.Random(seed)  # noqa: S311 - no secret


class HandClock(SimpleNamespace):
    """Stands in for the module `time`: `sleep` passes at once."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class ScriptedTable(Table):
    """Throttles at random, and keeps the time of each write."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._chance = seeded(seed)
        self.asked: list[float] = []

    def write(self, now: float) -> bool:
        self.asked.append(round(now, 6))
        return self._chance.random() < 0.3


class SimulatedTransport(Transport):
    """DynamoDB as the simulation has it."""

    def __init__(self, clock: HandClock, table: Table, latency: Latency, chance: random.Random) -> None:
        self._clock, self._table, self._latency, self._chance = clock, table, latency, chance

    def send(self, request: bytes, until: float) -> HttpReply:  # noqa: ARG002 - a transport's
        limit = until - self._clock.now
        seconds = self._latency.draw(self._chance)
        half = min(seconds / 2, limit)
        self._clock.sleep(half)
        accepted = self._table.write(self._clock.now)
        self._clock.sleep(min(seconds, limit) - half)
        if seconds > limit:
            raise LostReplyError("late")
        return (
            HttpReply(200, {}, b"{}", last=False)
            if accepted
            else HttpReply(400, {}, THROTTLED.split(b"\r\n\r\n")[1], last=False)
        )


def simulated(process: Answer, clock: Clock) -> bool:
    """Run one process to its end, and return its answer."""
    answers: list[bool] = []

    def whole() -> Process:
        answers.append((yield from process))

    clock.start(whole())
    clock.run()
    return answers[0]


@pytest.mark.parametrize("latency", [Latency(0.005, 0.02), Latency(1.5, 6.0)], ids=["usual", "slow"])
def test_a_write_makes_the_attempts_of_the_real_function(latency: Latency) -> None:
    outcomes = set()
    for seed in range(100):
        clock, table, chance = Clock(), ScriptedTable(seed), seeded(seed)
        latencies = INSTANT._replace(write=latency)
        written = simulated(model_function.write(clock, table, latencies, chance, TIMEOUT), clock)

        hand, real_table, real_chance = HandClock(), ScriptedTable(seed), seeded(seed)
        for name in ("time", "strftime", "gmtime"):
            setattr(hand, name, getattr(time, name))
        service = aws.Service("dynamodb", KEYS, SimulatedTransport(hand, real_table, latency, real_chance))
        before = aws.deadline.set(TIMEOUT)
        try:
            with patch.object(aws_call, "time", hand), patch.object(aws_call, "_fraction", real_chance.random):
                service.call("UpdateItem", {}, what="table")
            really = True
        except FunctionUnavailableError:
            really = False
        finally:
            aws.deadline.reset(before)
        assert (written, table.asked) == (really, real_table.asked)
        assert clock.now == pytest.approx(hand.now)
        outcomes.add((really, len(table.asked)))
    assert len(outcomes) >= 4  # written by each attempt, and never


class Script:
    """How long each attempt takes, up to 6 seconds, and whether it succeeds. Four of five do not."""

    def __init__(self, seed: int) -> None:
        self._chance = seeded(seed)

    def next(self) -> tuple[float, bool]:
        return self._chance.random() * 6, self._chance.random() < 0.2


class ScriptedFunction(Function):
    """Answers by script, and keeps the times of the calls."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self._clock, self._script = clock, Script(seed)
        self.began: list[float] = []

    def call(self) -> Answer:
        self.began.append(round(self._clock.now, 6))
        seconds, answered = self._script.next()
        yield seconds
        return answered


def real_attempts(seed: int) -> tuple[bool, list[float]]:
    """What the client's own code does with the script: whether it succeeds, and the times of its attempts."""
    hand, script, began = HandClock(), Script(seed), list[float]()

    def attempt() -> bool:
        began.append(round(hand.now, 6))
        seconds, answered = script.next()
        hand.sleep(seconds)
        if not answered:
            raise SequenceUnavailableError("no")
        return True

    with patch.object(attempts, "time", hand), patch.object(attempts, "random", seeded(seed)):
        try:
            return attempts.repeated(attempt), began
        except SequenceUnavailableError:
            return False, began


def test_a_caller_makes_the_attempts_of_the_real_client() -> None:
    outcomes = set()
    for seed in range(100):
        clock = Clock()
        function = ScriptedFunction(clock, seed)
        answered = simulated(repeated(clock, function, seeded(seed)), clock)
        assert (answered, function.began) == real_attempts(seed)
        outcomes.add((answered, len(function.began)))
    assert len(outcomes) >= 5  # answered by each attempt, and never


class Ranges:
    """A service that keeps the sizes it was asked for."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:  # noqa: ARG002 - as the client's
        first = sum(self.sizes)
        self.sizes.append(count)
        return range(first, first + count)


@pytest.mark.parametrize("ahead", [True, False])
def test_a_lease_takes_the_ranges_of_the_real_lease(ahead: bool) -> None:
    rate, seconds = 1_024, 20  # a power of two, so that both clocks are exact
    clock, chance = Clock(), seeded(1)
    with patch.object(pace, "time", clock):
        user = LeaseUser(
            clock, Function(clock, Table(partition_writes=1e9, idle=True), INSTANT, chance), chance, rate, ahead=ahead
        )
        clock.start(user.use(seconds))
        clock.run()

    hand, ranges = HandClock(), Ranges()
    with patch.object(pace, "time", hand):
        lease = Lease(ranges, "orders", ahead=ahead)
        for _ in range(rate * seconds):
            lease.next()
            for thread in threading.enumerate():
                if thread.name == "lease of orders":
                    thread.join()
            hand.sleep(1 / rate)
    assert len(ranges.sizes) > 6
    assert user.sizes[: len(ranges.sizes)] == ranges.sizes
    assert len(user.sizes) <= len(ranges.sizes) + 1  # a process uses its last piece to the end


def test_a_sequence_takes_a_thousand_writes_a_second_and_no_more() -> None:
    below, beyond = (simulate(Scenario(rate=rate, warm=10, seconds=4)) for rate in (900, 1_200))
    assert (below.throttles, below.errors) == (0, 0)
    assert beyond.writes == pytest.approx(1_000, rel=0.01)
    assert beyond.throttles > 500


def test_unused_capacity_of_a_table_lasts_as_long_as_documented() -> None:
    table, now = Table(100, idle=True), 0.0
    while table.write(now):  # 300 writes a second
        now += 1 / 300
    assert now == pytest.approx(150, rel=0.01)  # 300 seconds of 100 writes, used up by 200 a second


def test_unused_capacity_of_a_table_does_not_lift_the_limit_of_an_item() -> None:
    table = Table(5_000, idle=True)
    accepted = sum(table.write(nth / 5_000) for nth in range(50_000))
    assert accepted == pytest.approx(11_000, rel=0.01)  # the first second's worth, and 10 seconds


def test_the_same_scenario_has_the_same_outcome() -> None:
    scenario = Scenario(rate=300, cache=5, partition_writes=50, seconds=3)
    assert simulate(scenario) == simulate(scenario)
    assert simulate(scenario) != simulate(scenario._replace(seed=2))


def test_values_in_blocks_are_those_that_were_taken_and_not_given_out() -> None:
    scenario = Scenario(rate=50, cache=5, warm=3, warm_up=0, seconds=4)
    outcome = simulate(scenario)
    assert outcome.held == pytest.approx(outcome.writes * 4 * 5 - outcome.values * 4, abs=4)


def test_a_throttled_request_has_the_body_that_botocore_documents() -> None:
    head, _, body = THROTTLED.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert json.loads(body)["__type"].endswith("#ThrottlingException")
