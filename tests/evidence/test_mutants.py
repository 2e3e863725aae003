"""Mutation testing: which mutants there are, that a run tells killed ones from survivors, and what its results say."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.mutants.explanations import explanations, stale
from evidence.mutants.mutations import Mutant, mutants
from evidence.mutants.run import RESULTS, ROOT, targets
from evidence.mutants.selection import rounds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", {"a <= b"}),
        ("a == b", {"a != b"}),
        ("a + b", {"a - b"}),
        ("a and b", {"(a)", "(b)"}),
        ("not a", {"(a)"}),
        ("7", {"8"}),
        ("'x'", {"'XXx'"}),
        ("True", {"False"}),
        ("min(a, b)", {"max(a, b)"}),
        ("f(a, key=b)", {"f(a)"}),
        ("f'{a} b'", set()),
    ],
)
def test_an_expression_has_these_mutants(before: str, after: set[str]) -> None:
    assert {mutant.after for mutant in mutants("m.py", f"x = {before}\n")} == {f"x = {each}" for each in after}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("self.x = a", {"pass"}),
        ("if a: f(a)", {"if (not (a)): f(a)", "if a: pass"}),
        ("raise ValueError('text') from a", {"pass", "raise ValueError('text')"}),
        ("import a", set()),
        ("x: 'A' = a", set()),
        ("'a docstring'", set()),
    ],
)
def test_a_statement_has_these_mutants(before: str, after: set[str]) -> None:
    assert {mutant.after for mutant in mutants("m.py", before)} == after


def test_an_except_catches_one_error_less() -> None:
    source = "try: f\nexcept (OSError, ValueError): f\n"
    assert [mutant.after for mutant in mutants("m.py", source)] == ["except (ValueError,): f", "except (OSError,): f"]


MODULE = """\
LIMIT = 10

def within(value: int) -> bool:
    return value < LIMIT

def positive(value: int) -> bool:
    return value > 0

def smaller(value: int) -> int:
    while value > 5:
        value -= 3
    return value

THING = object() if LIMIT else None
"""
# One test fails at each third run, and one always: neither may kill a mutant.
TESTS = """\
from pathlib import Path
import module

def test_within():
    assert module.within(9)
    assert not module.within(10)

def test_positive():
    assert module.positive(5)

def test_smaller():
    assert module.smaller(6) == 3

def test_sometimes():
    module.positive(5)
    with Path("runs").open("a+") as runs:
        assert runs.write("x") and runs.tell() % 3

def test_never():
    assert not module.positive(5)
"""
RUN = """\
import json, sys
from pathlib import Path
import pytest
from evidence.mutants import trials
from evidence.mutants.mutations import mutants

trials.LEAST_LIMIT = 0.2
found = mutants("module.py", Path("module.py").read_text())
run = trials.Trials("module.py", found, [["test_module.py"]], lambda: None)
assert pytest.main(["-qq", "-s", "--no-summary", "-p", "no:cacheprovider"], plugins=[run]) == 0
print(json.dumps([[found[nth].after, outcome] for nth, outcome in run.outcomes.items()]), file=sys.stderr)
"""


def test_a_run_tells_killed_mutants_from_survivors(tmp_path: Path) -> None:
    for name, text in (("module.py", MODULE), ("test_module.py", TESTS), ("run.py", RUN)):
        (tmp_path / name).write_text(text)
    path = f"{tmp_path}:{ROOT}"
    done = subprocess.run(
        [sys.executable, "-B", "run.py"], cwd=tmp_path, env={"PYTHONPATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert dict(json.loads(done.stderr.splitlines()[-1])) == {
        "LIMIT = 11": "killed",
        "return value <= LIMIT": "killed",
        "return value >= 0": "survived",
        "return value > 1": "survived",
        "return None": "killed",
        "while value >= 5:": "survived",
        "while value > 6:": "killed",
        "value -= 4": "killed",
        "pass": "timed_out",
        "THING = object() if (not (LIMIT)) else None": "not_loaded",
    }


def all_mutants() -> Iterator[Mutant]:
    for path in targets():
        yield from mutants(path, (ROOT / path).read_text())


def test_each_mutant_is_valid_and_different() -> None:
    found = list(all_mutants())
    for mutant in found:
        compile(mutant.source, mutant.path, "exec")
    assert len({(mutant.path, mutant.before, mutant.after) for mutant in found}) == len(found)


def test_each_explanation_is_of_a_mutant_and_says_why() -> None:
    assert stale(all_mutants()) == set()
    assert [key for key, why in explanations().items() if len(why) < 20] == []


def test_in_the_last_run_each_survivor_was_explained() -> None:
    results = json.loads(RESULTS.read_text())
    assert {row["module"] for row in results["modules"]} <= set(targets())
    assert [row["module"] for row in results["modules"] if row["unexplained"]] == []


def test_each_module_that_was_tried_has_tests_that_exist() -> None:
    tried = [row["module"] for row in json.loads(RESULTS.read_text())["modules"]]
    assert [path for path in tried if not rounds(path)] == []
    files = {file for path in targets() for tests in rounds(path) for file in tests}
    assert [file for file in files if not (ROOT / file).exists()] == []
