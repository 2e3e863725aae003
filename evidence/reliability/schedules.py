"""The section "Every step": what evidence/schedules counted."""

from typing import Any

GOAL = 500_000


def figures(results: Any) -> str:
    """The outcome, and a table of the scenarios and of what is broken on purpose."""
    return "\n".join([*_outcome(results), "", *_scenarios(results), "", *_broken_on_purpose(results)])


def _outcome(results: Any) -> list[str]:
    broken = f"{results['broken']:,} times, a promise was broken" if results["broken"] else "No promise was broken"
    lines = [
        f"**Outcome: {results['schedules']:,} schedules, with {results['faults']:,} faults and "
        f"{results['values']:,} values. {broken}.**",
        f"One run of {results['seconds']} s on {results['date']}, with Python {results['python']}, "
        f"{results['processes']} processes and seed {results['seed']}.",
    ]
    if results["schedules"] < GOAL:
        lines.append(f"The goal is {GOAL:,} schedules. This run's time ended first.")
    return lines


def _scenarios(results: Any) -> list[str]:
    scenarios = results["scenarios"]
    unfinished = [result for result in scenarios if not result["complete"]]
    lines = ["| scenario | preemptions and faults, at most | searched | at random |", "| --- | --- | --- | --- |"]
    for result in scenarios:
        bounds = f"{result['bounds']['preemptions']} and {result['bounds']['faults']}"
        searched = f"{result['searched']:,}" + ("" if result["complete"] else ", not all")
        lines.append(f"| {result['scenario']} | {bounds} | {searched} | {result['random']:,} |")
    if unfinished:
        lines += [
            "",
            f'"Not all": the search ran out of time ({len(unfinished)} of {len(scenarios)}). '
            "Only random schedules tried parts of the rest.",
        ]
    else:
        lines += ["", "Every search is complete: it tried all schedules within its bounds."]
    return lines


def _broken_on_purpose(results: Any) -> list[str]:
    lines = ["| broken on purpose | schedules until found |", "| --- | --- |"]
    for result in results["broken_on_purpose"]:
        found = f"{result['searched']:,}" if result["broken"] else "not found"
        lines.append(f"| {result['scenario']} | {found} |")
    return lines
