"""Compare checkov's report with the tables in docs/production.md: `python -m evidence.linters.findings REPORT`.

Prints each difference, and ends with exit code 1 if there is one.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .services import SERVICES

DOCUMENT = Path(__file__).parents[2] / "docs" / "production.md"
PASSED, FAILED = "rules that pass", "rules that fail"

Counts = dict[str, tuple[int, ...]]
"""For each rule, the number of resources that fail in each service. For `PASSED` and `FAILED`, all results."""


def reported(report: Mapping[str, Any]) -> Counts:
    """The counts of a report. Raises `ValueError` if checkov did not read all templates."""
    counts: dict[str, Counter[str]] = {PASSED: Counter(), FAILED: Counter()}
    for result in report["results"]["passed_checks"]:
        counts[PASSED][Path(result["file_path"]).stem] += 1
    for result in report["results"]["failed_checks"]:
        for row in (FAILED, result["check_id"]):
            counts.setdefault(row, Counter())[Path(result["file_path"]).stem] += 1
    if report["summary"]["parsing_errors"] or counts[PASSED].keys() != SERVICES.keys():
        raise ValueError(f"checkov read {sorted(counts[PASSED])}, not {sorted(SERVICES)}; see the report's summary")
    return {row: tuple(count[name] for name in SERVICES) for row, count in counts.items()}


def documented(text: str) -> Counts:
    """The counts in the document: of the rows that name a rule of checkov, or all results."""
    row = re.compile(rf"\| (CKV2?_AWS_\d+|{PASSED}|{FAILED})\b[^|]*" + r"\| (\d+) " * len(SERVICES) + r"\|")
    found = [row.match(line) for line in text.splitlines()]
    return {match[1]: tuple(map(int, match.groups()[1:])) for match in found if match}


def differences(found: Counts, written: Counts) -> list[str]:
    """One line for each row that is missing, too many or wrong."""
    return [
        f"{row}: {_shown(found.get(row))} in checkov's report, {_shown(written.get(row))} in docs/production.md"
        for row in sorted(found.keys() | written.keys())
        if found.get(row) != written.get(row)
    ]


def _shown(counts: tuple[int, ...] | None) -> str:
    if counts is None:
        return "nothing"
    return ", ".join(f"{count} ({name})" for count, name in zip(counts, SERVICES, strict=True))


def main(path: str) -> int:
    """Compare, print and return the exit code."""
    report, text = json.loads(Path(path).read_text()), DOCUMENT.read_text()
    found = reported(report)
    wrong = differences(found, documented(text))
    version = f"checkov {report['summary']['checkov_version']}"
    if version not in text:
        wrong.append(f"{version} wrote the report; docs/production.md names another version")
    for line in wrong:
        print(line, file=sys.stderr)
    if not wrong:
        print(f"{version}: {_shown(found[PASSED])} pass; {_shown(found[FAILED])} fail, all as docs/production.md says")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
