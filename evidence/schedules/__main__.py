"""Run schedules for a time or up to a number, print a table, and write the results.

    python -m evidence.schedules [--seconds N] [--schedules N] [--processes N] [--seed TEXT] [--results FILE]
    python -m evidence.schedules --scenario NAME [--replay 0,3,1]

With a scenario, nothing is written unless you give a file. The exit code is 2 for wrong arguments. It is
1 if a promise was broken, or if the checker missed a seeded fault or an exception.
"""

import argparse
import json
import platform
import sys
from datetime import date
from pathlib import Path
from typing import Any

from ..arguments import results_file, write_results
from .arguments import listed, positive
from .choices import ChoiceError, Choices
from .explore import Result
from .internals import under_the_scheduler
from .jobs import BY_NAME, run_all
from .scenario import Scenario, run

FILE = Path(__file__).parent.parent / "results" / "schedules.json"


def _report(results: dict[str, Result], seconds: float, options: argparse.Namespace) -> dict[str, Any]:
    kept = {name: result for name, result in results.items() if not BY_NAME[name].breaks}
    return {
        "schedules": sum(result.schedules for result in kept.values()),
        "searched": sum(result.searched for result in kept.values()),
        "random": sum(result.random for result in kept.values()),
        "faults": sum(sum(result.faults.values()) for result in kept.values()),
        "values": sum(result.values for result in kept.values()),
        "broken": sum(sum(result.broken.values()) for result in kept.values()),
        "complete": all(result.complete for result in kept.values()),
        "seed": options.seed,
        "seconds": round(seconds),
        "processes": options.processes,
        "python": platform.python_version(),
        "scenarios": [result.as_json() for result in kept.values()],
        "date": date.today().isoformat(),
        "broken_on_purpose": [result.as_json() for name, result in results.items() if BY_NAME[name].breaks],
    }


def _print(results: dict[str, Result]) -> bool:
    """Print the table. Returns whether everything is as it must be."""
    good = True
    print(f"{'scenario':58} {'bounds':>6} {'all of':>9} {'random':>9} {'faults':>9} {'values':>10}  outcome")
    for name, result in results.items():
        breaks = BY_NAME[name].breaks
        if breaks:
            as_it_must = breaks in result.broken
            outcome = f"found after {result.searched}" if as_it_must else f"NOT FOUND: {breaks}"
        else:
            as_it_must = not result.broken
            outcome = f"BROKEN: {dict(result.broken)}" if result.broken else "no promise broken"
            if not result.complete:
                outcome += ", search not complete"
        good &= as_it_must
        bounds = f"{result.bounds.preemptions}, {result.bounds.faults}"
        print(
            f"{name:58} {bounds:>6} {result.searched:9,} {result.random:9,} {sum(result.faults.values()):9,} "
            f"{result.values:10,}  {outcome}"
        )
        if not as_it_must:
            for promise, (made, shows) in result.examples.items():
                print(f"    {promise}: {shows}\n    --scenario '{name}' --replay {','.join(map(str, made)) or '0'}")
    return good


def _replay(name: str, choices: list[int]) -> bool:
    """Run one schedule, and print all that happens. Raises `ChoiceError` if it is not one of the scenario's."""
    scenario: Scenario = BY_NAME[name]
    with under_the_scheduler():
        made = Choices(choices)
        history, violations = run(scenario, made)
    made.check()
    for each in history.invocations:
        print(each.line())
    for write in history.writes:
        print(write.line())
    print(f"faults: {history.faults}")
    for violation in violations:
        print(f"{violation.promise}: {violation.detail}")
    return not violations


def main() -> bool:
    """Do what the command line says. Returns whether all is well."""
    parser = argparse.ArgumentParser(prog="python -m evidence.schedules")
    parser.add_argument("--seconds", type=positive(float), default=400, help="stop after this time (default 400)")
    parser.add_argument("--schedules", type=positive(int), default=600_000, help="stop after so many (default 600000)")
    parser.add_argument("--processes", type=positive(int), default=2, help="how many at once (default 2)")
    parser.add_argument("--seed", default="1", help="for the random schedules (default 1)")
    parser.add_argument("--results", type=results_file, help=f"the file to write (default {FILE.name}, if all run)")
    parser.add_argument("--scenario", choices=BY_NAME, metavar="NAME", help="run this one only")
    parser.add_argument("--replay", type=listed, metavar="CHOICES", help="run this schedule only, and print it")
    options = parser.parse_args()
    if options.replay is not None:
        if not options.scenario:
            parser.error("--replay: no scenario; add --scenario with its name")
        try:
            return _replay(options.scenario, options.replay)
        except ChoiceError as error:
            parser.error(f"--replay: {error}; copy the list of a run")
    if not options.results and not options.scenario:
        options.results = results_file(str(FILE))
    print(f"seed {options.seed}; up to {options.schedules:,} schedules, {options.seconds:.0f} s")
    names = [options.scenario] if options.scenario else list(BY_NAME)
    results, seconds = run_all(names, options.schedules, options.seconds, options.seed, options.processes)
    good = _print(results)
    report = _report(results, seconds, options)
    print(f"{sum(result.schedules for result in results.values()):,} schedules in {seconds:.0f} s")
    if options.results:
        write_results(options.results, json.dumps(report, indent=2) + "\n")
    return good


if __name__ == "__main__":
    sys.exit(not main())
