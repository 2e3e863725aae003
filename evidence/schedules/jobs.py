"""Jobs: the schedules of all scenarios, spread over processes."""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .exceptions import EXCEPTIONS
from .explore import Result, divided, sample, search
from .scenario import Scenario
from .scenarios import SCENARIOS
from .seeded import SEEDED

BY_NAME = {scenario.name: scenario for scenario in [*SCENARIOS, *EXCEPTIONS, *SEEDED]}
_PORTION = 100  # random schedules in a job
SEARCHING = 0.75  # the share of the time that the searches may take


class _Job(NamedTuple):
    """Part of a search through a scenario, or with a `seed` random schedules of it.

    `until` is in time.monotonic's seconds.
    """

    scenario: str
    until: float
    beginning: list[int]
    seed: str | None = None
    size: int = 0


def run_all(
    names: Sequence[str], schedules: int, seconds: float, seed: str, processes: int
) -> tuple[dict[str, Result], float]:
    """Search through these scenarios, then run random schedules until that many have run, or the time is over.

    The searches have at most `SEARCHING` of the time, the random schedules the rest.

    Returns the results by scenario, and the seconds it took.
    """
    begin = time.monotonic()
    results: dict[str, Result] = {}
    jobs: list[_Job] = []
    for scenario in sorted((BY_NAME[name] for name in names), key=_size):
        until = begin + SEARCHING * seconds
        if scenario.breaks:
            results[scenario.name] = Result(scenario.name, scenario.bounds)
            jobs.append(_Job(scenario.name, until, []))
        else:
            results[scenario.name], beginnings = divided(scenario)
            jobs += [_Job(scenario.name, until, beginning) for beginning in beginnings]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for result in pool.imap_unordered(_work, jobs):
            results[result.scenario].merge(result)
        left = schedules - sum(result.schedules for result in results.values())
        for result in pool.imap_unordered(_work, _samples(names, left, seed, begin + seconds)):
            results[result.scenario].merge(result)
    return {name: results[name] for name in names}, time.monotonic() - begin


def _work(job: _Job) -> Result:
    scenario = BY_NAME[job.scenario]
    if job.seed is not None:
        return sample(scenario, job.seed, job.size, job.until)
    return search(scenario, scenario.bounds, job.until, first=bool(scenario.breaks), beginning=job.beginning)


def _size(scenario: Scenario) -> tuple[bool, int, int]:
    """The order of the searches, the shortest first. A scenario has a bound of 3 preemptions because it is short."""
    return not scenario.breaks, scenario.bounds.faults, -scenario.bounds.preemptions


def _samples(names: Sequence[str], left: int, seed: str, until: float) -> Iterator[_Job]:
    kept = [name for name in names if not BY_NAME[name].breaks]
    for portion, done in enumerate(range(0, left if kept else 0, _PORTION)):
        lap, place = divmod(portion, len(kept))
        yield _Job(kept[place], until, [], f"{seed}.{lap}", min(_PORTION, left - done))
