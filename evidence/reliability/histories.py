"""The section "Recorded histories": what evidence/histories counted."""

from typing import Any

GOAL = 1_000_000


def figures(results: Any) -> str:
    """The outcome, and tables of the operations, of the faults and of what is broken on purpose."""
    parts = [_outcome(results), _operations(results), _rates(results), _faults(results), _seeded(results)]
    return "\n\n".join("\n".join(part) for part in parts)


def _outcome(results: Any) -> list[str]:
    broken = (
        f"{results['violations']:,} times, a promise was broken" if results["violations"] else "No promise was broken"
    )
    lines = [
        f"**Outcome: {results['calls']:,} calls and {results['sequences']} sequences, {results['values']:,} values, "
        f"of which {results['single_values']:,} are single values. The others come from ranges and leases. {broken}.**",
        f"One run of {results['seconds']:.0f} s on {results['date']}, with Python {results['python']}, "
        f"DynamoDB Local {results['dynamodb_local']} and seed {results['seed']}.",
        f"SIGKILL ended {results['function_kills']:,} function processes and {results['caller_kills']:,} callers. "
        f"{results['calls_that_died']:,} calls died with their function.",
        f"{results['started_with_a_wrong_clock']:,} function processes had a clock that was off by a day. AWS's check "
        f"refused {results['refused_for_a_wrong_clock']:,} of their requests, and they went on.",
        f"{results['tokens']:,} tokens were used. Of these, {results['tokens_asked_again_after_a_kill']:,} have an "
        "answer although a caller was killed while it waited for one.",
        f"The table gave out {results['given_out']:,} values. No caller saw {results['gaps']:,} of them. The checker "
        "counts these gaps, and does not look for the cause of each.",
    ]
    if "turns" in results:
        lines.append(
            f"{results['replays']:,} calls got the answer that their token already had. Cycles turned "
            f"{results['turns']:,} times. The longest call took {results['longest_call']} s."
        )
    if results["values"] < GOAL:
        lines.append(f"The goal is {GOAL:,} values. This run was too short for it.")
    return lines


def _operations(results: Any) -> list[str]:
    lines = ["| operation and outcome | times |", "| --- | --- |"]
    return lines + [f"| {name} | {count:,} |" for name, count in results["operations"].items()]


def _rates(results: Any) -> list[str]:
    lines = ["| rate of faults | requests | faults |", "| --- | --- | --- |"]
    return lines + [f"| {rate} | {of:,} | {faults:,} |" for rate, (of, faults) in results["rates"].items()]


def _faults(results: Any) -> list[str]:
    table, service = results["faults"]["DynamoDB"], results["faults"]["Lambda"]
    lines = ["| fault | before DynamoDB | before Lambda |", "| --- | --- | --- |"]
    names = sorted(table.keys() | service.keys())
    return lines + [
        f"| {name.replace('_', ' ')} | {table.get(name, 0):,} | {service.get(name, 0):,} |" for name in names
    ]


def _seeded(results: Any) -> list[str]:
    lines = [
        "| broken on purpose: the function | found by the rule | after | after calls |",
        "| --- | --- | --- | --- |",
    ]
    for each in results["seeded"]:
        found = f"{each['rule']} | {each['seconds']} s | {each['calls']:,}" if each["found"] else "not found | |"
        lines.append(f"| {each['fault']} | {found} |")
    return lines
