"""The result of a soak: its figures, and what is wrong."""

import datetime
import platform
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from . import flat, history
from .calls import KINDS
from .flat import LatencyTrend, Point, ProcessTrend, Trend
from .history import Call
from .run import Soak

JUDGED = ("next-value", "consumer", "client")
WINDOWS = 15
MOST_SHOWN = 20


def result(soak: Soak) -> dict[str, Any]:
    """Everything that the soak shows, ready for JSON. `wrong` says what is not as it should be; it must be empty."""
    seconds = soak.end - soak.begin
    latencies, processes = _latencies(soak), flat.processes(soak.samples, seconds * flat.WARM_UP)
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "ministack": version("ministack"),
        "seconds": round(seconds),
        "calls": len(soak.calls),
        "values": sum(len(set(own)) for own in _values(soak.calls).values()),
        "tokens": len({call.token for call in soak.calls if call.token and call.taken}),
        "errors": dict(Counter(call.error for call in soak.calls if call.error)),
        "restart": _restart(soak),
        "consumer": soak.consumed._asdict(),
        "latency": [_latency(each) for each in latencies],
        "processes": [_process(each) for each in processes],
        "windows": _windows(soak),
        "wrong": [*_wrong_answers(soak), *_wrong_restart(soak), *_not_flat(soak, latencies, processes)],
    }


def _values(calls: Iterable[Call]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for call in calls:
        if call.kind != "lease, returned":
            found[call.sequence] += history.values(call)
    return found


def _points(soak: Soak) -> dict[str, list[Point]]:
    """When each call began and how long it took, by kind; without those that the outage touches."""
    points: dict[str, list[Point]] = defaultdict(list)
    for call in soak.calls:
        if call.kind in KINDS and not (soak.outage and soak.outage.touches(call)):
            points[call.kind].append((call.begin, call.end - call.begin))
    return points


def _latencies(soak: Soak) -> list[LatencyTrend]:
    points, begin = _points(soak), soak.begin + (soak.end - soak.begin) * flat.WARM_UP
    no_op = points["no-op"]
    found = (
        flat.latency(name, points[name], no_op if kind.invokes else None, begin, soak.end)
        for name, kind in KINDS.items()
    )
    trends = [trend for trend in found if trend]
    of_service = [trend for trend in trends if KINDS[trend.kind].invokes and trend.kind != "no-op"]
    return [*trends, flat.service_alone(of_service)] if of_service else trends


def _restart(soak: Soak) -> dict[str, Any] | None:
    """What the callers saw of the restart, in seconds."""
    if not soak.outage:
        return None
    outage = soak.outage
    failed = [call for call in soak.calls if call.error == history.UNAVAILABLE and outage.touches(call)]
    answered = [call.end for call in soak.calls if call.taken and call.kind != "lease" and call.end > outage.end]
    before = {call.token for call in soak.calls if call.token and call.taken and call.end < outage.begin}
    after = {call.token for call in soak.calls if call.token and call.taken and call.begin > outage.end}
    return {
        "after": round(outage.begin - soak.begin, 1),
        "seconds": round(outage.end - outage.begin, 1),
        "failed_calls": len(failed),
        "longest_failed_call": round(max((call.end - call.begin for call in failed), default=0), 1),
        "first_answer_after": round(min(answered, default=soak.end) - outage.end, 2),
        "tokens_before_and_after": len(before & after),
    }


def _windows(soak: Soak) -> list[dict[str, Any]]:
    """The latency of all calls of the function, in milliseconds, for each fifteenth of the time."""
    points = [each for name, own in _points(soak).items() if KINDS[name].invokes and name != "no-op" for each in own]
    length = (soak.end - soak.begin) / WINDOWS
    windows = []
    for number in range(WINDOWS):
        begin = soak.begin + number * length
        own = [seconds * 1000 for at, seconds in points if begin <= at < begin + length]
        if len(own) > 1:
            cuts = statistics.quantiles(own, n=100, method="inclusive")
            shown = {name: round(cuts[number - 1], 1) for name, number in {"p50": 50, "p95": 95, "p99": 99}.items()}
            windows.append({"from": round(begin - soak.begin), "calls": len(own), **shown})
    return windows


def _wrong_answers(soak: Soak) -> list[str]:
    errors = history.unexpected_errors(soak.calls, soak.outage)
    return [
        *history.repeated_values(soak.calls)[:MOST_SHOWN],
        *history.changed_tokens(soak.calls)[:MOST_SHOWN],
        *history.out_of_order(soak.calls)[:MOST_SHOWN],
        *(f"{number} times an unexpected outcome: {what}" for what, number in errors.most_common(MOST_SHOWN)),
    ]


def _wrong_restart(soak: Soak) -> list[str]:
    wrong = [] if soak.consumed.caught_up else [f"the consumer did not catch up: {soak.consumed}"]
    if restart := _restart(soak):
        if not restart["failed_calls"]:
            wrong.append("no call failed during the outage, so it was too short")
        if not restart["tokens_before_and_after"]:
            wrong.append("no token was used before and after the restart")
    return wrong


def _not_flat(soak: Soak, latencies: list[LatencyTrend], processes: list[ProcessTrend]) -> list[str]:
    wrong = [f"latency grows: {_latency(each)}" for each in latencies if not each.flat]
    wrong += [f"a process grows: {_process(each)}" for each in processes if each.role in JUDGED and not each.flat]
    lives = Counter(each.role for each in processes)
    expected = {"client": 1, "next-value": 2 if soak.outage else 1, "consumer": 2 if soak.outage else 1}
    wrong += [f"{role}: too few samples to judge it" for role, least in expected.items() if lives[role] < least]
    return wrong + [f"{name}: too few calls to judge it" for name in KINDS.keys() - {each.kind for each in latencies}]


def _latency(trend: LatencyTrend) -> dict[str, Any]:
    milliseconds = {"first": trend.whole.first, "last": trend.whole.last}
    own = {"own_first": trend.own.first, "own_last": trend.own.last}
    figures = {name: round(value * 1000, 2) for name, value in (milliseconds | own).items()}
    return {"kind": trend.kind, "calls": trend.calls, **figures, "flat": trend.flat}


def _process(trend: ProcessTrend) -> dict[str, Any]:
    def mebibytes(memory: Trend) -> list[float]:
        return [round(each / 2**20, 2) for each in memory]

    return {
        "role": trend.role,
        "seconds": round(trend.seconds),
        "memory_mib": mebibytes(trend.memory),
        "descriptors": list(trend.descriptors),
        "judged": trend.role in JUDGED,
        "flat": trend.flat,
    }
