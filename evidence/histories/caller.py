"""One process that calls the service through `SequenceClient`, and writes down what it sees.

    python -m evidence.histories.caller URL FILE THREADS LEASES BEGIN END SEED

It calls until `END`, in seconds of time.monotonic. `LEASES` is the number of leases, each of another sequence and
used by two threads. With `THREADS` 0 it does the final calls of a run: every sequence once, and the latest tokens
again. The exit code is 1 if a thread died, because then calls are missing.
"""

import random
import sys
import threading
import time
from pathlib import Path

import boto3
from botocore.config import Config

from client import SequenceClient

from .children import end_with_parent
from .history import Recorder, runs
from .leases import LeaseUser
from .plan import LEASED, SEQUENCES, TOKENS_A_SECOND, Request, choose, definition_of, full_name, token_request

LATEST_TOKENS = 60  # that are asked for again at the end
READ_TIMEOUT = 6  # seconds; the function's own time-out is 5


class Caller:
    """Makes calls and notes them."""

    def __init__(self, client: SequenceClient, recorder: Recorder) -> None:
        self._client, self._recorder = client, recorder

    def call(self, request: Request) -> None:
        """Make one call."""
        name, count, token, wrong = request
        number = self._recorder.invoke("value" if count is None else "range", name, count, token, wrong)
        try:
            if count is None:
                value = self._client.next_value(name, token=token)
                seen = [(value, value)]
            else:
                values = self._client.next_range(name, count, token=token)
                seen = runs(values, definition_of(name)["increment"] if not wrong else values.step)
        except Exception as error:  # noqa: BLE001 - the checker judges it
            self._recorder.fail(number, error)
        else:
            self._recorder.ok(number, seen)

    def calls(self, begin: float, end: float, dice: random.Random) -> None:
        """Make calls until the end."""
        while time.monotonic() < end:
            self.call(choose(dice, time.monotonic() - begin))

    def final_calls(self, seconds: float, dice: random.Random) -> None:
        """Ask for one value of each sequence, and for the latest tokens again."""
        for key in SEQUENCES:
            self.call(Request(full_name(key.removesuffix("/*"), seconds)))
        latest = int(seconds * TOKENS_A_SECOND)
        for number in range(max(0, latest - LATEST_TOKENS), latest):
            self.call(token_request(number, dice))


def main() -> int:
    """Call until the end, or until killed. Returns the exit code."""
    url, path, seed = sys.argv[1], Path(sys.argv[2]), sys.argv[7]
    threads, leases = map(int, sys.argv[3:5])
    begin, end = map(float, sys.argv[5:7])
    end_with_parent()
    config = Config(connect_timeout=2, read_timeout=READ_TIMEOUT, retries={"total_max_attempts": 1}, proxies={})
    session = boto3.Session("test", "test", region_name="us-east-1")
    client = SequenceClient("next-value", lambda_client=session.client("lambda", endpoint_url=url, config=config))
    recorder = Recorder(path)
    caller = Caller(client, recorder)
    dice = [random.Random(f"{seed} {number}") for number in range(threads + leases + 1)]  # noqa: S311
    if not threads:
        caller.final_calls(time.monotonic() - begin, dice[0])
        return 0
    started = [threading.Thread(target=caller.calls, args=(begin, end, dice[number])) for number in range(threads)]
    for number in range(leases):
        user = LeaseUser(client, recorder, LEASED[number], begin, end)
        started += [threading.Thread(target=user.take, args=(first,)) for first in (True, False)]
    died: list[object] = []

    def note(arguments: threading.ExceptHookArgs) -> None:
        died.append(arguments.thread)
        threading.__excepthook__(arguments)

    threading.excepthook = note
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return 1 if died else 0


if __name__ == "__main__":
    sys.exit(main())
