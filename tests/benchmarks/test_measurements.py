"""Each question, measured with tiny numbers: the figures mean nothing, but all of them are there."""

import math
from collections.abc import Iterator

import pytest

from benchmarks.answer import QUICK
from benchmarks.contenders.no_op import handler
from benchmarks.marks import MARKS
from benchmarks.place import place
from benchmarks.questions import TOPICS, deployed
from benchmarks.result import Result, problems, result_of
from benchmarks.table import TO_BOTO3
from testing import record

CHEAP = ("values", "first-answers", "seventh", "lease", "growth", "stream")
ELSEWHERE = {"deployed", "commands", "ordered, to npm's peer"}  # they deploy, or need a package of npm


@pytest.fixture(scope="module")
def result(dynamodb_local_url: str) -> Iterator[Result]:
    """A run of all that is cheap, with packages that are here anyway."""
    with place(fetch=False, url=dynamodb_local_url) as here:
        yield result_of([TOPICS[topic](here, QUICK) for topic in CHEAP], here, QUICK, 1)


def test_every_mark_has_its_figure(result: Result) -> None:
    unable = {name for name in result["cannot run"] if "CPU" in name}  # a machine without control groups
    absent = [mark for mark in result["not measured"] if mark.partition(":")[0] not in ELSEWHERE | unable]
    assert absent == []
    assert len(result["figures"]) >= 20
    assert all(math.isfinite(each) for row in result["figures"] for each in row["compared"])


def test_each_ratio_to_boto3_is_of_rounds_with_as_many_callers(result: Result) -> None:
    values, ratios = result["series"]["values"], result["series"][TO_BOTO3]
    assert {name: found.keys() for name, found in ratios.items()} == {
        name: found.keys() for name, found in values.items()
    }
    assert set(ratios["boto3"].values()) == {(1, 1, 1, 1)}


def test_no_contender_gives_a_value_twice_but_the_naive_one_does(result: Result) -> None:
    assert result["uniqueness"]["values"] > 1_000
    assert result["uniqueness"]["duplicates"] == {}
    assert result["uniqueness"]["naive duplicates"] > 0
    assert problems(result) == []


def test_what_cannot_run_is_listed_with_its_reason(result: Result) -> None:
    assert result["cannot run"]["npm dynamodb-atomic-counter"] == "not fetched"


def test_the_deployed_functions_are_ours_beside_a_minimal_one_and_one_that_does_nothing() -> None:
    recorded = record(deployed.program)
    assert {"ours", "bare_boto3", "no_op"} == recorded.outputs.keys()
    assert handler({}, None) == 1


def test_the_questions_with_marks_are_those_that_are_asked() -> None:
    assert {question for question, _ in MARKS} >= ELSEWHERE
    assert set(TOPICS) == {*CHEAP, "deployed", "commands"}
