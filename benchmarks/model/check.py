"""The simulation beside the emulator: the same arrivals, at a fiftieth of DynamoDB's limit."""

import random
import statistics
from typing import NamedTuple

from .caller import arrivals
from .emulator import Run, limited, run_all
from .latency import Latencies, Latency
from .scenario import Outcome, Scenario, simulate

WRITES = 20.0  # a second for each item; a fiftieth of DynamoDB's
WARM_UP, SECONDS = 1.0, 3.0
SEEDS = 10  # of the simulation; its pauses are random, and so are the emulator's


class Tolerance(NamedTuple):
    """How far the emulator may be from the simulation: a share of it, or an amount if that is more."""

    share: float
    amount: float

    def allows(self, simulated: float, seen: float) -> bool:
        """Whether a figure is near enough."""
        return abs(seen - simulated) <= max(self.amount, self.share * simulated)


TOLERANCES = {
    "values": Tolerance(0.10, 2.0),  # a second
    "writes": Tolerance(0.10, 2.0),  # a second
    "throttles": Tolerance(0.25, 8.0),  # a second
    "errors": Tolerance(0.0, 0.08),  # of the calls
    "mean": Tolerance(0.30, 0.05),  # seconds
    "p90": Tolerance(0.40, 0.10),  # seconds
}


class Comparison(NamedTuple):
    """One scenario, simulated and seen."""

    simulated: Outcome
    seen: Outcome

    def misses(self) -> list[str]:
        """The figures that are further apart than they may be."""
        return [
            f"{figure}: {getattr(self.simulated, figure):.3f} simulated, {getattr(self.seen, figure):.3f} seen"
            for figure, tolerance in TOLERANCES.items()
            if not tolerance.allows(getattr(self.simulated, figure), getattr(self.seen, figure))
        ]


def scenarios(number: int = 0) -> dict[str, Scenario]:
    """Ranges below the limit, single numbers beyond it, callers who call again and again, and a cached sequence."""
    chance = random.Random(1 + number)  # noqa: S311 - the same arrivals each time
    small = Scenario(partition_writes=WRITES, warm_up=WARM_UP, seconds=SECONDS)

    def at(rate: float) -> tuple[float, ...]:
        return tuple(arrivals(rate, WARM_UP + SECONDS, chance))

    return {
        "ranges": small._replace(times=at(15), numbers=100),
        "beyond": small._replace(times=at(2.5 * WRITES)),
        "callers": small._replace(callers=16),
        "cached": small._replace(times=at(75), cache=5),
    }


def compare(url: str, runs: int = 1) -> tuple[dict[str, Comparison], dict[str, Run]]:
    """Run all on DynamoDB Local, then simulate all. The time of a write is that of the first scenario.

    Each run of the emulator has other arrivals. The figures are means of all runs. The runs are returned too.
    """
    wanted = [scenarios(number) for number in range(runs)]
    with limited(url) as server:
        found = [
            run_all(server, {f"{name}-{number}": each for name, each in load.items()}, WRITES)
            for number, load in enumerate(wanted)
        ]
    seen = {name: _mean([run[f"{name}-{number}"].outcome for number, run in enumerate(found)]) for name in wanted[0]}
    first = next(iter(seen.values()))
    nothing = Latency(0.0, 0.0)
    here = Latencies(write=Latency(first.p50, first.p99), invoke=nothing, start=nothing, busy=0.0)
    return {
        name: Comparison(
            _mean(
                [simulate(load[name]._replace(latencies=here, seed=n)) for load in wanted for n in range(SEEDS // runs)]
            ),
            outcome,
        )
        for name, outcome in seen.items()
    }, {name: run for each in found for name, run in each.items()}


def _mean(outcomes: list[Outcome]) -> Outcome:
    return Outcome(*(statistics.fmean(figures) for figures in zip(*outcomes, strict=True)))  # type: ignore[arg-type]
