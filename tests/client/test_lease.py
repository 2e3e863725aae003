"""What one process sees of a lease: values, sizes, the end of a sequence, failures, `close`."""

import copy
import pickle
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice

import pytest

from client import Lease
from client.errors import InvalidRequestError, SequenceExhaustedError, SequenceUnavailableError
from client.pace import LEAST, MOST, Pace
from client.ranges import joined

from .ranges_in_memory import Ranges

DOWN = SequenceUnavailableError("down")


def eventually(condition: Callable[[], object]) -> None:
    """Wait until a condition holds."""
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.005)
    pytest.fail("it did not happen within 5 seconds")


@pytest.mark.parametrize("ahead", [True, False])
@pytest.mark.parametrize(
    ("start", "increment"), [(1, 1), (-1, -1), (5, 7), (10**30, 3), (2**63 - 3, 1), (9, -(10**20))]
)
def test_values_come_in_the_order_of_the_sequence(start: int, increment: int, ahead: bool) -> None:
    lease = Lease(Ranges(start=start, increment=increment), "orders", ahead=ahead)
    expected = [start + nth * increment for nth in range(60)]
    assert [*islice(lease, 20)] + [lease.next() for _ in range(20)] + [next(lease) for _ in range(20)] == expected


def test_nothing_is_asked_for_before_the_first_value() -> None:
    source = Ranges()
    with Lease(source, "orders") as lease:
        assert lease.close() == []
    assert source.counts == []


def test_a_short_use_takes_one_range() -> None:
    source = Ranges()
    with Lease(source, "orders") as lease:
        assert [next(lease), next(lease)] == [1, 2]
    assert source.counts == [LEAST]


@pytest.mark.parametrize("size", [1, 3, 10, 1_000])
def test_the_next_range_arrives_while_values_are_left(size: int) -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=size)
    taken = 0
    while len(source.taken) < 2 and taken < size:
        next(lease)
        taken += 1
        if taken > size // 5:
            eventually(lambda: len(source.taken) == 2)
    assert taken <= size // 5 + 1
    source.open.clear()
    assert [next(lease) for _ in range(2 * size - taken)] == list(range(taken + 1, 2 * size + 1))
    source.open.set()
    lease.close()
    assert set(source.counts) == {size}


def test_without_ahead_no_thread_starts_and_a_range_is_taken_when_the_last_is_used_up() -> None:
    source = Ranges()
    threads = threading.active_count()
    lease = Lease(source, "orders", size=10, ahead=False)
    assert [*islice(lease, 10)] == list(range(1, 11))
    assert (len(source.taken), threading.active_count()) == (1, threads)
    next(lease)
    assert (len(source.taken), threading.active_count()) == (2, threads)


@pytest.mark.parametrize("size", [0, -1, 1_000_001])
def test_a_wrong_size_is_refused(size: int) -> None:
    with pytest.raises(InvalidRequestError, match="size: must be 1 to 1,000,000"):
        Lease(Ranges(), "orders", size=size)


def test_a_fast_lease_asks_for_ten_times_as_many_values() -> None:
    source = Ranges()
    lease = Lease(source, "orders", ahead=False)
    assert [*islice(lease, 11)][-1] == 11
    assert source.counts == [LEAST, 10 * LEAST]


def test_a_range_lasts_some_seconds_at_the_present_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    adaptive = Pace(None)

    def after(seconds: float, used: int) -> int:
        nonlocal now
        now += seconds
        adaptive.use(used)
        size = adaptive.next_size()
        adaptive.took(size, size)
        return size

    assert after(0, 0) == LEAST
    assert after(0.001, 10) == 100  # at most ten times the one before
    assert after(1, 1_000) == 1_000
    assert after(1, 2_000) == 10_000
    assert after(1, 1_000) == 5_000  # five seconds
    assert after(100, 0) == 2_500  # at least half of the one before
    assert [after(1, 10**9) for _ in range(4)][-1] == MOST
    assert [after(1, 0) for _ in range(20)][-1] == LEAST


def test_after_a_range_that_did_not_fit_the_next_ones_start_with_what_fitted_and_double() -> None:
    pace, sizes = Pace(500), []
    for took in (62, 62, 124, 0, 1):
        pace.took(took, pace.next_size())
        sizes.append(pace.next_size())
    assert sizes == [62, 124, 248, 1, 2]


def test_all_values_up_to_the_limit_are_handed_out_then_the_sequence_is_exhausted() -> None:
    source = Ranges(limit=1_234)
    lease = Lease(source, "orders", size=500)
    assert [*islice(lease, 1_234)] == list(range(1, 1_235))
    for _ in range(2):
        with pytest.raises(SequenceExhaustedError, match="at its limit"):
            next(lease)
    source.limit = 5_000  # widened
    assert [*islice(lease, 3_766)] == list(range(1_235, 5_001))
    assert max(source.counts[-40:]) == 500


