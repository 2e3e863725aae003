"""Callers that wait for a lease's service: who calls it, who gets its error, and who goes on when."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice

import pytest

from client import Lease
from client.errors import SequenceUnavailableError

from .ranges_in_memory import Ranges
from .test_lease import DOWN, eventually


def test_the_thread_that_asks_ahead_has_a_name_and_does_not_keep_the_process_alive() -> None:
    threads = []

    class Seen(Ranges):
        def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
            threads.append(threading.current_thread())
            return super().next_range(name, count, token=token)

    with Lease(Seen(), "orders", size=10) as lease:
        for _ in range(3):
            next(lease)
        eventually(lambda: len(threads) == 2)
    assert (threads[1].name, threads[1].daemon) == ("lease of orders", True)


def test_a_caller_whose_values_another_thread_brought_asks_for_none() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=10, ahead=False)
    next(lease)
    lease._supply.refill()
    assert source.counts == [10]


@pytest.mark.parametrize("size", [1, 5])
def test_with_small_ranges_one_is_kept_ahead_and_no_more(size: int) -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=size)
    for _ in range(50):
        next(lease)
        eventually(lambda: not lease._supply._call)
    assert sum(len(each) for each in lease.close()) <= 2 * size
    assert len(source.counts) <= 50 // size + 2


def test_while_values_are_left_a_failure_disturbs_nobody_and_each_fifth_tries_again() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=100)
    next(lease)
    source.errors.extend([DOWN, DOWN, None])

    def tried(times: int) -> bool:
        return len(source.counts) == times and not lease._supply._call

    for tries in (2, 3, 4):
        [*islice(lease, 20)]
        eventually(partial(tried, tries))
    eventually(lambda: len(source.taken) == 2)
    assert next(lease) == 62


@pytest.mark.parametrize("ahead", [True, False])
def test_when_values_run_out_the_caller_gets_the_error_and_a_later_call_tries_again(ahead: bool) -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=5, ahead=ahead)
    source.errors.extend([None, *[DOWN] * 20])
    assert [*islice(lease, 5)] == [1, 2, 3, 4, 5]
    for _ in range(3):
        with pytest.raises(SequenceUnavailableError, match="down"):
            next(lease)
    source.errors.clear()
    assert next(lease) == 6


def test_threads_that_wait_together_get_the_error_of_one_call() -> None:
    source = Ranges()
    source.open.clear()
    source.errors.append(DOWN)
    lease = Lease(source, "orders")
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(lease.next) for _ in range(8)]
        source.waiting.wait(5)
        time.sleep(0.2)
        source.open.set()
        errors = [future.exception(5) for future in waiting]
    assert errors.count(DOWN) == 8
    assert len(source.counts) == 1


@pytest.mark.parametrize("ahead", [True, False])
def test_threads_that_wait_for_ranges_of_one_value_go_on_as_soon_as_one_arrives(ahead: bool) -> None:
    source = Ranges()
    source.open.clear()
    lease = Lease(source, "orders", size=1, ahead=ahead)
    with ThreadPoolExecutor(8) as threads:
        values = [threads.submit(lease.next) for _ in range(8)]
        eventually(lambda: source.counts)
        time.sleep(0.1)
        begin = time.monotonic()
        source.open.set()
        assert sorted(value.result() for value in values) == list(range(1, 9))
    assert time.monotonic() - begin < 0.8, "they waited for their next look, which is once a second"


def test_a_caller_that_waits_for_a_call_ahead_goes_on_as_soon_as_it_ends() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=10)
    next(lease)
    source.open.clear()
    assert [*islice(lease, 9)][-1] == 10
    eventually(lambda: len(source.counts) == 2)
    with ThreadPoolExecutor(1) as thread:
        value = thread.submit(lease.next)
        time.sleep(0.1)
        begin = time.monotonic()
        source.open.set()
        assert value.result() == 11
    assert time.monotonic() - begin < 0.8, "it waited for its next look, which is once a second"


def test_a_caller_that_waits_for_a_call_ahead_gets_its_error() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=10)
    next(lease)
    source.open.clear()
    assert [*islice(lease, 9)][-1] == 10
    eventually(lambda: len(source.counts) == 2)
    source.errors.append(DOWN)
    with ThreadPoolExecutor(1) as thread:
        value = thread.submit(lease.next)
        time.sleep(0.1)
        source.open.set()
        assert value.exception(5) is DOWN
    assert len(source.counts) == 2


def test_no_second_call_starts_while_one_is_under_way() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=10)
    next(lease)
    source.open.clear()
    assert [*islice(lease, 3)] == [2, 3, 4]
    eventually(lambda: len(source.counts) == 2)
    lease._supply._fetch_ahead()  # as a thread does that was about to start it, too
    assert len(source.counts) == 2
    source.open.set()
