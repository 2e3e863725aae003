"""Simulate a hot sequence, check the simulation against the emulator, and write what docs/performance.md shows.

    python -m benchmarks.model [--keep-results]

Takes about two minutes, and needs DynamoDB Local. Exits with 1 if the simulation is too far from the emulator.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tests.dynamodb_local import dynamodb_local, missing

from ..blocks import PERFORMANCE, replaced
from ..command_line import ended_in_order
from .blocks import blocks
from .check import compare
from .latency import Latencies
from .pictures import draw
from .sweep import by_rate, tables

RUNS = 2  # of the emulator, one after the other: at once they would slow each other
RESULT = Path(__file__).parent.parent / "results" / "model.json"


def main() -> int:
    """Simulate, compare, write."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.model", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--keep-results", action="store_true", help="draw and write the document from the stored results"
    )
    misses: list[str] = []
    if not parser.parse_args().keep_results:
        if reason := missing():
            sys.exit(reason)
        result, misses = _results()
        RESULT.write_text(json.dumps(result, indent=1) + "\n")
    result = json.loads(RESULT.read_text())
    draw(result)
    PERFORMANCE.write_text(replaced(PERFORMANCE.read_text(), blocks(result)))
    print(blocks(result)["model check"])
    print("\n".join(misses) or "the simulation agrees with the emulator")
    return 1 if misses else 0


def _results() -> tuple[dict[str, Any], list[str]]:
    with dynamodb_local() as url:
        compared, _ = compare(url, RUNS)
    figures = {
        name: {
            side: {figure: float(f"{value:.4g}") for figure, value in outcome._asdict().items()}
            for side, outcome in pair._asdict().items()
        }
        for name, pair in compared.items()
    }
    misses = [f"{name}: {miss}" for name, pair in compared.items() for miss in pair.misses()]
    return {"assumed": Latencies()._asdict(), "check": figures, "by_rate": by_rate(), **tables()}, misses


if __name__ == "__main__":
    sys.exit(ended_in_order(main))
