"""How long do a first answer and a warm call take with a seventh of a CPU, as a function of 256 MB has?"""

from concurrent.futures import ThreadPoolExecutor

from ..answer import Answer, Figure, Plan, seconds
from ..contender import Contender
from ..place import Place
from ..quota import missing, quota
from ..roster import CONTENDERS, DATABASES, NAIVE, ORDERED, OURS, POSTGRESQL
from ..spread import Spread

QUESTION = "a seventh of a CPU, to the fastest other on DynamoDB"
AT_ONCE = 4  # each has its own seventh, so four leave room for the servers on two cores
WARM_SECONDS = 0.5


def ask(place: Place, plan: Plan) -> Answer:
    """Start each contender again and again, then let a running one answer call after call."""
    if reason := missing():
        return Answer(missing={QUESTION: reason})
    sides = [side for side in CONTENDERS if place.runs(side) and side is not NAIVE and side.program != OURS]
    sides = [ORDERED, *(sides[:1] if plan.quick else sides)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        first = list(
            zip(*(pool.map(lambda side: _first(place, side), sides) for _ in range(plan.at_most(5))), strict=True)
        )
        warm = list(pool.map(lambda side: _warm(place, side, plan), sides))
    answer = Answer()
    for name, taken in (("first answer", first), ("warm call", warm)):
        times = dict(zip(sides, taken, strict=True))
        mine = times[ORDERED]
        shown = seconds(Spread.of(mine).median)
        on_dynamodb = [times[side] for side in sides if side not in (ORDERED, *DATABASES)]
        fastest = min(on_dynamodb, key=lambda each: Spread.of(each).median)
        answer.figures.append(Figure(QUESTION, name, shown, Spread.of_ratios(mine, fastest)))
        if POSTGRESQL in times:
            ratio = Spread.of_ratios(mine, times[POSTGRESQL])
            answer.figures.append(Figure("a seventh of a CPU, to PostgreSQL", name, shown, ratio))
        answer.series[name] = {side.name: Spread.of(each) for side, each in times.items()}
    return answer


def _first(place: Place, side: Contender) -> float:
    with quota() as prefix:
        return place.first_answer(side, prefix)


def _warm(place: Place, side: Contender, plan: Plan) -> list[float]:
    length = plan.seconds if plan.quick else WARM_SECONDS
    with quota() as prefix, place.worker(side, prefix) as started:
        place.measure(side, started, 1, length)
        return [1 / place.measure(side, started, 1, length).pace for _ in range(plan.at_most(5))]
