"""Metrics of a batch, in CloudWatch's embedded metric format: log lines that CloudWatch turns into metrics."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..sequence import Sequence
from .change import Change
from .watchdog import Verdict, percent_used

NAMESPACE = "SequenceService"
_UNITS = {"ValuesTaken": "Count", "RangeUsed": "Percent", "Rewinds": "Count"}


class Metrics:
    """What a batch did to each declared name, and to all names of a pattern together.

    Each label is a metric that costs money. Callers could invent names, so those that match a pattern share its label.
    Undeclared names have no metrics.
    """

    def __init__(self, table: str) -> None:
        self._table = table
        self._values: dict[str, dict[str, float]] = {}
        self._times: dict[str, int] = {}
        self._cycling: set[str] = set()

    def add(self, label: str, change: Change, verdict: Verdict, sequence: Sequence | None) -> None:
        """Count a change under its declared name or its pattern."""
        values = self._values.setdefault(label, {})
        if verdict.values:
            values["ValuesTaken"] = values.get("ValuesTaken", 0) + verdict.values
        if verdict.rewind:
            values["Rewinds"] = values.get("Rewinds", 0) + 1
        if sequence is not None and isinstance(change.new, int):
            used = percent_used(sequence, change.new)
            if sequence.cycle:
                self._cycling.add(label)
            # The names of a pattern share a label: show the one nearest to its limit.
            values["RangeUsed"] = max(used, values.get("RangeUsed", 0)) if label.endswith("*") else used
        self._times[label] = int(change.at.timestamp() * 1000)

    def lines(self) -> Iterator[dict[str, Any]]:
        """One document per label, with the time of its last change.

        It stays far below the specification's limits of 100 metrics and 30 dimensions ("Specification: Embedded metric
        format", Amazon CloudWatch User Guide).
        """
        for label, values in self._values.items():
            if values:
                metadata = {"Timestamp": self._times[label], "CloudWatchMetrics": self._directives(label, values)}
                yield {"_aws": metadata, "Table": self._table, "Sequence": label, **values}

    def _directives(self, label: str, names: Iterable[str]) -> list[dict[str, Any]]:
        """Which values are metrics, and by which dimensions.

        A cycle reaches its limit in each lap. So it does not count for the table's `RangeUsed`, which is for alarms.
        """
        apart = {"RangeUsed"} if label in self._cycling else set()
        both, one = [["Table"], ["Table", "Sequence"]], [["Table", "Sequence"]]
        groups = (
            (both, [name for name in names if name not in apart]),
            (one, [name for name in names if name in apart]),
        )
        return [
            {
                "Namespace": NAMESPACE,
                "Dimensions": dimensions,
                "Metrics": [{"Name": name, "Unit": _UNITS[name]} for name in group],
            }
            for dimensions, group in groups
            if group
        ]
