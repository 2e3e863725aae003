"""A run of many threads and processes on leases of one sequence, and what it broke."""

import json
import multiprocessing
import os
import threading
import time
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from client import SequenceClient
from client.errors import SequenceUnavailableError

from .counter import Counter
from .faulty_lambda import BEFORE, Fault, faulty_lambda, some
from .naive_leases import LEASES, Numbers

PROCESSES, THREADS = 4, 8
FAULTS = tuple(fault for fault in Fault if fault is not Fault.SLOW)  # slow replies are only slow
Runs = list[tuple[int, int]]
"""Consecutive values, as the first and the last one of each run."""


class Report(NamedTuple):
    """What one process did."""

    handed_out: Runs
    returned: Runs
    received: Runs
    errors: list[str]


class Recording:
    """The client. It notes each range that arrived in this process."""

    def __init__(self, client: SequenceClient) -> None:
        self._client = client
        self.received: Runs = []

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        """Take a range and note it."""
        values = self._client.next_range(name, count, token=token)
        self.received.append((values[0], values[-1]))
        return values


class Workers:
    """The threads of one process. They take values from one lease until it is closed."""

    def __init__(self, lease: Numbers, source: Recording) -> None:
        self._lease, self._source = lease, source
        self._values = [array("q") for _ in range(THREADS)]
        self._errors: list[str] = []
        self._over = False
        self._threads = [threading.Thread(target=self._take, args=(values,), daemon=True) for values in self._values]
        for thread in self._threads:
            thread.start()

    def wait(self, quota: int) -> None:
        """Wait until the lease has handed out so many values, or no thread is left."""
        while sum(map(len, self._values)) < quota and any(thread.is_alive() for thread in self._threads):
            time.sleep(0.002)

    def take_one(self) -> None:
        """Take a value in this thread."""
        with suppress(Exception):
            self._values[0].append(self._lease.next())

    def finish(self) -> Report:
        """Close the lease while the threads are busy."""
        returned = [(values[0], values[-1]) for values in self._lease.close()]
        time.sleep(0.05)
        self._over = True  # for a lease that does not stop
        for thread in self._threads:
            thread.join(60)
        return Report(list(runs(sorted(chain(*self._values)))), returned, self._source.received, self._errors)

    def _take(self, values: "array[int]") -> None:
        following, append = self._lease.next, values.append
        while not self._over:
            try:
                for _ in range(1000):
                    append(following())
            except SequenceUnavailableError:
                continue
            except Exception as error:  # noqa: BLE001 - the test sees it
                if "closed" not in str(error):
                    self._errors.append(repr(error))
                return


def runs(values: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The runs in sorted values. A value that comes twice begins a new run."""
    iterator = iter(values)
    first = last = next(iterator, None)
    for value in iterator:
        if last is not None and value != last + 1:
            yield first or 0, last
            first = value
        last = value
    if last is not None:
        yield first or 0, last


def _work(kind: str, url: str, size: int, quota: int, folder: Path) -> None:
    """One process. In the middle of its lease it forks another one, which uses the same lease."""
    os.environ |= {"AWS_ENDPOINT_URL_LAMBDA": url, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    source = Recording(SequenceClient("next-value"))
    lease = LEASES[kind](source, "a", size)
    workers = Workers(lease, source)
    workers.wait(quota // 2)
    workers.take_one()  # so the lease probably has more
    child = os.fork()
    if not child:
        try:
            source.received.clear()
            workers = Workers(lease, source)
            _report(workers, quota, folder)
        finally:
            os._exit(0)
    _report(workers, quota, folder)
    os.waitpid(child, 0)


def _report(workers: Workers, quota: int, folder: Path) -> None:
    workers.wait(quota)
    (folder / f"{os.getpid()}.json").write_text(json.dumps(workers.finish()))


class Outcome(NamedTuple):
    """What a run did: `wrong` is empty if every promise held."""

    handed_out: int
    forks_and_faults: tuple[int, int]
    wrong: list[str]


def run(kind: str, values: int, size: int, faulty: float, folder: Path) -> Outcome:
    """Hand out at least so many values, in ranges of `size`. A share of the calls is `faulty`."""
    counter, taken = Counter(), list[tuple[int, int]]()

    def function(event: dict[str, Any]) -> object:
        answer: Any = counter(event)
        taken.append((answer["first"], answer["last"]))
        return answer

    with faulty_lambda(function, some(faulty, *FAULTS)) as server:
        arguments = (kind, server.url, size, values // PROCESSES, folder)
        started = [multiprocessing.get_context("spawn").Process(target=_work, args=arguments) for _ in range(2)]
        for process in started:
            process.start()
        for process in started:
            process.join(120)
            process.kill()
        reports = [Report(*json.loads(path.read_text())) for path in folder.glob("*.json")]
        lost_calls = sum(fault not in BEFORE for fault in server.faults)
        return Outcome(
            sum(map(count, (report.handed_out for report in reports))),
            (len(reports) - len(started), len(server.faults)),
            list(wrong(reports, taken, lost_calls)),
        )


def wrong(reports: list[Report], taken: Runs, lost_calls: int) -> Iterator[str]:
    """Each broken promise, in words."""
    if len(reports) != PROCESSES:
        yield f"{len(reports)} processes reported"
    for report in reports:
        yield from report.errors
    handed_out = list(chain(*(report.handed_out for report in reports)))
    ours = sorted(handed_out + list(chain(*(report.returned for report in reports))))
    if any(second[0] <= first[1] for first, second in pairwise(ours)):
        yield "a value came twice"
    received = sorted(chain(*(report.received for report in reports)))
    if count(ours) != count(received):
        yield f"{count(received)} values arrived, {count(ours)} were handed out or returned"
    lost = set(taken) - set(map(tuple, received))
    if len(lost) != lost_calls:
        yield f"{len(lost)} ranges were lost, {lost_calls} replies were"
    if count(ours) + count(lost) != count(taken):
        yield f"{count(taken)} values were taken, {count(ours)} handed out or returned, {count(lost)} lost"


def count(ranges: Iterable[tuple[int, int]]) -> int:
    """How many values these runs have."""
    return sum(last - first + 1 for first, last in ranges)
