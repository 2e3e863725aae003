"""How fast does a lease hand out values, and how rarely does a caller wait for the service?"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import NamedTuple

from client.lease import Lease

from ..answer import Answer, Figure, Plan, per_second
from ..in_memory import STEP, LockedInteger, Service, Take, TinyId, c_chain
from ..place import Place
from ..spread import Spread
from ..turns import turns
from ..uniqueness import IN_MEMORY

VALUES = 400_000  # per measurement of speed
LARGE = 1_000_000  # values per range there, so that the figures are of handing out
DELAY = 0.02  # seconds until the service answers; a call that takes half of that has waited
SPEED = "a lease, to a lock around an integer"
WAITS = "a lease, calls that wait"
THREADS = {1: "1 thread", 4: "4 threads"}
FAST: dict[str, Callable[[], Take]] = {
    "lock and integer": lambda: LockedInteger().next,
    "tinyid's way": lambda: TinyId(Service(0), LARGE).next,
    "chain in C": lambda: c_chain(Service(0), LARGE),
    "lease": lambda: Lease(Service(0), "orders", size=LARGE).next,
}
WAYS: dict[str, Callable[[], Take]] = {
    "lease": lambda: Lease(Service(DELAY), "orders").next,
    "lease, ahead=False": lambda: Lease(Service(DELAY), "orders", ahead=False).next,
    f"lease, size={STEP}": lambda: Lease(Service(DELAY), "orders", size=STEP).next,
    f"lease, size={STEP}, ahead=False": lambda: Lease(Service(DELAY), "orders", size=STEP, ahead=False).next,
    f"tinyid's way, step {STEP}": lambda: TinyId(Service(DELAY)).next,
}


def ask(place: Place, plan: Plan) -> Answer:
    """Measure both, and keep all values."""
    values = VALUES // plan.of(1, 100)
    length = plan.seconds if plan.quick else 2
    answer = Answer(series={"lease": {}, "waits": {}})
    answer.lengths = {"a lease": f"{values:,} values", "a lease, calls that wait": f"{length:g} s"}
    for threads, name in THREADS.items():
        rounds = []
        for number, order in enumerate(turns(FAST, plan.rounds)):
            measured = {way: taken_by_threads(FAST[way](), threads, values) for way in order}
            rounds.append({way: each.pace for way, each in measured.items()})
            for way, each in measured.items():  # each begins with a service of its own
                for taken in each.values:
                    place.ledger.add(f"{IN_MEMORY}: {way}, {name}, round {number}", taken)
        ratios = {way: Spread.of(each[way] / each["lock and integer"] for each in rounds) for way in FAST}
        shown = per_second(Spread.of(each["lease"] for each in rounds).median)
        answer.figures.append(Figure(SPEED, name, shown, ratios["lease"]))
        for way, ratio in ratios.items():
            answer.series["lease"].setdefault(way, {})[name] = ratio
    for title, pace in (("5,000 a second, evenly", steady), ("5,000 at once, twice a second", bursty)):
        for way, make in WAYS.items():
            found = waits(make(), pace(length))
            place.ledger.add(f"{IN_MEMORY}: {way}, {title}", found.values)
            answer.series["waits"].setdefault(way, {})[title] = [found.waited, found.calls, found.longest]
            if way == "lease":
                shown = f"{found.waited} of {found.calls:,}"
                answer.figures.append(Figure(WAITS, title, shown, Spread.of([100 * found.share]), "%"))
    return answer


class Taken(NamedTuple):
    """Values a second, and the values of each thread."""

    pace: float
    values: list[list[int]]


def taken_by_threads(take: Take, threads: int, values: int = VALUES) -> Taken:
    """Let so many threads take values together, and keep them."""

    def loop(number: int) -> list[int]:
        return [take() for _ in repeat(None, number)]

    with ThreadPoolExecutor(threads) as pool:
        first = list(pool.map(loop, [1] * threads))  # the threads have started
        begin = time.perf_counter()
        taken = list(pool.map(loop, [values // threads] * threads))
        return Taken(values / (time.perf_counter() - begin), [*first, *taken])


def speed_up(threads: int, rounds: int) -> float:
    """A lease's speed over the lock's: the median of rounds in which both take turns."""
    lease, lock = FAST["lease"], FAST["lock and integer"]
    return Spread.of(
        taken_by_threads(lease(), threads).pace / taken_by_threads(lock(), threads).pace for _ in range(rounds)
    ).median


def steady(seconds: float) -> list[tuple[float, int]]:
    """5,000 values a second, evenly: when, and how many."""
    return [(nth / 1_000, 5) for nth in range(int(seconds * 1_000))]


def bursty(seconds: float) -> list[tuple[float, int]]:
    """5,000 values at once, twice a second."""
    return [(nth / 2, 5_000) for nth in range(max(1, int(seconds * 2)))]


class Waits(NamedTuple):
    """How many calls waited for the service; the longest took so many seconds. The values are of all calls."""

    waited: int
    longest: float
    values: list[int]

    @property
    def calls(self) -> int:
        """How many there were."""
        return len(self.values)

    @property
    def share(self) -> float:
        """The share of calls that waited."""
        return self.waited / self.calls


def waits(take: Take, pace: list[tuple[float, int]]) -> Waits:
    """Take values at this pace."""
    waited, taken = 0, list[int]()
    longest, start = 0.0, time.perf_counter()
    for when, values in pace:
        time.sleep(max(0, start + when - time.perf_counter()))
        for _ in range(values):
            begin = time.perf_counter()
            value = take()
            seconds = time.perf_counter() - begin
            waited += seconds > DELAY / 2
            longest = max(longest, seconds)
            taken.append(value)
    return Waits(waited, longest, taken)
