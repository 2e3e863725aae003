"""The tables of docs/performance.md, from benchmarks/results/model.json."""

from typing import Any

from ..blocks import table
from .check import TOLERANCES
from .sweep import edge

Rows = list[dict[str, Any]]
LOADS = {  # of check.scenarios()
    "ranges": "ranges: 15 calls a second, each for 100 numbers",
    "beyond": "beyond: 50 calls a second, 2.5 times the limit",
    "callers": "callers: 16, who call again and again",
    "cached": "cached: `cache: 5`, 75 calls a second",
}


def blocks(result: dict[str, Any]) -> dict[str, str]:
    """Each block of the document by its name."""
    return {
        "model check": _check(result["check"]),
        "model tolerances": _tolerances(),
        "highest rates": _highest(result["by_rate"]),
        "by rate": _calls(result["rate"], "rate", "asked for, a second"),
        "by concurrency": _calls(result["concurrency"], "concurrency", "reserved concurrency"),
        "by callers": _calls(result["callers"], "callers", "callers"),
        "by cache": _blocks(result["cache"]),
        "by range": _calls(result["ranges"], "numbers", "size of a range"),
        "by lease": _leases(result["leases"], result["size"]),
        "burst": _calls(result["burst"], "after", "seconds after the start"),
    }


def _calls(rows: Rows, option: str, title: str) -> str:
    header = (
        title,
        "numbers a second",
        "failed calls",
        "median",
        "99th percentile",
        "throttled a second",
        "environments",
    )
    return table(
        header,
        [
            (
                f"{row[option]:,}",
                f"{row['values']:,.0f}",
                share(row["errors"]),
                seconds(row["p50"]),
                seconds(row["p99"]),
                f"{row['throttles']:,.0f}",
                f"{row['environments']:,.0f}",
            )
            for row in rows
        ],
    )


def _blocks(rows: Rows) -> str:
    header = ("`cache`", "numbers a second", "failed calls", "99th percentile", "writes a second", "numbers in blocks")
    return table(
        header,
        [
            (
                f"{row['cache']:,}",
                f"{row['values']:,.0f}",
                share(row["errors"]),
                seconds(row["p99"]),
                f"{row['writes']:,.0f}",
                f"{row['held']:,.0f}",
            )
            for row in rows
        ],
    )


def _leases(by_process: Rows, by_size: Rows) -> str:
    header = (
        "processes",
        "`size`",
        "numbers a second",
        "calls a second",
        "numbers that wait",
        "longest wait",
        "numbers in leases",
    )
    return table(
        header,
        [
            (
                f"{row.get('leases', 20):,}",
                f"{row['size']:,}" if "size" in row else "adapts",
                f"{row['values']:,.0f}",
                f"{row['writes']:,.0f}",
                share(row["waits"]),
                seconds(row["longest_wait"]),
                f"{row['held']:,.0f}",
            )
            for row in by_process + by_size
        ],
    )


def _highest(by_rate: dict[str, Rows]) -> str:
    rows = []
    for name, each in by_rate.items():
        best, failing = edge(each)
        local = not best["p99"]
        rows.append(
            (
                name,
                f"{int(best['rate']):,}" + ("" if failing else " or more"),
                f"{int(failing['rate']):,}" if failing else "",
                "no call" if local else seconds(best["p50"]),
                "no call" if local else seconds(best["p99"]),
                f"{best['writes']:,.0f}",
                f"{best['held']:,.0f}",
            )
        )
    header = (
        "mode",
        "numbers a second",
        "does not work at",
        "median",
        "99th percentile",
        "writes a second to its item",
        "numbers taken and not given out",
    )
    return table(header, rows)


def _check(check: dict[str, dict[str, dict[str, float]]]) -> str:
    def pair(compared: dict[str, dict[str, float]], figure: str, show: Any) -> str:
        return f"{show(compared['simulated'][figure])} / {show(compared['seen'][figure])}"

    def plain(figure: float) -> str:
        return f"{figure:,.0f}"

    header = ("scenario", "numbers a second", "throttled a second", "failed calls", "mean", "90th percentile")
    shows = {"values": plain, "throttles": plain, "errors": share, "mean": seconds, "p90": seconds}
    rows = [
        (LOADS[name], *(pair(compared, figure, show) for figure, show in shows.items()))
        for name, compared in check.items()
    ]
    return table(header, rows)


def _tolerances() -> str:
    names = {
        "values": "numbers a second",
        "writes": "writes a second",
        "throttles": "throttled writes a second",
        "errors": "share of failed calls",
        "mean": "mean time",
        "p90": "90th percentile",
    }
    units = {"errors": "", "mean": " s", "p90": " s"}
    rows = [
        (names[figure], f"{share:.0%}" if share else "", f"{amount:g}{units.get(figure, ' a second')}")
        for figure, (share, amount) in TOLERANCES.items()
    ]
    return table(("figure", "share of the simulated figure", "or, if that is more"), rows)


def share(part: float) -> str:
    """A share as a percentage."""
    return "0" if not part else f"{part:.1%}" if part >= 0.001 else "under 0.1%"


def seconds(time: float) -> str:
    """A time in milliseconds or seconds."""
    return (
        "0"
        if not time
        else f"{time:.1f} s"
        if time >= 1
        else f"{time * 1000:.0f} ms"
        if time >= 0.001
        else "under 1 ms"
    )
