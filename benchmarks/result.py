"""The result of a run, as `results/<date>.json` keeps it."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .answer import Answer, Figure, Plan
from .marks import MARKS, verdict
from .place import Place
from .roster import CONTENDERS, NAIVE
from .uniqueness import IN_MEMORY
from .versions import machine, versions

RESULTS = Path(__file__).parent / "results"
Result = dict[str, Any]


def result_of(answers: list[Answer], place: Place, plan: Plan, seconds: float) -> Result:
    """Put together everything that the table, the plots and the documents show."""
    figures = [_row(figure) for answer in answers for figure in answer.figures]
    found = {(figure["question"], figure["figure"]) for figure in figures}
    missing = {name: reason for answer in answers for name, reason in answer.missing.items()}
    missing |= {each.name: place.missing[each.needs] for each in CONTENDERS if not place.runs(each)}
    counters = [counter for counter in place.ledger.counters if counter != NAIVE.counter]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": round(seconds),
        "rounds": plan.rounds,
        "lengths": {name: length for answer in answers for name, length in answer.lengths.items()},
        "machine": machine(),
        "versions": versions(),
        "contenders": [{"name": each.name, "what": each.what} for each in CONTENDERS],
        "figures": figures,
        "not measured": [f"{question}: {figure}" for question, figure in MARKS if (question, figure) not in found],
        "cannot run": missing,
        "uniqueness": {
            "values": sum(place.ledger.issued(counter) for counter in counters),
            "values in memory": sum(
                place.ledger.issued(counter) for counter in counters if counter.startswith(IN_MEMORY)
            ),
            "duplicates": {counter: n for counter in counters if (n := place.ledger.duplicates(counter))},
            "naive values": place.ledger.issued(NAIVE.counter),
            "naive duplicates": place.ledger.duplicates(NAIVE.counter),
        },
        "series": {name: series for answer in answers for name, series in answer.series.items()},
    }


def problems(result: Result) -> list[str]:
    """What makes a run worthless: a value that came twice, or a check that does not notice one."""
    unique = result["uniqueness"]
    found = [f"{counter}: {n} values came twice" for counter, n in unique["duplicates"].items()]
    if unique["naive values"] and not unique["naive duplicates"]:
        found.append("naive: no value came twice, so the check of uniqueness shows nothing; run it again")
    return found


def missed(result: Result) -> list[str]:
    """The figures that miss their mark, and the marks without a figure."""
    rows = [f"{row['question']}: {row['figure']}" for row in result["figures"] if row["verdict"] == "MISSED"]
    return rows + list(result["not measured"])


def save(result: Result, folder: Path = RESULTS) -> Path:
    """Write the result. A second run on the same day replaces the first."""
    path = folder / f"{result['date']}.json"
    text = json.dumps(result, indent=1, ensure_ascii=False)
    # A spread on one line: it keeps the file readable.
    text = re.sub(r"\[\s+([-0-9.e,\s]+?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def latest(folder: Path = RESULTS) -> Result:
    """Read the newest result."""
    found: Result = json.loads(max(folder.glob("20*.json")).read_text(encoding="utf-8"))
    return found


def rounded(figure: float) -> float:
    """Four digits: more would not be true."""
    return float(f"{figure:.4g}")


def _row(figure: Figure) -> dict[str, Any]:
    mark, met = verdict(figure)
    return {
        "question": figure.question,
        "figure": figure.name,
        "absolute": figure.absolute,
        "unit": figure.unit,
        "compared": [rounded(each) for each in figure.compared[:3]],
        "rounds": figure.compared.rounds,
        "mark": mark,
        "verdict": met,
    }
