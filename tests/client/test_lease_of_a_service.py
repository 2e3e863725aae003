"""`SequenceClient.lease` on a real socket: ranges of wide sequences, and all kinds of faults."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import pytest

from client import SequenceClient
from client.errors import SequenceError, SequenceExhaustedError

from .counter import Counter
from .faulty_lambda import Fault, Plan, faulty_lambda, some


@contextmanager
def client(counter: Counter, plan: Plan | None = None) -> Iterator[SequenceClient]:
    """A client of a service on loopback."""
    with faulty_lambda(counter, plan, delay=0.6) as server:
        yield SequenceClient("next-value", lambda_client=server.client())


def test_a_wide_sequence_stays_exact() -> None:
    start = 10**36
    with client(Counter(start, increment=10**20, max_value=10**37)) as numbers, numbers.lease("orders") as orders:
        assert [*islice(orders, 100)] == [start + nth * 10**20 for nth in range(100)]


def test_all_values_up_to_the_limit_then_the_error_of_the_service() -> None:
    with client(Counter(max_value=777)) as numbers, numbers.lease("orders", size=100) as orders:
        assert [*islice(orders, 777)] == list(range(1, 778))
        with pytest.raises(SequenceExhaustedError, match="at its limit 777"):
            next(orders)


@pytest.mark.parametrize("share", [0.1, 0.5])
@pytest.mark.usefixtures("pauses")
def test_every_error_is_one_of_the_six_and_comes_in_bounded_time(share: float) -> None:
    values, errors, longest = list[int](), 0, 0.0
    counter = Counter()
    with client(counter, some(share, *Fault, seed=3)) as numbers, numbers.lease("orders", size=20) as orders:
        while len(values) < 2_000:
            begin = time.monotonic()
            try:
                values.append(next(orders))
            except SequenceError:
                errors += 1
            longest = max(longest, time.monotonic() - begin)
        left = orders.close()
    assert len(set(values)) == len(values)
    assert not any(value in unused for value in values for unused in left)
    assert len(values) + sum(map(len, left)) <= counter.last["orders"]
    assert errors < 20
    assert longest < 10
