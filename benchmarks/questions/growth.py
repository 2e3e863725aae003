"""What changes with many sequences, many callers, many values, many definitions?"""

import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

from components.definitions.args import SequenceDefinition

from ..answer import Answer, Figure, Plan, per_second, seconds
from ..deployed_code import unpack
from ..place import Place
from ..process import printed
from ..roster import ORDERED
from ..spread import Spread
from ..turns import turns

A_CALL, A_SECOND, A_START = "growth, seconds a call", "growth, values a second", "growth, cold start"
SEQUENCES = (1, 1_000, 100_000)
CALLERS = (1, 2, 4, 8, 16, 32, 64)
VALUES = 10_000_000
NAMES = (1, 100, 1_000, 10_000)
DRAWN = 5_000  # names for one measurement; more than it makes calls
BATCH = 25  # items that BatchWriteItem takes at most


def ask(place: Place, plan: Plan) -> Answer:
    """Measure all four."""
    answer = Answer()
    _sequences(place, plan, answer)
    _callers(place, plan, answer)
    _values(place, plan, answer)
    _definitions(place, plan, answer)
    return answer


def _sequences(place: Place, plan: Plan, answer: Answer) -> None:
    """Each call takes one of n sequences in the table, at random. Each size takes turns with a single sequence."""
    one, several = (replace(ORDERED, event={"name": name}) for name in ("grown/one", "grown/"))
    chance = random.Random(1)  # noqa: S311  no secret
    stored, taken = 0, {}
    with place.worker(one) as first, place.worker(several) as second:
        for size in SEQUENCES if not plan.quick else (1, 50):
            _store(place, range(stored, size))
            stored = size
            rounds: list[dict[bool, float]] = []
            called: set[int] = set()
            for sides in turns((False, True), plan.rounds):
                rounds.append({})
                for is_spread in sides:
                    if is_spread:
                        names = chance.choices(range(size), k=DRAWN)
                        measured = place.measure_names(second, several, names, plan.seconds)
                        called.update(names[: len(measured.replies)])
                    else:
                        measured = place.measure(one, first, 1, plan.seconds)
                    rounds[-1][is_spread] = 1 / measured.pace
            taken[str(size)] = Spread.of(each[True] / each[False] for each in rounds)
    answer.series["growth: sequences"] = taken
    shown = f"{seconds(Spread.of(each[True] for each in rounds).median)}, {len(called):,} sequences were called"
    answer.figures.append(Figure(A_CALL, f"{SEQUENCES[-1]:,} sequences, to 1", shown, taken[str(size)]))


def _store(place: Place, numbers: range) -> None:
    dynamodb, table = place.client("dynamodb"), place.environment["SEQUENCE_TABLE_NAME"]

    def write(begin: int) -> None:
        items = [
            {"PutRequest": {"Item": {"name": {"S": f"grown/{number}"}, "value": {"N": "1"}}}}
            for number in numbers[begin : begin + BATCH]
        ]
        dynamodb.batch_write_item(RequestItems={table: items})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(0, len(numbers), BATCH)))


def _callers(place: Place, plan: Plan, answer: Answer) -> None:
    rounds = []
    with place.worker(ORDERED) as started:
        place.measure(ORDERED, started, max(CALLERS), plan.seconds)
        rounds += [
            {n: place.measure(ORDERED, started, n, plan.seconds).pace for n in order}
            for order in turns(CALLERS, plan.rounds)
        ]
    answer.series["growth: callers"] = {str(n): Spread.of(each[n] / each[1] for each in rounds) for n in CALLERS}
    ratio = Spread.of(each[64] / each[16] for each in rounds)
    shown = per_second(Spread.of(each[64] for each in rounds).median)
    answer.figures.append(Figure(A_SECOND, "64 callers, to 16", shown, ratio))


def _values(place: Place, plan: Plan, answer: Answer) -> None:
    values = plan.of(VALUES, 10_000)
    command = [sys.executable, "-m", "benchmarks.drain", str(values)]
    drawn = json.loads(printed(command, place.code, place.environment))
    tenths = drawn["seconds"]
    place.ledger.add("lease over the function", [{"first": first, "last": last} for first, last in drawn["runs"]])
    answer.series["growth: values"] = {str((n + 1) * values // 10): each / tenths[0] for n, each in enumerate(tenths)}
    shown = f"{seconds(10 * tenths[-1] / values)}, drawn by a lease"
    ratio = Spread.of([tenths[-1] / tenths[0]])
    answer.figures.append(Figure(A_CALL, "the last of 10^7 values, to the first", shown, ratio))


def _definitions(place: Place, plan: Plan, answer: Answer) -> None:
    """Warm calls and cold starts of functions that are deployed with n names."""
    sizes = NAMES if not plan.quick else (1, 10)
    codes = {}
    for size in sizes:
        more: dict[str, SequenceDefinition] = {f"declared-{number}": {} for number in range(size - 1)}
        codes[size] = unpack(place.scratch / f"code-{size}", "next_value", {"ordered": {}, **more})
    with ExitStack() as stack:
        workers = {size: stack.enter_context(place.worker(ORDERED, code=code)) for size, code in codes.items()}
        rounds = []
        for order in turns(sizes, plan.rounds):
            warm = {size: 1 / place.measure(ORDERED, workers[size], 1, plan.seconds).pace for size in order}
            cold = {size: place.first_answer(ORDERED, code=codes[size]) for size in order}
            rounds.append((warm, cold))
    for kind, question in enumerate((A_CALL, A_START)):
        times = [each[kind] for each in rounds]
        ratios = {size: Spread.of(each[size] / each[1] for each in times) for size in sizes}
        answer.series[f"growth: definitions, {'warm' if question == A_CALL else 'cold'}"] = {
            str(size): ratio for size, ratio in ratios.items()
        }
        shown = seconds(Spread.of(each[sizes[-1]] for each in times).median)
        name = f"{NAMES[-1]:,} names in the definitions, to 1"
        answer.figures.append(Figure(question, name, shown, ratios[sizes[-1]]))
