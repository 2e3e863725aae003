"""The section "Mutation testing": what evidence/mutants counted."""

from typing import Any

_COUNTS = ("mutants", "killed", "timed_out", "explained", "unexplained")


def figures(results: Any) -> str:
    """The outcome, and a row for each module."""
    rows = results["modules"]
    total = {count: sum(row[count] for row in rows) for count in _COUNTS}
    lines = [
        f"**Outcome: {total['mutants']:,} mutants of {len(rows)} modules. Tests kill {total['killed']:,}, and "
        f"{total['timed_out']:,} more end by their time limit. {total['explained']:,} survive and are explained. "
        f"{total['unexplained']:,} survive without an explanation.**",
        f"Python {results['python']}, pytest {results['pytest']}.",
        "",
        "| module | mutants | killed | timed out | explained | not explained |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [f"| `{row['module']}` | {' | '.join(f'{row[count]:,}' for count in _COUNTS)} |" for row in rows]
    return "\n".join(lines)
