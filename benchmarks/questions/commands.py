"""How long does someone wait for a demo, for `local up`, for a recorded program?"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable

from ..answer import Answer, Figure, Plan, seconds
from ..place import ROOT, Place
from ..process import printed
from ..spread import Spread

QUESTION = "commands"
RECORD = "import time; begin = time.perf_counter(); from testing import record; record('.')"
RECORD += "; first = time.perf_counter(); record('.'); print(first - begin, time.perf_counter() - first)"


def ask(_place: Place, plan: Plan) -> Answer:
    """Run each a few times, in turn."""
    asked: dict[str, Callable[[], float]] = {} if plan.quick else {"make demo, warm": _demo, "local up, to ready": _up}
    rounds = [{name: run() for name, run in asked.items()} | _record() for _ in range(plan.at_most(3))]
    rounds = rounds[1:] or rounds  # the first one warms up
    taken = {name: Spread.of(each[name] for each in rounds) for name in rounds[0]}
    return Answer([Figure(QUESTION, name, seconds(times.median), times, "s") for name, times in taken.items()])


def _demo() -> float:
    begin = time.perf_counter()
    printed([sys.executable, "-m", "local", "demo"], ROOT)
    return time.perf_counter() - begin


def _up() -> float:
    begin = time.perf_counter()
    command = [sys.executable, "-m", "local", "up"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                if line.startswith("Running"):
                    break
            taken = time.perf_counter() - begin
        finally:
            process.send_signal(signal.SIGINT)
            process.stdout.read()
    return taken


def _record() -> dict[str, float]:
    """A fresh process that records twice. The first time, it also imports Pulumi."""
    first, second = map(float, printed([sys.executable, "-c", RECORD], ROOT).split())
    return {"record of the program": first, "record of the program, again": second}
