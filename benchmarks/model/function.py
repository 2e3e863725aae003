"""The next-value function: its attempts at a write, its environments, and Lambda's limits for them."""

import random
from collections.abc import Generator

from handlers.aws.call import ATTEMPT_SECONDS, LEAST_SECONDS, LONGEST_PAUSES, MARGIN_SECONDS

from .clock import Clock, Signal
from .latency import Latencies
from .limits import Bucket, Table

TIMEOUT = 10.0  # of the function, by default
CONCURRENCY = 1_000  # an account's default: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
CALLS_PER_ENVIRONMENT = 10  # a second, of the quota: https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html

Answer = Generator["float | Signal", None, bool]


def write(clock: Clock, table: Table, latencies: Latencies, chance: random.Random, deadline: float) -> Answer:
    """Write once, in the attempts of `handlers.aws.call.Service.call`. A test compares the two."""
    for longest_pause in LONGEST_PAUSES:
        left = deadline - clock.now - MARGIN_SECONDS
        if left < LEAST_SECONDS:
            break
        if longest_pause:
            pause = min(longest_pause * chance.random(), left - LEAST_SECONDS)
            yield pause
            left -= pause
        seconds = latencies.write.draw(chance)
        limit = min(left, ATTEMPT_SECONDS)
        yield min(seconds / 2, limit)
        accepted = table.write(clock.now)
        yield min(seconds, limit) - min(seconds / 2, limit)
        if accepted and seconds <= limit:
            return True
    return False


class Environment:
    """One running function, and the values left in its block."""

    left = 0


class Function:
    """Environments that each answer one call at a time. Lambda starts one more if all are busy, up to the quota.

    The environment that was used last is used first. AWS does not say which one Lambda takes.

    `cache` is the sequence's. With `token`, each call also probes and records its token, which are writes to other
    items. `warm` environments exist from the start.
    """

    def __init__(
        self,
        clock: Clock,
        table: Table,
        latencies: Latencies,
        chance: random.Random,
        *,
        cache: int = 1,
        token: bool = False,
        concurrency: int = CONCURRENCY,
        warm: int = 0,
    ) -> None:
        self._clock, self._table, self._latencies, self._chance = clock, table, latencies, chance
        self._cache, self._token, self._concurrency = cache, token, concurrency
        self._tokens = Table(partition_writes=1e9)  # each token is an item of its own, on many partitions
        self._calls = Bucket(concurrency * CALLS_PER_ENVIRONMENT, 1.0, full=False)
        self._idle = [Environment() for _ in range(warm)]
        self.environments = list(self._idle)
        self.refused = 0  # calls that Lambda answered with status 429

    def call(self) -> Answer:
        """Answer one call. False: `SequenceUnavailableError`, from the function or because Lambda refused the call."""
        invoke = self._latencies.invoke.draw(self._chance)
        yield invoke / 2
        if not self._calls.has_one(self._clock.now) or not (self._idle or len(self.environments) < self._concurrency):
            self.refused += 1
            yield invoke / 2
            return False
        self._calls.take_one()
        if self._idle:
            environment = self._idle.pop()
        else:
            environment = Environment()
            self.environments.append(environment)
            yield self._latencies.start.draw(self._chance)
        answered = yield from self._answer(environment)
        self._idle.append(environment)
        yield invoke / 2
        return answered

    def _answer(self, environment: Environment) -> Answer:
        deadline = self._clock.now + TIMEOUT
        yield self._latencies.busy
        if environment.left:
            environment.left -= 1
        else:
            if self._token and not (yield from self._write(self._tokens, deadline)):
                return False
            if not (yield from self._write(self._table, deadline)):
                return False
            environment.left = self._cache - 1
        return not self._token or (yield from self._write(self._tokens, deadline))

    def _write(self, table: Table, deadline: float) -> Answer:
        return write(self._clock, table, self._latencies, self._chance, deadline)
