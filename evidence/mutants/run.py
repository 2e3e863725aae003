"""Tries all mutants of the chosen modules, and writes evidence/results/mutants.json."""

import importlib
import json
import platform
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from .explanations import Explained, explanations
from .mutations import Mutant, mutants
from .trial import Trial, outcomes

ROOT = Path(__file__).parent.parent.parent
RESULTS = ROOT / "evidence" / "results" / "mutants.json"
TESTS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("tests.toml").read_text())
# What the tests import and nobody mutates: imported once, for all forks.
IMPORTED_ONCE = (
    "boto3",
    "botocore.session",
    "hypothesis",
    "moto.server",
    "moto.dynamodb.responses",
    "flask",
    "cryptography.x509",
    "components.service_options",
)


class UnsteadyTestsError(Exception):
    """A module's tests fail without a mutant."""


def tried(path: str) -> Counter[str]:
    """Try a module's mutants, and print those that survive without an explanation. Raises `UnsteadyTestsError`."""
    file, tests = str(ROOT / path), TESTS[path]
    source = Path(file).read_text()
    limit = _limit(file, source, tests)
    by_source = {mutant.source: mutant for mutant in mutants(path, source)}
    explained = {key for key in explanations() if key.file == path}
    counts: Counter[str] = Counter()
    for outcome in outcomes(Trial(file, source, tests, limit) for source in by_source):
        mutant = by_source[outcome.trial.source]
        counts[_judged(mutant, outcome.how, explained)] += 1
    for key in sorted(explained):
        _say("explained, but it does not survive", key)
        counts["needless"] += 1
    return counts


def _limit(file: str, source: str, tests: list[str]) -> float:
    """How long the tests may take with a mutant. They have to pass three times with the file's own source."""
    with tempfile.TemporaryDirectory() as folder:
        unchanged = list(outcomes(Trial(file, source, tests, 120, f"{folder}/{nth}") for nth in range(3)))
        for outcome in unchanged:
            if outcome.how != "passed":
                printed = Path(outcome.trial.output).read_text(errors="replace")
                raise UnsteadyTestsError(f"{file}: without a mutant, the tests {outcome.how}:\n{printed}")
    return 10 + 3 * max(outcome.seconds for outcome in unchanged)


def _judged(mutant: Mutant, how: str, explained: set[Explained]) -> str:
    """The outcome as the results count it. An explanation that is used is removed."""
    if how != "passed":
        return "killed" if how == "failed" else "timed_out"
    key = Explained.of(mutant)
    if key in explained:
        explained.remove(key)
        return "explained"
    _say(f"survives, line {mutant.line}", key)
    return "unexplained"


def _say(what: str, key: Explained) -> None:
    print(f"{key.file}: {what}\n  {key.line}\n  {key.mutant}", file=sys.stderr, flush=True)


def main(paths: list[str]) -> int:
    """Try the mutants of these modules, or of all. The exit code is 1 if a survivor has no explanation."""
    if unknown := set(paths) - set(TESTS):
        raise SystemExit(f"no tests are chosen in tests.toml for: {', '.join(sorted(unknown))}")
    for name in IMPORTED_ONCE:
        importlib.import_module(name)
    bad = 0
    for path in paths or TESTS:
        begin = time.monotonic()
        counts = tried(path)
        print(f"{path}: {dict(counts)}, {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
        bad += counts["unexplained"] + counts["needless"]
        _write(path, counts)
    return bool(bad)


def _write(path: str, counts: Counter[str]) -> None:
    """Replace the module's row."""
    rows = {row["module"]: row for row in json.loads(RESULTS.read_text())["modules"]} if RESULTS.exists() else {}
    row = {name: counts[name] for name in ("killed", "timed_out", "explained", "unexplained")}
    rows[path] = {"module": path, "mutants": sum(row.values()), **row}
    versions = {"python": platform.python_version(), "pytest": pytest.__version__}
    text = json.dumps({**versions, "modules": [rows[path] for path in TESTS if path in rows]}, indent=2)
    RESULTS.write_text(text + "\n")
