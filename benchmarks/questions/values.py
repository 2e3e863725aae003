"""How many values a second? Every contender, with 1, 4 and 16 callers; five of them also in two processes."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from ..answer import Answer, Figure, Plan, per_second, seconds
from ..contender import Contender
from ..place import Place
from ..process import Measured, Worker
from ..roster import BOTO3, CONTENDERS, NAIVE, NODE, NPM, ORDERED, POSTGRESQL, RANGES, TOKENS
from ..spread import Spread
from ..table import PEER, SDK, TO_BOTO3, TO_POSTGRESQL
from ..turns import turns

CALLERS = (1, 4, 16)
TWICE = 0  # in place of a number of callers: one caller in each of two processes
IN_TWO_PROCESSES = (BOTO3, NODE, NPM, POSTGRESQL, ORDERED)
WARM_UP = (0.4, 2)  # seconds with 16 callers, how often: a cold Java engine takes twice as long for a call
QUICK = (BOTO3, ORDERED, RANGES, TOKENS, NAIVE)
NAMES = {1: "1 caller", 4: "4 callers", 16: "16 callers", TWICE: "2 processes"}


class Turn(NamedTuple):
    """A contender and its callers."""

    contender: Contender
    callers: int


class Taken(NamedTuple):
    """What one turn of one round gave."""

    values: float
    """Values a second."""
    processor: float
    """Seconds of processor time a call."""


Rounds = list[dict[Turn, Taken]]


def ask(place: Place, plan: Plan) -> Answer:
    """Let all contenders take turns, in another order each round."""
    with _workers(place, QUICK if plan.quick else CONTENDERS) as workers:
        for _ in range(plan.of(WARM_UP[1], 1)):
            for contender, (first, _) in workers.items():
                place.measure(contender, first, max(CALLERS), plan.seconds if plan.quick else WARM_UP[0])
        sides = [Turn(contender, callers) for contender in workers for callers in CALLERS]
        sides += [Turn(contender, TWICE) for contender in IN_TWO_PROCESSES if contender in workers]
        rounds: Rounds = [
            {turn: _take(place, turn, workers[turn.contender], plan.seconds) for turn in order}
            for order in turns(sides, plan.rounds)
        ]
    answer = Answer(_figures(rounds), {"values": _series(rounds), TO_BOTO3: _ratios(rounds)})
    answer.lengths["values a second"] = f"{plan.seconds:g} s"
    return answer


@contextmanager
def _workers(place: Place, contenders: Iterable[Contender]) -> Iterator[dict[Contender, tuple[Worker, Worker | None]]]:
    """Start all contenders that run here; some of them twice."""
    with ExitStack() as stack:
        yield {
            contender: (
                stack.enter_context(place.worker(contender)),
                stack.enter_context(place.worker(contender)) if contender in IN_TWO_PROCESSES else None,
            )
            for contender in contenders
            if place.runs(contender)
        }


def _take(place: Place, turn: Turn, workers: tuple[Worker, Worker | None], seconds: float) -> Taken:
    first, second = workers
    measured: list[Measured]
    if turn.callers == TWICE:
        assert second
        measured = place.measure_all([(turn.contender, first), (turn.contender, second)], 1, seconds)
    else:
        measured = [place.measure(turn.contender, first, turn.callers, seconds)]
    return Taken(
        turn.contender.values * sum(each.pace for each in measured),
        sum(each.processor for each in measured) / sum(each.calls for each in measured),
    )


def _values(rounds: Rounds, turn: Turn) -> list[float]:
    return [each[turn].values for each in rounds]


def _compare(rounds: Rounds, question: str, ours: Turn, other: Turn, name: str) -> Iterator[Figure]:
    """Compare the values a second, if both were measured."""
    if ours in rounds[0] and other in rounds[0]:
        mine = _values(rounds, ours)
        ratio = Spread.of_ratios(mine, _values(rounds, other))
        yield Figure(question, name, per_second(Spread.of(mine).median), ratio)


def _figures(rounds: Rounds) -> list[Figure]:
    found: list[Figure] = []
    others = {"ordered, to boto3": BOTO3, PEER: NPM, SDK: NODE, TO_POSTGRESQL: POSTGRESQL}
    for question, other in others.items():
        for callers, name in NAMES.items():
            found += _compare(rounds, question, Turn(ORDERED, callers), Turn(other, callers), name)
    mine, theirs = ([each[Turn(side, 1)].processor for each in rounds] for side in (ORDERED, BOTO3))
    shown = seconds(Spread.of(mine).median)
    found.append(Figure("one call, to boto3", "processor time", shown, Spread.of_ratios(mine, theirs)))
    found += _compare(
        rounds, "a range of 1,000, to boto3's `ADD` of 1,000", Turn(RANGES, 1), Turn(BOTO3, 1), "1 caller"
    )
    ranges = found[-1]
    found[-1] = ranges._replace(compared=ranges.compared.divided(RANGES.values))
    for callers in CALLERS:
        found += _compare(
            rounds, "with a token, to without", Turn(TOKENS, callers), Turn(ORDERED, callers), NAMES[callers]
        )
    return found


def _turns(rounds: Rounds) -> list[Turn]:
    """All turns, in the order of the documents."""
    turns = [Turn(contender, callers) for contender in CONTENDERS for callers in NAMES]
    return [turn for turn in turns if turn in rounds[0]]


def _series(rounds: Rounds) -> dict[str, dict[str, Spread]]:
    """Values a second by contender and number of callers."""
    series: dict[str, dict[str, Spread]] = {}
    for turn in _turns(rounds):
        series.setdefault(turn.contender.name, {})[NAMES[turn.callers]] = Spread.of(_values(rounds, turn))
    return series


def _ratios(rounds: Rounds) -> dict[str, dict[str, Spread]]:
    """The same, to boto3 with as many callers in the same round."""
    ratios: dict[str, dict[str, Spread]] = {}
    for turn in _turns(rounds):
        bare = _values(rounds, Turn(BOTO3, turn.callers))
        ratio = Spread.of_ratios(_values(rounds, turn), bare)
        ratios.setdefault(turn.contender.name, {})[NAMES[turn.callers]] = ratio
    return ratios
