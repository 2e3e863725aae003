"""Draws values through a lease from the deployed function, in this process; prints JSON.

    python -m benchmarks.drain VALUES

`seconds` has the seconds of each tenth. `runs` has the values as they came: the first and the last of each run of
values that followed each other.
"""

import importlib
import json
import sys
import time
from itertools import repeat

from client.lease import Lease


class Function:
    """The next-value function, called as Lambda calls it."""

    def __init__(self) -> None:
        self._handler = importlib.import_module("handlers.next_value").handler  # the deployed one

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        """Take the next `count` values."""
        reply = self._handler({"name": name, "count": count, "token": token}, None)
        return range(reply["first"], reply["last"] + 1)


def main() -> None:
    """Draw, and note where a value did not follow the one before."""
    values = int(sys.argv[1])
    lease = Lease(Function(), "grown/drained", size=values // 1_000)
    firsts: list[int] = []
    lasts: list[int] = []
    following, tenths = 0, []  # a sequence begins at 1, so the first value begins a run
    for _ in range(10):
        begin = time.perf_counter()
        for _ in repeat(None, values // 10):
            value = lease.next()
            if value != following:
                firsts.append(value)
                lasts.append(following - 1)
            following = value + 1
        tenths.append(time.perf_counter() - begin)
    runs = list(zip(firsts, [*lasts[1:], following - 1], strict=True))
    print(json.dumps({"seconds": tenths, "runs": runs}))


if __name__ == "__main__":
    main()
