"""How many records a second does the stream consumer process, and which batch size keeps up with 1,000 a second?"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from ..answer import Answer, Figure, Plan, per_second, seconds
from ..contender import Contender
from ..deployed_code import unpack
from ..feed import RATE, batch
from ..place import DEFINITIONS, Place
from ..process import printed
from ..quota import missing, quota
from ..spread import Spread

QUESTION = "stream consumer"
SIZES = (1, 10, 100, 1_000)
DEFAULT = 100  # the component's batch size
LENGTH = 4.0  # seconds of changes
MOST_LAG = 1.0  # seconds; with more than that, it does not keep up


def ask(place: Place, plan: Plan) -> Answer:
    """Measure its pace on a whole CPU, then its lag with a function's share of one."""
    table = place.environment["SEQUENCE_TABLE_NAME"]
    code = unpack(place.scratch / "consumer", "stream_consumer", DEFINITIONS)
    length = 0.3 if plan.quick else LENGTH
    answer = Answer(lengths={"stream consumer, lag": f"{length:g} s"})
    paces: dict[str, Spread] = {}
    sizes = (1, DEFAULT) if plan.quick else SIZES
    for size in sizes:
        consumer = Contender("consumer", "", "handlers.stream_consumer", batch(0, size, table), size)
        with place.worker(consumer, code=code, quiet=True) as started:
            rounds = []
            for _ in range(1 + plan.at_most(3)):
                started.begin(consumer.event, 1, plan.seconds)
                rounds.append(size * started.end().pace)
        paces[str(size)] = Spread.of(rounds[1:])
        if size in (1, DEFAULT):
            ratio = paces[str(size)].divided(RATE)
            name = f"processing alone, without delivery, batches of {size}: to {RATE:,} records a second"
            answer.figures.append(Figure(QUESTION, name, per_second(paces[str(size)].median), ratio))
    if reason := missing():
        answer.missing["stream consumer with a seventh of a CPU (a whole one instead)"] = reason
    with ThreadPoolExecutor(len(sizes)) as pool:
        lags = dict(zip(sizes, pool.map(lambda size: _lag(place, code, size, length), sizes), strict=True))
    answer.series["stream"] = {"paces": paces, "lags": {str(size): lag["lag"] for size, lag in lags.items()}}
    for size in sizes:
        lag = lags[size]["lag"]
        name = f"lag at {RATE:,} changes a second, batches of {size:,}"
        shown = "keeps up" if lag <= MOST_LAG else f"{lags[size]['behind']:,} behind after {length:g} s"
        answer.figures.append(Figure(QUESTION, name, f"{seconds(lag)}, {shown}", Spread.of([lag]), "s"))
    return answer


def _lag(place: Place, code: Any, size: int, length: float) -> dict[str, float]:
    with ExitStack() as stack:
        prefix = [] if missing() else stack.enter_context(quota())
        command = [*prefix, sys.executable, "-m", "benchmarks.feed", str(size), str(length)]
        found: dict[str, float] = json.loads(printed(command, code, place.environment))
    return found
