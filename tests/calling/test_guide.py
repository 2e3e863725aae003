"""docs/calling.md: what it says in words."""

import re

import pytest

from handlers import errors

from .guide import GUIDE, SNIPPETS

NAMES = {each.__name__ for each in errors.SequenceError.__subclasses__()}
TESTED = {
    ("Python", "python"), ("boto3", "python"), ("AWS CLI", "sh"), ("HTTP", "sh"), ("Node.js", "js"), ("Go", "go"),
    ("AppSync", "graphql"), ("AppSync", "js"), ("Step Functions", "json"),
}  # fmt: skip


def test_every_snippet_is_one_that_a_test_runs() -> None:
    assert {each[:2] for each in SNIPPETS} == TESTED
    assert len(SNIPPETS) == len(TESTED)


@pytest.mark.parametrize(
    "snippet", [each for each in SNIPPETS if "ConfigurationError" in each.text], ids=lambda it: it[0]
)
def test_a_snippet_repeats_only_an_unavailable_service(snippet: tuple[str, str, str]) -> None:
    assert set(re.findall(r"\w+Error\b", snippet[2])) & NAMES == NAMES - {"SequenceUnavailableError"}


def test_each_error_has_its_status() -> None:
    rows = dict(re.findall(r"^\| (\d{3}(?:, \d{3})*) \| (.*) \|$", GUIDE, re.M))
    listed = {int(status) for statuses in rows for status in statuses.split(", ")}
    assert {each.status for each in errors.SequenceError.__subclasses__()} <= listed


def test_every_link_of_the_page_leads_to_a_section() -> None:
    headings = {
        re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in re.findall(r"^#+ (.*)$", GUIDE, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= headings
