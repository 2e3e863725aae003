"""Many threads, and faults in 1 % to 50 % of the calls: values stay unique, errors are known, time is bounded."""

import time
from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest

from client import SequenceClient
from client.attempts import FIRST_PAUSE, MOST_ATTEMPTS
from client.errors import SequenceUnavailableError

from .counter import Counter
from .faulty_lambda import BEFORE, Fault, FaultyLambda, faulty_lambda, some

SLOWEST = 0.5  # seconds; the read timeout here
LATE = 20  # seconds; a late reply
PAUSES = FIRST_PAUSE * (2 ** (MOST_ATTEMPTS - 1) - 1)
BOUND = MOST_ATTEMPTS * SLOWEST + PAUSES + 5  # the last five seconds are for a busy machine
THREADS = 8


class Callers:
    """Threads that share a client, and what each call ended with."""

    def __init__(self, server: FaultyLambda) -> None:
        options = {"read_timeout": SLOWEST, "max_pool_connections": THREADS}
        self._numbers = SequenceClient("sequences", lambda_client=server.client(**options))
        self.longest = 0.0
        self.failed = 0

    def take(self, number: int) -> range | None:
        """Take 1 to 5 values, or one by `next_value`."""
        begin = time.monotonic()
        try:
            if number % 6:
                return self._numbers.next_range("orders", number % 6)
            first = self._numbers.next_value("orders")
            return range(first, first + 1)
        except SequenceUnavailableError:
            self.failed += 1
            return None
        finally:
            self.longest = max(self.longest, time.monotonic() - begin)

    def take_with_a_token(self, number: int) -> int:
        """Take one value. The caller calls until it has an answer."""
        while True:
            try:
                return self._numbers.next_value("orders", token=f"cart-{number}")
            except SequenceUnavailableError:
                self.failed += 1

    def run(self, calls: int) -> list[range]:
        """Make the calls and return what was taken."""
        with ThreadPoolExecutor(THREADS) as threads:
            return [taken for taken in threads.map(self.take, range(calls)) if taken]


@pytest.mark.parametrize(("share", "calls"), [(0.01, 400), (0.1, 300), (0.5, 100)])
def test_values_are_unique_errors_known_and_time_bounded(share: float, calls: int) -> None:
    counter = Counter()
    with faulty_lambda(counter, some(share), delay=LATE) as server:
        callers = Callers(server)
        taken = callers.run(calls)
    values = list(chain.from_iterable(taken))
    assert len(taken) + callers.failed == calls
    assert len(set(values)) == len(values) > calls
    assert set(values) <= set(range(1, counter.last["orders"] + 1))
    assert callers.longest < BOUND
    assert server.faults
    assert callers.failed <= calls * share**2  # four attempts fail in share**4 of the calls; one attempt, in share


def test_without_lost_replies_there_is_no_gap() -> None:
    counter = Counter()
    with faulty_lambda(counter, some(0.3, *BEFORE)) as server:
        taken = Callers(server).run(150)
    assert sorted(chain.from_iterable(taken)) == list(range(1, counter.last["orders"] + 1))
    assert set(server.faults) == set(BEFORE)


def test_each_token_has_one_value_whatever_happens() -> None:
    counter = Counter()
    with faulty_lambda(counter, some(0.5), delay=LATE) as server:
        callers = Callers(server)
        with ThreadPoolExecutor(THREADS) as threads:
            values = list(threads.map(callers.take_with_a_token, [number // 2 for number in range(80)]))
    assert set(Tally(values).values()) == {2}
    assert sorted(set(values)) == list(range(1, 41))
    assert {Fault.LOST, Fault.CUT, Fault.SLOW} & set(server.faults)
