"""How fast a lease hands out values, and how rarely a caller waits."""

import pytest

from benchmarks.in_memory import Service
from benchmarks.questions.lease import DELAY, bursty, speed_up, steady, waits
from client import Lease

ROUNDS = 3  # another program may take the processor in the middle of one


@pytest.mark.parametrize("threads", [1, 4])
def test_a_lease_is_at_least_three_and_a_half_times_as_fast_as_a_lock_around_an_integer(threads: int) -> None:
    ratios = []
    for _ in range(ROUNDS):
        ratios.append(speed_up(threads, 5))
        if ratios[-1] >= 3.5:
            return
    pytest.fail(f"ratios: {ratios}")


def test_at_a_steady_pace_fewer_than_one_call_in_a_thousand_waits() -> None:
    shares = []
    for _ in range(ROUNDS):
        lease = Lease(Service(DELAY), "orders")
        shares.append(waits(lease.next, steady(2)).share)
        lease.close()
        if shares[-1] < 0.001:
            return
    pytest.fail(f"shares of calls that waited: {shares}")


def test_after_a_few_bursts_no_call_waits() -> None:
    longest = []
    for _ in range(ROUNDS):
        lease = Lease(Service(DELAY), "orders")
        waits(lease.next, bursty(1.5))
        longest.append(waits(lease.next, bursty(1)))
        lease.close()
        if not longest[-1].waited:
            return
    pytest.fail(f"calls that waited: {longest}")


def test_without_ahead_each_range_makes_a_caller_wait() -> None:
    lease = Lease(Service(DELAY), "orders", size=1_000, ahead=False)
    assert waits(lease.next, steady(1)).waited >= 5
