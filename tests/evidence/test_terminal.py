"""The command `sequences` on a table in which someone stored hostile names."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from evidence.attacks import texts
from operations.cli import watch
from operations.counters import Counter
from operations.pace import Paces
from operations.standing import standing_of
from tests.operations.conftest import Sequences, clean_environment, sequences, write_outputs
from tests.operations.tables import Table, moto_table

__all__ = ["clean_environment", "sequences"]  # fixtures
NAMES = [*texts.NAMES, *texts.LOG_LINES, "[red]markup[/red]", "[link=http://x]y[/link]", "a\tb", *texts.UNICODE]


@pytest.fixture
def table() -> Iterator[Table]:
    """A table with an item of each name that DynamoDB can store."""
    with moto_table() as table:
        for name in NAMES:
            if name.isascii() or not re.search("[\ud800-\udfff]", name):
                table.store(name, 5)
        yield table


@pytest.mark.parametrize(
    "command", [["list"], ["list", "--json"], ["check"], *(["show", name] for name in NAMES[14:20])]
)
def test_stored_names_do_not_control_the_terminal(
    sequences: Sequences, table: Table, tmp_path: Path, command: list[str]
) -> None:
    outputs = write_outputs(tmp_path, {"*": {}}, table_name=table.name)
    ended = sequences(*command, "--outputs", outputs)
    printed = ended.stdout + ended.stderr
    assert printed
    assert re.fullmatch(r"[ -~\t\n]*", printed)
    assert not re.search(r"^(REPORT|\{\"level)", printed, re.MULTILINE), "a name starts a line of its own"


def test_stored_names_do_not_control_the_terminal_while_watching() -> None:
    found = [standing_of(name, Counter(name, 5), None) for name in NAMES]
    paces, screen = Paces(), io.StringIO()
    paces.read(found, at=0)
    Console(file=screen, force_terminal=True, width=4000).print(watch._table(found, paces, len(found)))
    shown = re.sub(r"\x1b\[[01]m", "", screen.getvalue())  # the bold titles
    assert "[red]markup[/red]" in shown
    assert re.fullmatch(r"[ -~\n\u2581-\u2588]*", shown)