def test_near_the_limit_it_asks_for_half_and_at_the_limit_for_one() -> None:
    source = Ranges(limit=4)
    lease = Lease(source, "orders", size=8, ahead=False)
    assert next(lease) == 1
    assert source.counts == [8, 4]
    for counts in ([4, 2, 1], [1], [1], [1]):
        source.counts.clear()
        with pytest.raises(SequenceExhaustedError):
            [*islice(lease, 4)]
        assert source.counts == counts


def test_an_invalid_request_reaches_the_caller_as_it_is() -> None:
    source = Ranges()
    source.errors.append(InvalidRequestError("name: wrong"))
    with pytest.raises(InvalidRequestError, match=r"^name: wrong$"):
        next(Lease(source, "orders"))


def test_ranges_with_different_steps_are_not_joined() -> None:
    assert joined([range(1, 3), range(3, 9, 3), range(9, 15, 3)]) == [range(1, 3), range(3, 15, 3)]


@pytest.mark.parametrize("again", [1, 40, 50])
def test_a_range_that_does_not_lie_beyond_the_one_before_is_refused(again: int) -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=50)
    [*islice(lease, 5)]
    source.following = again
    assert [*islice(lease, 45)] == list(range(6, 51))
    for _ in range(2):
        with pytest.raises(
            InvalidRequestError, match=rf"the sequence gave {again} after 50, so it cycles or was set back"
        ):
            next(lease)
    assert len(source.counts) == 2
    assert lease.close() == [range(again, again + 50)]


def test_a_range_that_lies_beyond_by_less_than_a_step_is_used() -> None:
    source = Ranges(increment=7)
    lease = Lease(source, "orders", size=5, ahead=False)
    assert [*islice(lease, 5)][-1] == 29
    source.following = 31
    assert [next(lease), next(lease)] == [31, 38]


def test_a_reversed_direction_is_refused() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=5, ahead=False)
    [*islice(lease, 5)]
    source.increment, source.following = -1, 4
    with pytest.raises(InvalidRequestError, match="the sequence gave 4 after 5"):
        next(lease)


def test_close_returns_what_is_left_as_ranges_and_ends_the_lease() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=100)
    [*islice(lease, 30)]
    eventually(lambda: len(source.taken) == 2)
    source.following = 301  # another caller took 100 values
    [*islice(lease, 100)]
    eventually(lambda: len(source.taken) == 3)
    assert lease.close() == [range(131, 201), range(301, 401)]
    for _ in range(2):
        with pytest.raises(RuntimeError, match="lease of orders: it is closed; make a new one"):
            lease.next()
    assert lease.close() == []


@pytest.mark.parametrize("increment", [1, -1, 7, -(10**20)])
def test_close_returns_exact_ranges_for_any_increment(increment: int) -> None:
    lease = Lease(Ranges(start=increment, increment=increment), "orders", size=40, ahead=False)
    [*islice(lease, 3)]
    assert [list(left) for left in lease.close()] == [[nth * increment for nth in range(4, 41)]]


def test_a_with_block_closes_also_after_an_error() -> None:
    lease = Lease(Ranges(), "orders")
    with suppress(KeyError), lease:
        raise KeyError
    with pytest.raises(RuntimeError, match="closed"):
        next(lease)


def test_close_waits_for_a_call_that_is_under_way_and_returns_its_values() -> None:
    source = Ranges()
    lease = Lease(source, "orders", size=100)
    next(lease)
    source.open.clear()
    source.waiting.clear()
    [*islice(lease, 20)]
    assert source.waiting.wait(5)
    with ThreadPoolExecutor() as pool:
        closing = pool.submit(lease.close)
        eventually(lambda: lease._supply._closed)
        with pytest.raises(RuntimeError, match="closed"):
            next(lease)
        assert not closing.done()
        source.open.set()
        assert closing.result(5) == [range(22, 201)]


def test_close_returns_nothing_that_a_busy_thread_also_got() -> None:
    for size in (7, 1_000, 300_000):
        lease = Lease(Ranges(), "orders", size=size)

        def take(lease: Lease = lease) -> list[int]:
            values: list[int] = []
            try:
                while True:
                    values.append(lease.next())
            except RuntimeError:
                return values

        with ThreadPoolExecutor(4) as pool:
            takers = [pool.submit(take) for _ in range(4)]
            time.sleep(0.05)
            returned = lease.close()
        values = [value for taker in takers for value in taker.result()] + [
            value for left in returned for value in left
        ]
        assert sorted(values) == list(range(1, len(values) + 1))


def test_a_lease_cannot_be_copied() -> None:
    lease = Lease(Ranges(), "orders")
    for copied in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="cannot be copied or pickled"):
            copied(lease)
