"""Writes the figures of docs/reliability.md from the results in evidence/results/.

People write the document's text. Between two markers, a section has what its module here makes of its result file:

    <!-- figures: schedules -->
    <!-- end -->

To add a section, write a module with a function from the results, as parsed JSON, to Markdown. Then add it to
`SECTIONS` under the name of its file in evidence/results/.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.blocks import replaced

from . import histories, mutants, schedules, soak

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = ROOT / "docs" / "reliability.md"
RESULTS = ROOT / "evidence" / "results"
SECTIONS: dict[str, Callable[[Any], str]] = {
    "schedules": schedules.figures,
    "histories": histories.figures,
    "soak": soak.figures,
    "mutants": mutants.figures,
}


def results(section: str) -> Any:
    """What the last measurement of a section wrote."""
    return json.loads((RESULTS / f"{section}.json").read_text())


def written(document: str) -> str:
    """The document with the figures of the present results."""
    return replaced(document, {section: figures(results(section)) for section, figures in SECTIONS.items()})
