"""Writes what the documents show of a result: the blocks between markers, and the plots.

    python -m benchmarks.document

writes them again from the newest result.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from . import table
from .blocks import PERFORMANCE, PLOTS, ROOT, replaced
from .plots import first_answers, growth, lease, values
from .result import Result, latest

README = ROOT / "README.md"
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


def rounds(result: Result) -> str:
    """How often and how long everything is measured."""
    lines = [f"{name}: {length}" for name, length in result["lengths"].items()]
    return "\n".join(
        [
            f"- **Rounds.** There are {result['rounds']}. Where there are others, the column *spread* says it.",
            f"- **One measurement.** {'; '.join(lines)}.",
        ]
    )


def in_short(result: Result) -> str:
    """Three figures with their settings, for README."""
    ratios = {(row["question"], row["figure"]): row["compared"][0] for row in result["figures"]}
    values = ratios["ordered, to boto3", "1 caller"]
    database = ratios.get((table.TO_POSTGRESQL, "1 caller"))
    processor = ratios["one call, to boto3", "processor time"]
    first = ratios.get(("a seventh of a CPU, to the fastest other on DynamoDB", "first answer"))
    deployed = ratios.get(("deployed", "ordered, to a minimal function, 1 caller"))
    lines = [
        f"- {table.shown(processor, '')} of boto3's processor time for each call.",
        f"- {table.shown(values, '')} times as many values a second as plain boto3: one caller, "
        "DynamoDB Local, no Lambda.",
    ]
    if database is not None:
        more = table.shown(1 / database, "")
        lines[-1] += f"\n  PostgreSQL's `nextval` on the same machine gives {more} times as many."
    if first is not None:
        others = "the time to the first answer of the fastest other way that was measured"
        lines.insert(0, f"- {table.shown(first, '')} of {others}, with a seventh of a CPU (256 MB).")
    if deployed is not None:
        more = table.shown(deployed, "")
        lines[-1] += (
            f"\n  Deployed to an emulated Lambda, this service gives {more} times as many as a minimal boto3 function."
        )
    return "\n".join(lines)


BLOCKS: Mapping[Path, Mapping[str, Callable[[Result], str]]] = {
    README: {"in short": in_short},
    PERFORMANCE: {
        "contenders": table.contenders,
        "marks": table.markdown,
        "made with": made_with,
        "rounds": rounds,
        "lease": table.waits,
    },
}


def filled(path: Path, result: Result) -> str:
    """The document with its blocks written anew."""
    blocks = {name: make(result) for name, make in BLOCKS[path].items()}
    return replaced(path.read_text(encoding="utf-8"), blocks)


def write_documents(result: Result) -> None:
    """Write the blocks and the plots."""
    PLOTS.mkdir(exist_ok=True)
    for path in BLOCKS:
        path.write_text(filled(path, result), encoding="utf-8")
    for name, draw in DRAWN.items():
        if SHOWN[name] <= result["series"].keys():  # else this machine could not measure it, and the plot stays
            draw(result, PLOTS / f"{name}.svg")


def main() -> None:
    """Write the documents."""
    argparse.ArgumentParser(
        prog="python -m benchmarks.document", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    write_documents(latest())


if __name__ == "__main__":
    main()
