"""Calls end, and in time."""

from collections.abc import Iterable, Iterator, Mapping

from .draws import Violation
from .history import Operation

CALL = 30 * 10**9  # nanoseconds; a call of the client takes up to 28 s
LEASE = 2 * CALL  # one call of the client at a time, and the last one of these may begin late


def calls_that_hang(operations: Iterable[Operation], killed: Mapping[str, int]) -> Iterator[Violation]:
    """Only a killed process leaves a call without an end. No call takes longer than it may, those ones neither."""
    for operation in operations:
        longest = CALL if operation.kind in ("value", "range") else LEASE
        last = killed.get(operation.process) if operation.end is None else operation.end
        moment = operation.begin + longest
        if last is None:
            what = f"{operation.kind} of {operation.process}: it never ended, and its process was not killed"
            yield Violation("time", operation.name, moment, what)
        elif last > moment:
            what = f"{operation.kind} of {operation.process}: it took {(last - operation.begin) / 1e9:.1f} s"
            yield Violation("time", operation.name, moment, what)
