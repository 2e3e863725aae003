"""Measure everything: `make bench`.

    python -m benchmarks [--only TOPIC ...] [--rounds N] [--quick] [--strict] [--no-fetch] [--no-save]

Prints the table, writes `benchmarks/results/<date>.json`, and draws the plots and writes the figures that README and
docs/performance.md show. Fewer rounds than the default are not saved. Exits with 1 if a value came twice, or if the
naive contender passes the check. A missed mark is in the table. With `--strict` it also means 1.
"""

import argparse
import sys
import time

from tests.dynamodb_local import missing

from . import result as results
from . import table
from .answer import FULL, QUICK, Answer, Plan
from .command_line import at_least_one, ended_in_order
from .document import write_documents
from .place import Place, place
from .questions import TOPICS


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=TOPICS, metavar="TOPIC", help=f"some of {', '.join(TOPICS)}")
    parser.add_argument(
        "--rounds", type=at_least_one, default=FULL.rounds, help=f"of each measurement (default {FULL.rounds})"
    )
    parser.add_argument("--quick", action="store_true", help="tiny numbers, to see that all works; nothing is written")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a mark is missed")
    parser.add_argument("--no-fetch", action="store_true", help="install no packages of other people")
    parser.add_argument("--no-save", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    topics = options.only or list(TOPICS)
    plan = QUICK if options.quick else FULL._replace(rounds=options.rounds)
    saved = topics == list(TOPICS) and not (options.quick or options.no_save)
    if saved and plan.rounds < FULL.rounds:
        parser.error(f"--rounds: {plan.rounds} is too few to be saved; add --no-save, or use {FULL.rounds} or more")
    if reason := missing():
        sys.exit(reason)
    begin = time.monotonic()
    with place(fetch=not options.no_fetch) as here:
        answers = [_ask(topic, here, plan) for topic in topics]
        result = results.result_of(answers, here, plan, time.monotonic() - begin)
    print(table.text(result))
    if saved:
        print(f"\nwrote {results.save(result)}")
        write_documents(result)
    problems = results.problems(result)
    print("\n".join(problems), end="\n" if problems else "", file=sys.stderr)
    return 1 if problems or (options.strict and results.missed(result)) else 0


def _ask(topic: str, here: Place, plan: Plan) -> Answer:
    begin = time.monotonic()
    print(f"{topic} ...", end="", file=sys.stderr, flush=True)
    answer = TOPICS[topic](here, plan)
    print(f" {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    return answer


if __name__ == "__main__":
    sys.exit(ended_in_order(main))
