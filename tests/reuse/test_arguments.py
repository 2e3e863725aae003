"""docs/arguments.md matches the code."""

import re

import pytest

from components.consumer.args import ConsumerArgs
from components.service_options import DEFAULTS, RULES
from plugin.arguments import page
from plugin.option_docs import option_doc

from .conftest import REPOSITORY

COMMITTED = (REPOSITORY / "docs" / "arguments.md").read_text()


def test_the_page_matches_the_code() -> None:
    assert page() + "\n" == COMMITTED, "run `make docs`"


def test_every_option_without_nested_options_shows_its_default() -> None:
    silent = []
    for section in re.findall(r"^## (\w+)\n(.*?)(?=^## )", COMMITTED, re.MULTILINE | re.DOTALL):
        for option, type_, _, default, _ in re.findall(r"^\| `(\w+)` \|" + r" (.*?) \|" * 4, section[1], re.MULTILINE):
            if not default and "Args" not in type_:
                silent.append(f"{section[0]}.{option}")
    assert silent == []


@pytest.mark.parametrize("kind", DEFAULTS)
def test_every_default_is_valid(kind: type) -> None:
    for option, value in DEFAULTS[kind].items():
        assert option in kind.__annotations__
        rule = RULES.get(kind, {}).get(option)
        assert rule is None or rule.problem(value) is None


def test_an_options_description_has_its_rule_and_default() -> None:
    doc = option_doc("ConsumerArgs", "batch_size", "The most records in a batch.")
    assert doc == ("The most records in a batch.", RULES[ConsumerArgs]["batch_size"].must, "100")
    assert doc.sentence == "The most records in a batch. Must be an integer from 1 to 10,000. Default: 100."


def test_a_second_default_in_the_docstring_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"batch_size: both the code and the docstring have a default"):
        option_doc("ConsumerArgs", "batch_size", "The most records. Default: 7.")


def test_a_consumers_different_default_is_shown_too() -> None:
    assert option_doc("FunctionArgs", "timeout", "").default == "10; a consumer's: 60"
