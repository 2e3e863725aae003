"""A name that no request can ask for is refused by every command that takes a name."""

from pathlib import Path

import pytest

from operations.names import NAME, matching
from operations.wording import plain

from .conftest import Sequences, write_outputs
from .tables import moto_table

COMMANDS = {
    "next": (),
    "show": (),
    "advance": ("--to", "5"),
    "restart": ("--force", "--yes"),
    "watch": ("--times", "1", "--every", "0.2"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["#token", "", "a*b", "caf\u00e9", "x" * 129])
def test_an_item_that_is_not_a_sequence_cannot_be_named(
    sequences: Sequences, tmp_path: Path, command: str, name: str
) -> None:
    with moto_table() as table:
        for item in filter(None, [name, "orders"]):
            table.store(item, 7)
        outputs = write_outputs(tmp_path, {"*": {}}, table_name=table.name, function_name="f")
        ended = sequences(command, name, *COMMANDS[command], "--outputs", outputs)
        assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
        assert ended.stderr.startswith(f"sequences {command}: NAME: '{plain(name[:64])}")
        assert ended.stderr.endswith(
            " is not a sequence's name; give 1 to 128 characters of A-Z a-z 0-9 . _ : / # @ -, "
            "starting with a letter or digit, such as orders\n"
        )
        assert set(table.values().values()) == {7}


@pytest.mark.parametrize(("pattern", "example"), [("shops/*", "shops/1"), ("*", "1"), ("nope/*", "nope/1")])
@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "show"])
def test_a_pattern_is_called_a_pattern_and_a_matching_name_is_shown(
    sequences: Sequences, tmp_path: Path, command: str, pattern: str, example: str
) -> None:
    with moto_table() as table:
        outputs = write_outputs(tmp_path, {"shops/*": {}, "*": {}}, table_name=table.name, function_name="f")
        ended = sequences(command, pattern, *COMMANDS[command], "--outputs", outputs)
    assert ended.exit_code == 1
    problem = f"{pattern} is a pattern; give a name that matches it, such as {example}"
    assert ended.stderr == f"sequences {command}: NAME: {problem}\n"


def test_show_says_that_a_pattern_is_not_declared(sequences: Sequences, tmp_path: Path) -> None:
    with moto_table() as table:
        outputs = write_outputs(tmp_path, {"shops/*": {}}, table_name=table.name)
        ended = sequences("show", "nope/*", "--outputs", outputs)
        by_name = sequences("show", "nope/*", "--table-name", table.name)
    assert ended.exit_code == by_name.exit_code == 1
    assert ended.stderr == "sequences show: pattern nope/*: not declared; sequences list shows the declared ones\n"
    assert by_name.stderr.startswith("sequences show: NAME: nope/* is a pattern; give a name that matches it,")


@pytest.mark.parametrize("prefix", ["", "a", "orders/", "x" * 127])
def test_the_example_matches_its_pattern(prefix: str) -> None:
    example = matching(f"{prefix}*")
    assert example
    assert example.startswith(prefix)
    assert NAME.fullmatch(example)
    assert matching(prefix) is None
