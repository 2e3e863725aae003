"""What changes with many sequences, many callers, many values, many definitions?"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

from components.definitions.args import SequenceDefinition

from ..answer import Answer, Figure, Plan, per_second, seconds
from ..deployed_code import unpack
from ..place import Place
from ..roster import ORDERED
from ..spread import Spread

A_CALL, A_SECOND, A_START = "growth, seconds a call", "growth, values a second", "growth, cold start"
SEQUENCES = (1, 1_000, 100_000)
CALLERS = (1, 2, 4, 8, 16, 32, 64)
VALUES = 10_000_000
NAMES = (1, 100, 1_000, 10_000)
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
    """One sequence after the other, of n in the table. Each size takes turns with a single sequence."""
    one, several = (replace(ORDERED, event={"name": name}) for name in ("grown/one", "grown/"))
    stored, taken = 0, {}
    with place.worker(one) as first, place.worker(several) as second:
        for size in SEQUENCES if not plan.quick else (1, 50):
            _store(place, range(stored, size))
            stored = size
            rounds = []
            for _ in range(plan.rounds):
                single = place.measure(one, first, 1, plan.seconds)
                spread = place.measure_names(second, several, size, plan.seconds)
                rounds.append(single.pace / spread.pace)
            taken[str(size)] = Spread.of(rounds)
    answer.series["growth: sequences"] = taken
    shown = seconds(1 / spread.pace)
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
            {n: place.measure(ORDERED, started, n, plan.seconds).pace for n in CALLERS} for _ in range(plan.rounds)
        ]
    answer.series["growth: callers"] = {str(n): Spread.of(each[n] / each[1] for each in rounds) for n in CALLERS}
    ratio = Spread.of(each[64] / each[16] for each in rounds)
    shown = per_second(Spread.of(each[64] for each in rounds).median)
    answer.figures.append(Figure(A_SECOND, "64 callers, to 16", shown, ratio))


def _values(place: Place, plan: Plan, answer: Answer) -> None:
    values = plan.of(VALUES, 10_000)
    command = [sys.executable, "-m", "benchmarks.drain", str(values)]
    done = subprocess.run(command, env=place.environment, cwd=place.code, capture_output=True, text=True, check=True)
    tenths = json.loads(done.stdout)
    place.ledger.add("lease over the function", [{"first": 1, "last": values}])
    answer.series["growth: values"] = {str((n + 1) * values // 10): each / tenths[0] for n, each in enumerate(tenths)}
    shown = f"{seconds(10 * tenths[-1] / values)}, drawn by a lease"
    ratio = Spread(*(each / tenths[0] for each in (tenths[-1], min(tenths), max(tenths))))
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
        for _ in range(plan.rounds):
            warm = {size: 1 / place.measure(ORDERED, each, 1, plan.seconds).pace for size, each in workers.items()}
            cold = {size: place.first_answer(ORDERED, code=code) for size, code in codes.items()}
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
