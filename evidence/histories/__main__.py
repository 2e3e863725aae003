"""Run, check what the callers saw, and show that the checker finds seeded faults.

    python -m evidence.histories [--seconds N] [--seed TEXT] [--seeded-seconds N] [--results FILE]

Prints a table and writes evidence/results/histories.json. By default it takes less than 5 minutes on 2 quiet cores. The
seed repeats the choices of faults and requests, not the order in which processes run. The exit code is 1 if a promise
was broken, or if the checker missed a seeded fault.
"""

import asyncio
import json
import sys
from pathlib import Path

from evidence.arguments import Parser, number, results_file, write_results
from tests.dynamodb_local import dynamodb_local, missing

from .report import is_good, measure, shown

FILE = Path(__file__).parent.parent / "results" / "histories.json"


def main() -> int:
    """Run the command."""
    parser = Parser(prog="python -m evidence.histories", description=(__doc__ or "").split("\n")[0], allow_abbrev=False)
    parser.add_argument("--seconds", type=number(1), default=190, help="of the run that must break no promise")
    parser.add_argument(
        "--seeded-seconds", type=number(1, or_zero=True), default=6, help="of each run with a seeded fault; 0: none"
    )
    parser.add_argument("--seed", default="1")
    parser.add_argument("--results", type=results_file, default=str(FILE), help="the file to write")
    options = parser.parse_args()
    if reason := missing():
        sys.exit(reason)
    with dynamodb_local() as url:
        results = asyncio.run(measure(url, options.seconds, options.seeded_seconds, options.seed))
    write_results(options.results, json.dumps(results, indent=1) + "\n")
    print(shown(results))
    return 0 if is_good(results) else 1


if __name__ == "__main__":
    sys.exit(main())
