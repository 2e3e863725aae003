"""The costs as data, and as the documents show them."""

from typing import Any

from ..blocks import table
from .modes import CACHED, DEFAULT_MEMORY, LEASE, LOG_BYTES, MEMORIES, MODES, ORDERED, RANGES, log_cost, milliseconds
from .others import DSQL_CACHE, dsql, even, monthly, rds
from .prices import DATA

RATES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
HIGHEST = {ORDERED.name: 1_000, CACHED.name: 10_000, RANGES.name: 100_000, LEASE.name: 1_000_000}  # numbers a second
DSQL = {"Aurora DSQL, `CACHE 1`": dsql(1), f"Aurora DSQL, `CACHE {DSQL_CACHE}`": dsql(DSQL_CACHE)}
RDS = "RDS for PostgreSQL, db.t4g.micro"


def results() -> dict[str, Any]:
    """All figures, rounded to what they are good for."""
    per_million = {mode.name: mode.cost() for mode in (ORDERED, CACHED, RANGES, LEASE)} | DSQL
    return {
        "prices": {"looked_up": DATA["looked_up"], "region": DATA["region"]},
        "memory": DEFAULT_MEMORY,
        "by_mode": [
            {
                "mode": mode.name,
                "calls": round(mode.calls),
                "writes": round(mode.writes),
                "dollars": rounded(mode.cost()),
            }
            for mode in MODES
        ],
        "by_memory": [
            {
                "memory": memory,
                "milliseconds": milliseconds(1, memory),
                "ordered": rounded(ORDERED.cost(memory)),
                "milliseconds_cached": milliseconds(0, memory),
                "cached": rounded(CACHED.cost(memory)),
            }
            for memory in MEMORIES
        ],
        "by_rate": {
            name: {str(rate): rounded(monthly(cost, rate)) for rate in RATES if rate <= HIGHEST.get(name, RATES[-1])}
            for name, cost in per_million.items()
        }
        | {RDS: {str(rate): rounded(rds()) for rate in RATES if rate <= 1_000}},
        "even": {name: rounded(even(cost)) for name, cost in per_million.items()},
        "log": {"bytes": LOG_BYTES, "dollars": rounded(log_cost())},
    }


def rounded(cost: float) -> float:
    """Four digits."""
    return float(f"{cost:.4g}")


def blocks(result: dict[str, Any]) -> dict[str, str]:
    """Each block by its name."""
    rates = [str(rate) for rate in RATES]
    return {
        "cost by mode": table(
            ("mode", "calls", "writes", "cost"),
            [
                (row["mode"], f"{row['calls']:,}", f"{row['writes']:,}", shown(row["dollars"]))
                for row in result["by_mode"]
            ],
        ),
        "cost by memory": table(
            ("memory", "time of a call with a write", "ordered", "time of a call without", "`cache: 50`"),
            [
                (
                    f"{row['memory']:,} MB",
                    f"{row['milliseconds']} ms",
                    shown(row["ordered"]),
                    f"{row['milliseconds_cached']} ms",
                    shown(row["cached"]),
                )
                for row in result["by_memory"]
            ],
        ),
        "cost by rate": table(
            ("numbers a second", *(f"{rate:,}" for rate in RATES), "as RDS at"),
            [
                (
                    name,
                    *(shown(costs[rate]) if rate in costs else "" for rate in rates),
                    _even(result["even"].get(name)),
                )
                for name, costs in result["by_rate"].items()
            ],
        ),
        "prices": table(
            ("price", "for", "source"),
            [(exact(price["dollars"]), price["unit"], _sources(price["sources"])) for price in DATA["prices"].values()],
        ),
    }


def exact(price: float) -> str:
    """A price with all its digits, and at least two."""
    whole, _, digits = f"{price:.10f}".partition(".")
    return f"${whole}.{digits.rstrip('0').ljust(2, '0')}"


def _sources(sources: list[dict[str, Any]]) -> str:
    links = (f"[{source['url'].split('/')[2]}]({source['url']}), {source['date'] or 'undated'}" for source in sources)
    return "; ".join(links) or "not confirmed"


def _even(rate: float | None) -> str:
    return f"{float(f'{rate:.2g}'):,.0f} a second" if rate else ""


def shown(cost: float) -> str:
    """Dollars, as a reader needs them."""
    return "less than $0.01" if cost < 0.005 else f"${cost:,.2f}" if cost < 100 else f"${cost:,.0f}"
