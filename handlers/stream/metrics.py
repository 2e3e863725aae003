"""Metrics of a batch, in CloudWatch's embedded metric format: lines of the log that CloudWatch makes metrics of."""

from collections.abc import Iterator
from typing import Any

from ..sequence import Sequence
from .change import Change
from .watchdog import Verdict, percent_used

NAMESPACE = "SequenceService"
_UNITS = {"ValuesTaken": "Count", "RangeUsed": "Percent", "Rewinds": "Count"}


class Metrics:
    """What a batch did to each declared sequence, and to all others together, which stand under `*`.

    (Each pair of dimension and name is a metric that is paid for: callers who may make up names would make up costs.)
    """

    def __init__(self, table: str) -> None:
        self._table = table
        self._values: dict[str, dict[str, float]] = {}
        self._times: dict[str, int] = {}

    def add(self, label: str, change: Change, verdict: Verdict, sequence: Sequence | None) -> None:
        """Count a change under its declared name, or `*`."""
        values = self._values.setdefault(label, {})
        if verdict.values:
            values["ValuesTaken"] = values.get("ValuesTaken", 0) + verdict.values
        if verdict.rewind:
            values["Rewinds"] = values.get("Rewinds", 0) + 1
        if sequence is not None and change.new is not None:
            used = percent_used(sequence, change.new)
            # Of several names under one label, the one that is nearest to its limit.
            values["RangeUsed"] = max(used, values.get("RangeUsed", 0)) if label == "*" else used
        self._times[label] = int(change.at.timestamp() * 1000)

    def lines(self) -> Iterator[dict[str, Any]]:
        """One document a sequence, at the time of its last change.

        It stays far below the specification's limits of 100 metrics and 30 dimensions ("Specification: Embedded metric
        format", Amazon CloudWatch User Guide).
        """
        for label, values in self._values.items():
            if values:
                directive = {
                    "Namespace": NAMESPACE,
                    "Dimensions": [["Table"], ["Table", "Sequence"]],
                    "Metrics": [{"Name": name, "Unit": _UNITS[name]} for name in values],
                }
                metadata = {"Timestamp": self._times[label], "CloudWatchMetrics": [directive]}
                yield {"_aws": metadata, "Table": self._table, "Sequence": label, **values}
