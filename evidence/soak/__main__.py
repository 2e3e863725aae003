"""Run a soak: `python -m evidence.soak [--seconds 900] [--results FILE]`.

It prints what is wrong, and exits with 1 if anything is. Ctrl-C ends everything that it has started.
"""

import json
import sys
import tempfile
from pathlib import Path

from evidence.arguments import Parser, number, results_file, write_results
from local.cli.signals import Interrupted, interruptible

from .result import result
from .run import CALLS_A_SECOND, SoakError, run

RESULTS = Path(__file__).parents[1] / "results" / "soak.json"


def main() -> int:
    """Run it and write the result. Returns the exit code."""
    parser = Parser(prog="python -m evidence.soak", description=__doc__, allow_abbrev=False)
    parser.add_argument("--seconds", type=number(1), default=900, help="how long the load lasts (default: 900)")
    parser.add_argument(
        "--pace", type=number(1), default=CALLS_A_SECOND, help="calls per second (default: %(default)s)"
    )
    parser.add_argument(
        "--results", type=results_file, default=str(RESULTS), help="the file to write (default: %(default)s)"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        try:
            soak = run(Path(folder), given.seconds, pace=given.pace)
        except SoakError as error:
            print(f"the soak could not end: {error}", file=sys.stderr)
            return 1
    found = result(soak)
    write_results(given.results, json.dumps(found, indent=2) + "\n")
    for each in found["wrong"]:
        print(f"wrong: {each}")
    print(
        f"{found['calls']:,} calls in {found['seconds']} s, {found['values']:,} values, "
        f"{found['restart']['failed_calls']} calls failed during the restart, {len(found['wrong'])} things are wrong"
    )
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    try:
        with interruptible():
            code = main()
    except Interrupted as interrupted:
        code = interrupted.exit_code
    sys.exit(code)
