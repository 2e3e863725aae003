"""The scenarios of docs/performance.md."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from .scenario import Outcome, Scenario, simulate

PROCESSES = 100
LEASE = f"lease, {PROCESSES} processes"
WARM = Scenario(warm=10)
MODES = {
    "ordered": WARM,
    "ordered, with a token": WARM._replace(token=True),
    # At first, up to 1,000 environments fetch a block at once; a block of 1,000 lasts for seconds.
    "cache: 10": WARM._replace(cache=10, warm_up=10.0),
    "cache: 1000": WARM._replace(cache=1_000, warm_up=10.0, seconds=20.0),
    "ranges of 100": WARM._replace(numbers=100),
    "ranges of 10,000": WARM._replace(numbers=10_000),
    LEASE: WARM._replace(leases=PROCESSES, warm_up=30.0),
}
# Up to where it is worth looking: 1,000 writes a second, 10,000 calls a second of a default account, or 10,000,000.
CEILINGS = dict(zip(MODES, (1e3, 1e3, 1e4, 1e4, 1e5, 1e7, 1e7), strict=True))
SHARES = (1e-7, 1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1, 0.5, 0.9, 1.1)  # of the ceiling
STEPS = 3  # between the last share that works and the next: at the end, an eighth of their distance is left
MOST_ERRORS, MOST_P99 = 0.001, 0.1  # what still counts as working: share of the calls, seconds


def works(outcome: Outcome) -> bool:
    """Whether a mode can be used at that rate."""
    return outcome.errors <= MOST_ERRORS and outcome.p99 <= MOST_P99


def by_rate() -> dict[str, list[dict[str, Any]]]:
    """Each mode at rates up to its ceiling and a little beyond, then nearer and nearer to the highest that works."""
    found = {}
    for name, scenario in MODES.items():
        rates = [CEILINGS[name] * share for share in SHARES]
        rows = [_at(scenario, rate) for rate in rates if rate >= (1 if scenario.leases else scenario.numbers)]
        for _ in range(STEPS):
            works, fails = edge(rows)
            if fails is None:
                break
            rows.append(_at(scenario, (works["rate"] + fails["rate"]) / 2))
            rows.sort(key=lambda row: row["rate"])
        found[name] = rows
    return found


def edge(rows: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The last rate that works, and the first that does not. The rates rise, and the first one works."""
    failing = next((place for place, row in enumerate(rows) if not row["works"]), None)
    return (rows[-1], None) if failing is None else (rows[failing - 1], rows[failing])


def _at(scenario: Scenario, rate: float) -> dict[str, Any]:
    """One rate, for as long as it takes to see enough calls."""
    seconds = scenario.seconds if scenario.leases else max(scenario.seconds, 1_000 * scenario.numbers / rate)
    return _row(scenario._replace(rate=rate, seconds=seconds), rate=rate)


def tables() -> dict[str, list[dict[str, Any]]]:
    """One thing varies in each."""
    return {
        "rate": _rows(WARM, "rate", (100, 500, 900, 950, 1_050, 1_200, 1_500, 3_000)),
        "concurrency": _rows(WARM._replace(rate=1_500), "concurrency", (50, 100, 1_000)),
        "callers": _rows(WARM, "callers", (1, 4, 16, 64, 256, 1_000)),
        "cache": _rows(WARM._replace(rate=2_000), "cache", (1, 2, 3, 10, 100, 1_000)),
        "ranges": _rows(WARM._replace(rate=20_000), "numbers", (10, 20, 25, 100, 1_000)),
        "leases": _rows(WARM._replace(rate=1_000_000, warm_up=30.0), "leases", (5, 20, 100, 1_000)),
        # By then, the leases have used up what the item could have taken before they began.
        "size": _rows(WARM._replace(rate=1_000_000, leases=20, warm_up=60.0), "size", (100, 1_000, 10_000, 100_000)),
        "burst": [
            _row(WARM._replace(rate=300, table_writes=100, idle=True, warm_up=begin, seconds=20), after=begin)
            for begin in (5, 60, 120, 180)
        ],
    }


def _rows(scenario: Scenario, option: str, values: Iterable[Any]) -> list[dict[str, Any]]:
    return [_row(scenario._replace(**{option: value}), **{option: value}) for value in values]


def _row(scenario: Scenario, **shown: Any) -> dict[str, Any]:
    numbers = scenario.numbers
    outcome = _once(scenario._replace(rate=scenario.rate / numbers, numbers=1))
    figures = {name: float(f"{figure:.4g}") for name, figure in outcome._asdict().items()}
    return {**shown, **figures, "values": figures["values"] * numbers, "works": works(outcome)}


@cache  # calls for ranges are calls for single numbers: the same load is simulated once
def _once(scenario: Scenario) -> Outcome:
    return simulate(scenario)
