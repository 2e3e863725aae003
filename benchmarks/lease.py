"""A lease beside a lock around an integer, a lease that does not read ahead, and tinyid's way.

    python -m benchmarks.lease [--rounds N]

Prints values per second as a ratio to the lock's, and the share of calls that wait for a service that answers after
20 ms, from the first call on. Takes less than a minute. Exits with 1 if a figure misses its bound.
"""

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import NamedTuple

from client.lease import Lease

VALUES = 400_000  # per measurement of speed
DELAY = 0.02  # seconds until the service answers; a call that takes half of that has waited
SECONDS = 4  # at each pace
STEP = 1_000  # values per range, where that is fixed
Take = Callable[[], int]


class Service:
    """A next-value service in this process that answers after a delay."""

    def __init__(self, delay: float) -> None:
        self._delay, self._following, self._lock = delay, 1, threading.Lock()

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:  # noqa: ARG002 - as the client's
        """Take the next `count` values."""
        time.sleep(self._delay)
        with self._lock:
            self._following += count
            return range(self._following - count, self._following)


class LockedInteger:
    """What people write: a lock around an integer."""

    def __init__(self) -> None:
        self._lock, self._value = threading.Lock(), 0

    def next(self) -> int:
        """The next value."""
        with self._lock:
            self._value += 1
            return self._value


class TinyId:
    """tinyid's client: segments of a fixed size, and the next one is loaded when 20 % of the present one are used."""

    def __init__(self, service: Service) -> None:
        self._service, self._lock = service, threading.Lock()
        self._present, self._following = range(0), range(0)
        self._at = 0
        self._loading = threading.Lock()

    def next(self) -> int:
        """The next value."""
        with self._lock:
            if self._at == len(self._present):
                self._present, self._following, self._at = self._following or self._load(), range(0), 0
            value = self._present[self._at]
            self._at += 1
            if self._at >= len(self._present) // 5 and not self._following and self._loading.acquire(blocking=False):
                threading.Thread(target=self._load_next, daemon=True).start()
            return value

    def _load(self) -> range:
        return self._service.next_range("orders", STEP)

    def _load_next(self) -> None:
        self._following = self._load()
        self._loading.release()


def values_per_second(take: Take, threads: int) -> float:
    """How fast so many threads take values together."""

    def loop(values: int) -> None:
        for _ in repeat(None, values):
            take()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(loop, [1] * threads))  # the threads have started
        begin = time.perf_counter()
        list(pool.map(loop, [VALUES // threads] * threads))
        return VALUES / (time.perf_counter() - begin)


def speed_up(threads: int, rounds: int) -> float:
    """A lease's speed over the lock's: the median of rounds in which both take turns."""
    ratios = []
    for _ in range(rounds):
        with Lease(Service(0), "orders", size=1_000_000) as lease:
            lease.next()
            ratios.append(values_per_second(lease.next, threads) / values_per_second(LockedInteger().next, threads))
    return statistics.median(ratios)


def steady(seconds: float) -> list[tuple[float, int]]:
    """5,000 values a second, evenly: when, and how many."""
    return [(nth / 1_000, 5) for nth in range(int(seconds * 1_000))]


def bursty(seconds: float) -> list[tuple[float, int]]:
    """5,000 values at once, twice a second."""
    return [(nth / 2, 5_000) for nth in range(int(seconds * 2))]


class Waits(NamedTuple):
    """How many calls waited for the service, of how many; the longest took so many seconds."""

    waited: int
    calls: int
    longest: float

    @property
    def share(self) -> float:
        """The share of calls that waited."""
        return self.waited / self.calls


def waits(take: Take, pace: list[tuple[float, int]]) -> Waits:
    """Take values at this pace."""
    waited = calls = 0
    longest, start = 0.0, time.perf_counter()
    for when, values in pace:
        time.sleep(max(0, start + when - time.perf_counter()))
        for _ in range(values):
            begin = time.perf_counter()
            take()
            seconds = time.perf_counter() - begin
            waited += seconds > DELAY / 2
            longest = max(longest, seconds)
        calls += values
    return Waits(waited, calls, longest)


WAYS: dict[str, Callable[[], Take]] = {
    "lease": lambda: Lease(Service(DELAY), "orders").next,
    "lease, ahead=False": lambda: Lease(Service(DELAY), "orders", ahead=False).next,
    f"lease, size={STEP}": lambda: Lease(Service(DELAY), "orders", size=STEP).next,
    f"lease, size={STEP}, ahead=False": lambda: Lease(Service(DELAY), "orders", size=STEP, ahead=False).next,
    f"tinyid, step {STEP}": lambda: TinyId(Service(DELAY)).next,
}


def main() -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="how often each speed is measured (default 9)")
    rounds = parser.parse_args().rounds
    met = True
    print("values a second, over a lock around an integer")
    for threads in (1, 4):
        ratio = speed_up(threads, rounds)
        met &= ratio >= 3.5
        print(f"  {threads} threads {ratio:28.1f}   at least 3.5    {'met' if ratio >= 3.5 else 'MISSED'}")
    for title, pace in (("5,000 a second, evenly", steady), ("5,000 at once, twice a second", bursty)):
        print(f"calls that wait, {title}")
        for way, make in WAYS.items():
            found = waits(make(), pace(SECONDS))
            verdict = ""
            if way == "lease" and pace is steady:
                met &= found.share < 0.001
                verdict = f"   less than 0.1 % {'met' if found.share < 0.001 else 'MISSED'}"
            of = f"{found.waited} of {found.calls:,}, longest {found.longest * 1000:.0f} ms"
            print(f"  {way:28} {found.share:8.3%}   {of}{verdict}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
