"""Draws values through a lease from the deployed function, in this process; prints the seconds of each tenth as JSON.

python -m benchmarks.drain VALUES
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
    """Draw, and check that each value is larger than the one before."""
    values = int(sys.argv[1])
    lease = Lease(Function(), "grown/drained", size=values // 1_000)
    before, tenths = 0, []
    for _ in range(10):
        begin = time.perf_counter()
        for _ in repeat(None, values // 10):
            value = lease.next()
            if value <= before:
                raise RuntimeError(f"{value} came after {before}")
            before = value
        tenths.append(time.perf_counter() - begin)
    print(json.dumps(tenths))


if __name__ == "__main__":
    main()
