"""Writes what the documents show of a result: the blocks between markers, and the plots.

    python -m benchmarks.document

writes them again from the newest result.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from . import table
from .plots import first_answers, growth, lease, values
from .result import Result, latest

ROOT = Path(__file__).parent.parent
PERFORMANCE = ROOT / "docs" / "performance.md"
README = ROOT / "README.md"
PLOTS = ROOT / "docs" / "performance"
DRAWN: Mapping[str, Callable[[Result, Path], None]] = {
    "values": values.draw,
    "first-answers": first_answers.draw,
    "lease": lease.draw,
    "growth": growth.draw,
}
SHOWN: Mapping[str, set[str]] = {  # which series a plot needs
    "values": {"values"},
    "first-answers": {"first answer"},
    "lease": {"lease"},
    "growth": {name for lines in growth.PANELS.values() for name, _ in lines},
}


def made_with(result: Result) -> str:
    """Date, machine and versions."""
    machine, versions = result["machine"], result["versions"]
    listed = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"Measured on {result['date']} in {result['seconds']} s, on {machine['cores']} cores "
        f"({machine['architecture']}).\n"
        f"Versions: {listed}."
    )


def in_short(result: Result) -> str:
    """Three figures, for README."""
    ratios = {(row["question"], row["figure"]): row["compared"][0] for row in result["figures"]}
    values = ratios["ordered, to boto3", "4 callers"]
    processor = ratios["one call, to boto3", "processor time"]
    first = ratios.get(("a seventh of a CPU, to the fastest other on DynamoDB", "first answer"))
    lines = [
        f"- {table.shown(values, '')} times the values a second of bare boto3, with four callers",
        f"- {table.shown(processor, '')} of its processor time for a call",
    ]
    if first is not None:
        lines.append(
            f"- {table.shown(first, '')} of the fastest other way's time to a first answer, at a seventh of a CPU"
        )
    return "\n".join(lines)


BLOCKS: Mapping[str, Callable[[Result], str]] = {
    "in short": in_short,
    "made with": made_with,
    "lease": table.waits,
    "marks": table.markdown,
    "contenders": table.contenders,
}


def filled(text: str, result: Result) -> str:
    """The text with its blocks written anew. A block is between `<!-- bench: name -->` and `<!-- /bench -->`."""

    def block(match: "re.Match[str]") -> str:
        return f"{match[1]}\n\n{BLOCKS[match[2]](result)}\n\n{match[3]}"

    return re.sub(r"(<!-- bench: ([a-z -]+) -->).*?(<!-- /bench -->)", block, text, flags=re.DOTALL)


def write_documents(result: Result) -> None:
    """Write the blocks and the plots."""
    PLOTS.mkdir(exist_ok=True)
    for path in (PERFORMANCE, README):
        path.write_text(filled(path.read_text(encoding="utf-8"), result), encoding="utf-8")
    for name, draw in DRAWN.items():
        if SHOWN[name] <= result["series"].keys():  # else this machine could not measure it, and the plot stays
            draw(result, PLOTS / f"{name}.svg")


if __name__ == "__main__":
    write_documents(latest())
