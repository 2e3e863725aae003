"""The guide's table of options says what the code does."""

import inspect
import re

import pytest

from components.consumer.args import CONSUMER, ConsumerArgs

from ..local.programs import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "consumer.md").read_text()
ROWS = {
    option: cells
    for cells in (line.strip("| ").split(" | ") for line in GUIDE.splitlines() if line.startswith("| `"))
    for option in re.findall(r"`(\w+)`", cells[0])
}
PLAIN = [option for option, value in CONSUMER.items() if isinstance(value, (bool, int, str))]


def test_every_option_has_a_row() -> None:
    assert set(inspect.get_annotations(ConsumerArgs)) <= set(ROWS)


@pytest.mark.parametrize("option", PLAIN)
def test_a_row_gives_the_default(option: str) -> None:
    value = dict(CONSUMER)[option]
    said = ROWS[option][1]
    assert said == (
        str(value).lower() if isinstance(value, bool) else f"{value:,}" if isinstance(value, int) else value
    )
