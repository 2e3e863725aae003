"""SECURITY.md: each row of the threat model names a test that exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def rows() -> list[list[str]]:
    """The cells of each row of the threat model."""
    model = (ROOT / "SECURITY.md").read_text().partition("## Threat model")[2]
    lines = [line for line in model.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def test_each_row_names_a_test_that_exists() -> None:
    assert len(rows()) >= 15
    for cells in rows():
        assert len(cells) == 4, cells
        named = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", cells[3])
        assert named, cells[3]
        module = ast.parse((ROOT / named[1]).read_text())
        assert named[2] in {each.name for each in module.body if isinstance(each, ast.FunctionDef)}, cells[3]
