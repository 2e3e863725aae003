"""Generated parts of a document, between `<!-- figures: NAME -->` and `<!-- end -->`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PERFORMANCE = ROOT / "docs" / "performance.md"
PLOTS = ROOT / "docs" / "performance"


def replaced(text: str, blocks: Mapping[str, str]) -> str:
    """The document with these blocks. Every block must have its place."""
    for name, block in blocks.items():
        before, mark, rest = text.partition(f"<!-- figures: {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not (mark and end):
            raise ValueError(f"figures {name}: the document has no place for them; add <!-- figures: {name} -->")
        text = f"{before}{mark}{block.strip()}\n{end}{after}"
    return text


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    names = list(header)
    lines = [names, ["---"] * len(names), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
