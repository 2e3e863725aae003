"""Compute the costs from prices.json; write the results, the plot, and the tables of the documents.

python -m benchmarks.cost
"""

import argparse
import json
from pathlib import Path

from ..blocks import PERFORMANCE, replaced
from .blocks import blocks, results
from .picture import draw

RESULT = Path(__file__).parent.parent / "results" / "cost.json"
OPERATIONS = PERFORMANCE.with_name("operations.md")


def main() -> None:
    """Compute and write."""
    argparse.ArgumentParser(
        prog="python -m benchmarks.cost", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    result = results()
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    draw(result)
    made = blocks(result)
    by_mode = {"cost by mode": made.pop("cost by mode")}
    OPERATIONS.write_text(replaced(OPERATIONS.read_text(), by_mode))
    PERFORMANCE.write_text(replaced(PERFORMANCE.read_text(), made))
    print(by_mode["cost by mode"])


if __name__ == "__main__":
    main()
