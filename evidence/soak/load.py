"""The load: a process that calls the service at a steady pace, and writes each call into a file.

It ends when its standard input closes, which also happens when the starting process dies.
"""

import argparse
import json
import sys
import threading
import time
from collections import Counter
from itertools import count
from typing import IO

from .calls import CYCLE, KINDS, THREADS, Call, Callers

LATEST = 1.0  # seconds; calls that are due for longer are left out, so that an outage is not followed by a burst


class Load:
    """Makes the calls. `file` gets one line of JSON for each."""

    def __init__(self, callers: Callers, file: IO[str], pace: float) -> None:
        self._callers, self._file, self._pace = callers, file, pace
        self._lock = threading.Lock()
        self._made: Counter[str] = Counter()
        self._due = count()
        self.stopped = threading.Event()
        self.begin = time.monotonic()

    def run(self) -> None:
        """Call until it is stopped, then close the lease."""
        threads = [threading.Thread(target=self._call_on_time) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        now = time.monotonic()
        self._write("lease, returned", now, now, Call("leased", None, self._callers.lease.close()), None)

    def _call_on_time(self) -> None:
        while not self.stopped.is_set():
            with self._lock:
                turn = next(self._due)
                kind = CYCLE[turn % len(CYCLE)]
                nth = self._made[kind]
                self._made[kind] += 1
            due = self.begin + turn / self._pace
            if self.stopped.wait(max(0.0, due - time.monotonic())):
                return
            if time.monotonic() <= due + LATEST:
                self._make(kind, nth)

    def _make(self, kind: str, nth: int) -> None:
        call = KINDS[kind].call(nth)
        error: Exception | None = None
        begin = time.monotonic()
        try:
            KINDS[kind].make(self._callers, call)
        except Exception as caught:  # noqa: BLE001 - the history shows what else came
            error = caught
        self._write(kind, begin, time.monotonic(), call, error)

    def _write(self, kind: str, begin: float, end: float, call: Call, error: Exception | None) -> None:
        line = {
            "kind": kind,
            "begin": begin,
            "end": end,
            "sequence": call.sequence,
            "token": call.token,
            "taken": [[each[0], each[-1]] for each in call.taken],
            "error": type(error).__name__ if error else None,
            "message": str(error)[:500] if error else "",
        }
        with self._lock:
            self._file.write(json.dumps(line) + "\n")


def main() -> None:
    """Prepare, print the time at which the load begins, and run it."""
    parser = argparse.ArgumentParser()
    for name in ("--function", "--no-op", "--url", "--history"):
        parser.add_argument(name, required=True)
    parser.add_argument("--pace", type=float, required=True)
    given = parser.parse_args()
    callers = Callers(given.function, given.no_op, given.url)
    callers.prepare()
    with open(given.history, "a", encoding="utf-8") as file:  # noqa: PTH123 - a path is all it needs
        load = Load(callers, file, given.pace)
        threading.Thread(target=_stop_with_input, args=[load], daemon=True).start()
        print(load.begin, flush=True)
        load.run()


def _stop_with_input(load: Load) -> None:
    sys.stdin.read()
    load.stopped.set()


if __name__ == "__main__":
    main()
