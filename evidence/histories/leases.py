"""Leases in use: two threads share each, and one of them closes it while the other is busy."""

import time

from client import Lease, SequenceClient
from client.errors import SequenceError

from .history import Recorder, runs
from .plan import definition_of, full_name

BATCH = 500  # values of one operation
PAUSE = 0.15  # seconds between operations, so that a run has a few million values and not a hundred
BATCHES = 20  # of one lease


class LeaseUser:
    """Takes values from leases of one kind of sequence."""

    def __init__(self, client: SequenceClient, recorder: Recorder, kind: str, begin: float, end: float) -> None:
        self._client, self._recorder, self._kind = client, recorder, kind
        self._begin, self._end = begin, end
        self._open()

    def _open(self) -> None:
        name = full_name(self._kind, time.monotonic() - self._begin)
        self._present = (name, self._client.lease(name))  # in one step: another thread reads both

    def take(self, closes: bool) -> None:
        """Take values until the end. The thread that `closes` opens a new lease after some batches."""
        batches = 0
        while time.monotonic() < self._end:
            ended = self._batch(*self._present)
            batches += 1
            if closes and (ended or batches % BATCHES == 0):
                self._close()
                self._open()
            time.sleep(PAUSE)
        if closes:
            self._close()

    def _batch(self, name: str, lease: Lease) -> bool:
        """Take some values. Returns whether the sequence is at its end."""
        number = self._recorder.invoke("lease", name, BATCH)
        values: list[int] = []
        failure: Exception | None = None
        try:
            for _ in range(BATCH):
                values.append(lease.next())  # noqa: PERF401 - what came before an error counts
        except RuntimeError as error:
            failure = None if "closed" in str(error) else error
        except SequenceError as error:
            failure = error
        if failure and not values:
            self._recorder.fail(number, failure)
        else:
            self._recorder.ok(number, runs(values, definition_of(name)["increment"]))
        return type(failure).__name__ == "SequenceExhaustedError"

    def _close(self) -> None:
        """Close the lease while the other thread may be taking values. The unused ones are this operation's."""
        name, lease = self._present
        number = self._recorder.invoke("close", name)
        self._recorder.ok(number, [(values[0], values[-1]) for values in lease.close()])
