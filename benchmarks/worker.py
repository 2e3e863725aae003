"""A contender's process. It obeys commands on standard input: one JSON object a line, one answer a line.

    python -m benchmarks.worker handlers.next_value

`{"event": {...}, "callers": 4, "seconds": 0.5}` calls the module's `handler` again and again, by so many callers at
once. The answer has the number of `calls`, their seconds `wall` and `processor`, and all `replies`. With
`"tokens": true`, each call has a new token. With `"names": [7, 2, 7]`, the calls go to these sequences in turn: the
event's name and the number.
"""

import importlib
import itertools
import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

TOKENS = itertools.count()
START = time.time_ns()  # tokens of two processes differ

Handler = Callable[[dict[str, Any], object], Any]


def measure(
    handler: Handler,
    event: dict[str, Any],
    *,
    callers: int,
    seconds: float,
    tokens: bool = False,
    names: Sequence[int] = (),
) -> dict[str, Any]:
    """Call the handler for this long."""
    numbers = itertools.cycle(names)

    def call() -> Any:
        asked = event
        if tokens:
            asked = {**event, "token": f"{START}-{next(TOKENS)}"}
        if names:
            asked = {**event, "name": f"{event['name']}{next(numbers)}"}
        return handler(asked, None)

    def repeat(_: int) -> list[Any]:
        replies = [call()]
        while time.perf_counter() < until:
            replies.append(call())
        return replies

    with ThreadPoolExecutor(callers) as pool:
        first = list(pool.map(lambda _: call(), range(callers)))  # every caller has its connection
        begin, processor = time.perf_counter(), time.process_time()
        until = begin + seconds
        replies = list(itertools.chain.from_iterable(pool.map(repeat, range(callers))))
        wall, processor = time.perf_counter() - begin, time.process_time() - processor
    return {"calls": len(replies), "wall": wall, "processor": processor, "replies": first + replies}


def main() -> None:
    """Obey until the input ends."""
    handler: Handler = importlib.import_module(sys.argv[1]).handler
    answers, sys.stdout = sys.stdout, sys.stderr  # some contenders print
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(measure(handler, **json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
