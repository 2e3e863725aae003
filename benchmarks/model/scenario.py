"""A scenario: a load, a mode and the limits; and what came out."""

import random
import statistics
from typing import Any, NamedTuple
from unittest.mock import patch

from client import pace

from .caller import Callers, arrivals
from .clock import Clock
from .function import CONCURRENCY, Function
from .latency import Latencies
from .lease import LeaseUser
from .limits import PARTITION_WRITES, Table


class Scenario(NamedTuple):
    """`rate` values a second are asked for; or `callers` ask again and again, if that is set.

    Each call asks for so many `numbers`. `leases` is the number of processes that each hold one. The first `warm_up`
    seconds do not count. `times` gives the calls' times exactly.
    """

    rate: float = 0.0
    callers: int = 0
    leases: int = 0
    cache: int = 1
    numbers: int = 1
    size: int | None = None
    token: bool = False
    table_writes: float | None = None
    partition_writes: float = PARTITION_WRITES
    idle: bool = False
    concurrency: int = CONCURRENCY
    warm: int = 0
    latencies: Latencies = Latencies()
    times: tuple[float, ...] = ()
    warm_up: float = 3.0
    seconds: float = 10.0
    seed: int = 1


class Outcome(NamedTuple):
    """What callers and DynamoDB saw. Times are seconds, rates are per second, shares are of the calls.

    `held`: values taken from the table and not given out at the end. They become a gap if all functions stop then.
    """

    values: float
    errors: float
    mean: float
    p50: float
    p90: float
    p99: float
    writes: float
    throttles: float
    refused: float
    environments: int
    held: int
    waits: float = 0.0
    longest_wait: float = 0.0


def simulate(scenario: Scenario) -> Outcome:
    """Run a scenario. The same scenario gives the same outcome."""
    chance = random.Random(scenario.seed)  # noqa: S311 - a simulation must be repeatable
    clock = Clock()
    table = Table(scenario.table_writes, partition_writes=scenario.partition_writes, idle=scenario.idle)
    function = Function(
        clock,
        table,
        scenario.latencies,
        chance,
        cache=scenario.cache,
        token=scenario.token,
        concurrency=scenario.concurrency,
        warm=scenario.warm,
    )
    with patch.object(pace, "time", clock):
        return (_leases if scenario.leases else _calls)(scenario, clock, table, function, chance)


def _calls(scenario: Scenario, clock: Clock, table: Table, function: Function, chance: random.Random) -> Outcome:
    callers = Callers(clock, function, chance)
    end = scenario.warm_up + scenario.seconds
    if scenario.times:
        callers.call_at(scenario.times)
    elif scenario.callers:
        callers.call_in_turn(scenario.callers, end)
    else:
        callers.call_at(arrivals(scenario.rate / scenario.numbers, end, chance))
    clock.run(scenario.warm_up)
    before = table.accepted, table.throttled, function.refused
    clock.run(end)
    after = table.accepted, table.throttled, function.refused
    held = sum(environment.left for environment in function.environments) * scenario.numbers
    clock.run()
    counted = [call for call in callers.calls if scenario.warm_up <= call.began < end]
    ended = [call for call in callers.calls if scenario.warm_up <= call.began + call.seconds < end]
    writes, throttles, refused = ((b - a) / scenario.seconds for a, b in zip(before, after, strict=True))
    return Outcome(
        values=sum(call.answered for call in ended) * scenario.numbers / scenario.seconds,
        errors=sum(not call.answered for call in counted) / max(len(counted), 1),
        **times_of([call.seconds for call in counted if call.answered]),
        writes=writes,
        throttles=throttles,
        refused=refused,
        environments=len(function.environments),
        held=held,
    )


def _leases(scenario: Scenario, clock: Clock, table: Table, function: Function, chance: random.Random) -> Outcome:
    users = [
        LeaseUser(clock, function, chance, scenario.rate / scenario.leases, scenario.size)
        for _ in range(scenario.leases)
    ]
    end = scenario.warm_up + scenario.seconds
    for user in users:
        clock.start(user.use(end), chance.random() * scenario.warm_up / 2)
    clock.run(scenario.warm_up)
    used, accepted, throttled, refused = (
        sum(user.used for user in users),
        table.accepted,
        table.throttled,
        function.refused,
    )
    waits = [len(user.waits) for user in users]
    clock.run(end)
    values = sum(user.used for user in users) - used
    waited = [wait for user, before in zip(users, waits, strict=True) for wait in user.waits[before:]]
    return Outcome(
        values=values / scenario.seconds,
        errors=sum(user.failures for user in users) / max(values, 1),
        mean=0.0,
        p50=0.0,
        p90=0.0,
        p99=0.0,
        writes=(table.accepted - accepted) / scenario.seconds,
        throttles=(table.throttled - throttled) / scenario.seconds,
        refused=(function.refused - refused) / scenario.seconds,
        environments=len(function.environments),
        held=sum(user.held for user in users),
        waits=len(waited) / max(values, 1),
        longest_wait=max(waited, default=0.0),
    )


def times_of(seconds: list[float]) -> dict[str, Any]:
    """The mean, the median, the 90th and the 99th percentile."""
    if len(seconds) < 2:
        return dict.fromkeys(("mean", "p50", "p90", "p99"), sum(seconds))
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"mean": statistics.fmean(seconds), "p50": cuts[49], "p90": cuts[89], "p99": cuts[98]}
