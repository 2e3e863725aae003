"""The judge: whether a figure is flat.

The first tenth of the run is the warm-up, and for a process that starts later, as many seconds from its start. The rest
is cut into thirds. The last third is compared with the first one:

- memory: the median of the resident set, at most 1.1 times as much;
- file descriptors: the maximum, at most 2 more;
- latency of each kind of call: the median, at most 1.2 times as much, or 1 ms more. What a function that does nothing
  takes more by then is the emulator's, and does not count;
- latency of the service alone: as above, but without all that the function takes that does nothing. It is the mean of
  the kinds, because each alone is uncertain by milliseconds.
"""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from .samples import Sample

WARM_UP = 0.1
MEMORY, DESCRIPTORS = 1.1, 2
LATENCY, LEAST_LATENCY = 1.2, 0.001
ALONE = "the service alone"
LEAST = 2  # points in a third

Point = tuple[float, float]
"""A time and a figure."""


class Trend(NamedTuple):
    """A figure in the first and in the last third."""

    first: float
    last: float


def trend(points: Iterable[Point], begin: float, end: float, middle: Callable[[list[float]], float]) -> Trend | None:
    """The `middle` of the figures in the first and in the last third of a time. None if there are too few."""
    third = (end - begin) / 3
    points = list(points)
    first = [figure for at, figure in points if begin <= at < begin + third]
    last = [figure for at, figure in points if end - third < at <= end]
    if min(len(first), len(last)) < LEAST:
        return None
    return Trend(middle(first), middle(last))


class ProcessTrend(NamedTuple):
    """How a process's memory, in bytes, and file descriptors went."""

    role: str
    process: int
    seconds: float
    memory: Trend
    descriptors: Trend

    @property
    def flat(self) -> bool:
        """Whether neither grows."""
        return (
            self.memory.last <= self.memory.first * MEMORY
            and self.descriptors.last <= self.descriptors.first + DESCRIPTORS
        )


def processes(samples: Iterable[Sample], warm_up: float) -> list[ProcessTrend]:
    """The trend of each process that lived long enough; `warm_up` is in seconds."""
    by_process: dict[tuple[str, int], list[Sample]] = defaultdict(list)
    for sample in samples:
        by_process[sample.role, sample.process].append(sample)
    found = []
    for (role, process), own in by_process.items():
        begin, end = own[0].at + warm_up, own[-1].at
        memory = trend(((each.at, each.memory) for each in own), begin, end, statistics.median)
        descriptors = trend(((each.at, each.descriptors) for each in own), begin, end, max)
        if memory and descriptors:
            found.append(ProcessTrend(role, process, end - own[0].at, memory, descriptors))
    return found


class LatencyTrend(NamedTuple):
    """How the latency of a kind of call went, in seconds. `own` is without the emulator's part."""

    kind: str
    calls: int
    whole: Trend
    own: Trend

    @property
    def flat(self) -> bool:
        """Whether it does not grow."""
        return self.own.last - self.own.first <= max(self.whole.first * (LATENCY - 1), LEAST_LATENCY)


def latency(
    kind: str, points: Sequence[Point], no_op: Sequence[Point] | None, begin: float, end: float
) -> LatencyTrend | None:
    """The trend of a kind of call. `no_op` are the calls of the function that does nothing; None takes nothing away."""
    whole = trend(points, begin, end, statistics.median)
    floor = trend(no_op, begin, end, statistics.median) if no_op is not None else Trend(0, 0)
    if not whole or not floor:
        return None
    return LatencyTrend(kind, len(points), whole, Trend(whole.first - floor.first, whole.last - floor.last))


def service_alone(kinds: Sequence[LatencyTrend]) -> LatencyTrend:
    """The mean of the kinds, without the emulator's part."""
    own = Trend(*(statistics.fmean(part) for part in zip(*(each.own for each in kinds), strict=True)))
    return LatencyTrend(ALONE, sum(each.calls for each in kinds), own, own)
