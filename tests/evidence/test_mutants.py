"""Mutation testing: which mutants there are, that a run tells killed ones from survivors, and what its results say."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.mutants.explanations import explanations, stale
from evidence.mutants.mutations import Mutant, mutants
from evidence.mutants.run import RESULTS, ROOT, UnsteadyTestsError, tried
from evidence.mutants.run import TESTS as TESTS_OF
from evidence.mutants.trial import Trial, UnsoundTrialError, outcomes


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
        ("raise ValueError('text') from a", {"pass"}),
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
OTHER = 1

def within(value: int) -> bool:
    return value < LIMIT

def smaller(value: int) -> int:
    while value > 5:
        value -= 3
    return value
"""
TESTS = """\
import subprocess, sys
import module

def test_within():
    assert module.within(9)
    assert not module.within(10)

def test_smaller():
    assert module.smaller(6) == 3

def test_in_another_process():
    subprocess.run([sys.executable, "-c", "import module; assert module.OTHER == 1"], check=True, cwd=%r)
"""


def test_trials_tell_killed_mutants_from_survivors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "module.py").write_text(MODULE)
    (tmp_path / "test_module.py").write_text(TESTS % str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    file, tests = str(tmp_path / "module.py"), [str(tmp_path / "test_module.py")]
    found = {mutant.source: mutant.after for mutant in mutants("module.py", MODULE)}
    trials = [Trial(file, source, tests, 6) for source in (MODULE, *found)]
    assert {found.get(outcome.trial.source): outcome.how for outcome in outcomes(trials)} == {
        None: "passed",
        "LIMIT = 11": "failed",
        "OTHER = 2": "failed",
        "return value <= LIMIT": "failed",
        "return None": "failed",
        "while value >= 5:": "passed",
        "while value > 6:": "failed",
        "value -= 4": "failed",
        "pass": "timed_out",
    }


def test_a_module_whose_tests_fail_unchanged_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    failing = tmp_path / "test_it.py"
    failing.write_text("def test_a_sum() -> None:\n    assert 1 + 1 == 3\n")
    monkeypatch.setitem(TESTS_OF, "handlers/definitions.py", [str(failing)])
    with pytest.raises(UnsteadyTestsError, match=r"handlers/definitions\.py: .*failed:\n.*test_a_sum\n(.*\n)*.*1 \+ 1"):
        tried("handlers/definitions.py")


def test_a_trial_without_a_test_that_ran_is_not_a_kill(tmp_path: Path) -> None:
    nothing = tmp_path / "test_nothing.py"
    nothing.write_text("")
    with pytest.raises(UnsoundTrialError, match="a trial ended with the exit code 5; no test failed"):
        list(outcomes([Trial(str(nothing), "", [str(nothing)], 60)]))


def all_mutants() -> Iterator[Mutant]:
    for path in TESTS_OF:
        yield from mutants(path, (ROOT / path).read_text())


def test_every_handler_has_tests_that_exist() -> None:
    handlers = {path.relative_to(ROOT).as_posix() for path in (ROOT / "handlers").rglob("*.py")}
    assert {path for path in handlers if not path.endswith("__init__.py")} <= TESTS_OF.keys()
    chosen = {test.partition("::")[0] for tests in TESTS_OF.values() for test in tests}
    assert [test for test in chosen if not (ROOT / test).exists()] == []


def test_each_mutant_is_valid_and_different() -> None:
    found = list(all_mutants())
    for mutant in found:
        compile(mutant.source, mutant.path, "exec")
    assert len({(mutant.path, mutant.before, mutant.after) for mutant in found}) == len(found)


def test_each_explanation_is_of_a_mutant_and_says_why() -> None:
    assert stale(all_mutants()) == set()
    assert [key for key, why in explanations().items() if len(why) < 20] == []


def test_in_the_last_run_each_module_was_tried_and_each_survivor_explained() -> None:
    rows = json.loads(RESULTS.read_text())["modules"]
    assert [row["module"] for row in rows] == list(TESTS_OF)
    assert [row["module"] for row in rows if row["unexplained"]] == []


def test_the_last_run_tried_the_present_mutants() -> None:
    rows = json.loads(RESULTS.read_text())["modules"]
    tried_then = {row["module"]: (row["mutants"], row["explained"]) for row in rows}
    now = Counter(mutant.path for mutant in all_mutants())
    explained = Counter(key.file for key in explanations())
    assert tried_then == {path: (now[path], explained[path]) for path in TESTS_OF}
