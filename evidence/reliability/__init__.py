"""Writes the figures of docs/reliability.md from the results in evidence/results/.

People write the document's text. Between two markers, a section has what its module here makes of its result file:

    <!-- figures: schedules -->
    <!-- end -->

To add a section, write a module with a function from the results, as parsed JSON, to Markdown. Then add it to
`SECTIONS` under the name of its file in evidence/results/.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import schedules

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = ROOT / "docs" / "reliability.md"
RESULTS = ROOT / "evidence" / "results"
SECTIONS: dict[str, Callable[[Any], str]] = {"schedules": schedules.figures}

_BLOCK = re.compile(r"(?<=<!-- figures: )(\w+) -->\n.*?(?=<!-- end -->)", re.DOTALL)


def results(section: str) -> Any:
    """What the last measurement of a section wrote."""
    return json.loads((RESULTS / f"{section}.json").read_text())


def written(document: str) -> str:
    """The document with the figures of the present results."""

    def block(found: re.Match[str]) -> str:
        section = found[1]
        return f"{section} -->\n\n{SECTIONS[section](results(section)).strip()}\n\n"

    return _BLOCK.sub(block, document)
