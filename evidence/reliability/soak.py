"""The section "Soak": what evidence/soak saw."""

from collections.abc import Iterable
from typing import Any

_ROLES = {
    "next-value": "next-value function",
    "consumer": "stream consumer",
    "client": "client",
    "emulator": "the emulator, not judged",
}


def figures(results: Any) -> str:
    """The outcome, and the tables of processes and of latency."""
    return "\n".join([*_outcome(results), "", *_processes(results["processes"]), "", *_latency(results["latency"])])


def _outcome(results: Any) -> list[str]:
    restart, errors = results["restart"], results["errors"]
    wrong = results["wrong"]
    verdict = f"{len(wrong)} things are wrong: {'; '.join(wrong)}." if wrong else "All figures are flat."
    return [
        f"**Outcome: {results['seconds']} s, {results['calls']:,} calls, {results['values']:,} values, none twice; "
        f"{results['tokens']:,} tokens, none changed. {verdict}**"
        if not wrong
        else f"**Outcome: {results['seconds']} s, {results['calls']:,} calls. {verdict}**",
        f"One run on {results['date']}, with Python {results['python']} and MiniStack {results['ministack']}.",
        f"{sum(errors.values()) - restart['failed_calls']:,} calls were wrong on purpose, and each got its error.",
        "",
        f"The emulated AWS was away for {restart['seconds']} s, from the command to end until it answered again. "
        f"In this time {restart['failed_calls']} calls ended in `SequenceUnavailableError`, "
        f"the slowest after {restart['longest_failed_call']} s. "
        f"The first answer came {restart['first_answer_after']} s after the new start. "
        f"{restart['tokens_before_and_after']} tokens were used before and after it.",
    ]


def _processes(processes: list[Any]) -> list[str]:
    rows = [row for role, name in _ROLES.items() for row in _of(name, processes, role)]
    return ["| process | ran for | memory, MiB | file descriptors, at most |", "| --- | --- | --- | --- |", *rows]


def _of(name: str, processes: list[Any], role: str) -> Iterable[str]:
    for each in processes:
        if each["role"] == role:
            memory = _change(each["memory_mib"])
            yield f"| {name} | {each['seconds']} s | {memory} | {_change(each['descriptors'])} |"


def _latency(latencies: list[Any]) -> list[str]:
    rows = [f"| {each['kind']} | {each['calls']:,} | {_change([each['first'], each['last']])} |" for each in latencies]
    return ["| call | calls | median, ms |", "| --- | --- | --- |", *rows]


def _change(figures: list[float]) -> str:
    first, last = figures
    return f"{first:g} → {last:g}"
