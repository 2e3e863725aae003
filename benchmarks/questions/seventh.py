"""How long do a first answer and a warm call take with a seventh of a CPU, as a function of 256 MB has?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TypeVar

from ..answer import Answer, Figure, Plan, seconds
from ..contender import Contender
from ..place import Place
from ..process import Worker
from ..quota import missing, quota
from ..roster import CONTENDERS, DATABASES, NAIVE, ORDERED, OURS, POSTGRESQL
from ..spread import Spread
from ..turns import turns

QUESTION = "a seventh of a CPU, to the fastest other on DynamoDB"
AT_ONCE = 4  # each has its own seventh, so four leave room for the servers on two cores
WARM_SECONDS = 0.5

Result = TypeVar("Result")


def ask(place: Place, plan: Plan) -> Answer:
    """Start each contender again and again, then let a running one answer call after call."""
    if reason := missing():
        return Answer(missing={QUESTION: reason})
    sides = [side for side in CONTENDERS if place.runs(side) and side is not NAIVE and side.program != OURS]
    sides = [ORDERED, *(sides[:1] if plan.quick else sides)]
    first = [_at_once(lambda side: _first(place, side), order) for order in turns(sides, plan.at_most(3))]
    warm = _warm(place, sides, plan)
    answer = Answer(lengths={"a seventh of a CPU, warm call": f"{WARM_SECONDS:g} s"})
    for name, rounds in (("first answer", first), ("warm call", warm)):
        times = {side: [each[side] for each in rounds] for side in sides}
        spreads = {side: Spread.of(each) for side, each in times.items()}
        mine, shown = times[ORDERED], seconds(spreads[ORDERED].median)
        on_dynamodb = [side for side in sides if side not in (ORDERED, *DATABASES)]
        fastest = min(on_dynamodb, key=lambda side: spreads[side].median)
        both = f"{shown}; {fastest.name} {seconds(spreads[fastest].median)}"
        answer.figures.append(Figure(QUESTION, name, both, Spread.of_ratios(mine, times[fastest])))
        if POSTGRESQL in times:
            ratio = Spread.of_ratios(mine, times[POSTGRESQL])
            answer.figures.append(Figure("a seventh of a CPU, to PostgreSQL", name, shown, ratio))
        answer.series[name] = {side.name: spread for side, spread in spreads.items()}
    return answer


def _first(place: Place, side: Contender) -> float:
    with quota() as prefix:
        return place.first_answer(side, prefix)


def _warm(place: Place, sides: list[Contender], plan: Plan) -> list[dict[Contender, float]]:
    """Let all sides run, and measure some of them at once."""
    length = plan.seconds if plan.quick else WARM_SECONDS
    with ExitStack() as stack:
        start = stack.enter_context

        def started(side: Contender) -> Worker:
            worker = start(place.worker(side, start(quota())))
            place.measure(side, worker, 1, length)
            return worker

        workers = _at_once(started, sides)
        return [
            _at_once(lambda side: 1 / place.measure(side, workers[side], 1, length).pace, order)
            for order in turns(sides, plan.rounds)
        ]


def _at_once(measure: Callable[[Contender], Result], sides: list[Contender]) -> dict[Contender, Result]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(sides, pool.map(measure, sides), strict=True))
