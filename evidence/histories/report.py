"""The figures of a measurement: one run that must break no promise, and one for each seeded fault."""

import datetime
import platform
from collections import Counter
from pathlib import Path
from typing import Any

from tests import dynamodb_local

from .checker import check
from .history import Operation
from .plan import SEQUENCES
from .run import Outcome, run
from .seeded import SEEDED, Seeded
from .size import Size

SMALL = Size(functions=2, callers=2, threads=16, leases=1, function_kills=3, caller_kills=60, last_calls=1)
MOST_SHOWN = 20  # violations
TRIALS = 3


async def measure(url: str, seconds: float, seeded_seconds: float, seed: str) -> dict[str, Any]:
    """Measure; returns all figures."""
    results = figures(await run(url, seconds, seed))
    results["seed"] = seed
    results["seeded"] = [await _seeded(url, seeded_seconds, seed, fault) for fault in SEEDED if seeded_seconds]
    return results


async def _seeded(url: str, seconds: float, seed: str, fault: Seeded) -> dict[str, Any]:
    """Run until the checker finds a seeded fault, at most `TRIALS` times."""
    calls = before = 0.0
    for trial in range(TRIALS):
        outcome = await run(url, seconds, f"{seed} {fault.module} {trial}", fault.path, SMALL)
        operations = outcome.evidence.operations
        for first in check(outcome.evidence).violations:
            if first.rule in fault.rules:
                return {
                    "fault": fault.what,
                    "found": True,
                    "rule": first.rule,
                    "seconds": round(before + (first.moment - outcome.begin) / 1e9, 1),
                    "calls": int(calls) + sum(each.end is not None and each.end < first.moment for each in operations),
                }
        before, calls = before + seconds, calls + len(operations)
    return {"fault": fault.what, "found": False}


def figures(outcome: Outcome) -> dict[str, Any]:
    """What a run did, and what the checker says."""
    operations = outcome.evidence.operations
    findings = check(outcome.evidence)
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "dynamodb_local": _version(),
        "values": findings.values,
        "single_values": sum(len(operation.values) for operation in operations if operation.kind == "value"),
        "calls": sum(operation.kind in ("value", "range") for operation in operations),
        "operations": dict(sorted(Counter(map(_outcome, operations)).items())),
        "sequences": len({operation.name for operation in operations if operation.ok}),
        "definitions": len(SEQUENCES),
        "tokens": len({operation.token for operation in operations if operation.token}),
        "replays": replays(operations),
        "tokens_asked_again_after_a_kill": _after_kills(operations),
        "turns": findings.turns,
        "longest_call": max((_seconds(each) for each in operations if each.kind in ("value", "range")), default=0),
        "given_out": findings.given_out,
        "gaps": findings.gaps,
        "violations": len(findings.violations),
        "examples": [each._asdict() for each in findings.violations[:MOST_SHOWN]],
        **outcome.figures,
    }


def _outcome(operation: Operation) -> str:
    """Such as `value ok`. Without an end, its process was killed."""
    return f"{operation.kind} {'killed' if operation.end is None else operation.error or 'ok'}"


def _seconds(operation: Operation) -> float:
    return 0 if operation.end is None else round((operation.end - operation.begin) / 1e9, 1)


def _after_kills(operations: list[Operation]) -> int:
    """How many tokens have an answer although a caller was killed while it waited for one."""
    killed = {operation.token for operation in operations if operation.token and operation.end is None}
    return len(killed & {operation.token for operation in operations if operation.ok})


def replays(operations: list[Operation]) -> int:
    """How many calls got the answer that their token already had."""
    answers = [operation.token for operation in operations if operation.token and operation.ok]
    return len(answers) - len({*answers})


def _version() -> str:
    (jar,) = Path(dynamodb_local.__file__).parent.glob("lib/DynamoDBLocal-*.jar")
    return jar.stem.partition("-")[2]


def is_good(results: dict[str, Any]) -> bool:
    """Whether no promise was broken, and every seeded fault was found."""
    return not results["violations"] and all(each["found"] for each in results["seeded"])


def shown(results: dict[str, Any]) -> str:
    """The figures for a terminal."""
    lines = [
        f"{results['values']:,} values in {results['calls']:,} calls and by leases, "
        f"of {results['sequences']} sequences, in {results['seconds']} s",
        f"kills: {results['function_kills']} of functions, {results['caller_kills']} of callers",
        f"replays of tokens: {results['replays']:,}; turns of cycles: {results['turns']:,}; "
        f"longest call: {results['longest_call']} s; calls of functions that took too long, "
        f"also while the machine stalled: {results['calls_that_timed_out']}",
        f"gaps: {results['gaps']:,} of {results['given_out']:,} values that the table gave out",
    ]
    for service, faults in results["faults"].items():
        listed = ", ".join(f"{name} {count:,}" for name, count in faults.items())
        lines.append(f"faults before {service} ({results['requests'][service]:,} requests): {listed}")
    lines += [f"  {name:40}{count:>9,}" for name, count in results["operations"].items()]
    lines += [f"{each['rule']}: {each['name']}: {each['what']}" for each in results["examples"]]
    lines.append(f"violations: {results['violations']}")
    for each in results["seeded"]:
        when = (
            f"{each['rule']}: after {each['seconds']} s and {each['calls']:,} calls" if each["found"] else "NOT FOUND"
        )
        lines.append(f"seeded: {each['fault']:60} {when}")
    return "\n".join(lines)
