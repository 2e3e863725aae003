"""docs/arguments.md says what the code does."""

import re
from typing import Any

import pytest

from components.consumer.args import CONSUMER
from components.definitions.complete import complete_definitions
from components.function.args import NEXT_VALUE
from components.mistakes import Mistakes
from components.table.args import PARAMETER, TABLE, WRITER
from plugin.arguments import page

from .conftest import REPOSITORY

COMMITTED = (REPOSITORY / "docs" / "arguments.md").read_text()


def test_the_page_is_that_of_the_docstrings() -> None:
    assert page() + "\n" == COMMITTED, "run `make docs`"


DEFAULTS: dict[str, Any] = {
    "SequenceDefinition": complete_definitions({"*": {}}, Mistakes())["*"],
    "TableArgs": TABLE,
    "ParameterArgs": PARAMETER,
    "FunctionArgs": NEXT_VALUE,
    "WriterArgs": WRITER,
    "ConsumerArgs": CONSUMER,
}
WORDS = {2**53 - 1: "2^53 - 1", "{}": "none", "[]": "none"}


@pytest.mark.parametrize("kind", DEFAULTS)
def test_the_defaults_that_it_tells_are_those_that_count(kind: str) -> None:
    section = re.search(rf"^## {kind}$(.*?)^## ", COMMITTED, re.MULTILINE | re.DOTALL)
    assert section
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*) \|", section[1], re.MULTILINE))
    for option, value in DEFAULTS[kind].items():
        if option in ("start", "filter_patterns"):  # told by another option's name, and in a sentence
            continue
        text = WORDS.get(
            value if isinstance(value, int) else str(value),
            f"{value}".lower() if value in (True, False) else f"{value}",
        )
        assert re.match(rf"{re.escape(text)}\b", told[option].replace(",", "", 1)), option
