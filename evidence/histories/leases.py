"""Leases in use: two threads share each, and one of them closes it while the other is busy."""

import time

from client import Lease, SequenceClient
from client.errors import SequenceExhaustedError

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
        self._closed: set[Lease] = set()
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
        except Exception as error:  # noqa: BLE001 - the checker judges it
            closed = isinstance(error, RuntimeError) and lease in self._closed
            failure = None if closed else error
        if values or not failure:
            self._recorder.ok(number, runs(values, definition_of(name)["increment"]))
        if failure:
            if values:  # an operation has values or an error, so the error is one of its own
                number = self._recorder.invoke("lease", name, BATCH - len(values))
            self._recorder.fail(number, failure)
        return isinstance(failure, SequenceExhaustedError)

    def _close(self) -> None:
        """Close the lease while the other thread may be taking values. The unused ones are this operation's."""
        name, lease = self._present
        number = self._recorder.invoke("close", name)
        self._closed.add(lease)  # from here on, the other thread may see that it is closed
        try:
            unused = lease.close()
        except Exception as error:  # noqa: BLE001 - the checker judges it
            self._recorder.fail(number, error)
        else:
            increment = definition_of(name)["increment"]
            self._recorder.ok(number, [run for values in unused for run in runs(values, increment)])
