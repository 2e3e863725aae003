"""The widgets of a dashboard, and their places on its grid.

The structure: "Dashboard body structure and syntax", Amazon CloudWatch API Reference.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pulumi

from .metric import Metric

COLUMNS = 24
PERIOD = 300
Widget = dict[str, Any]


class Row(NamedTuple):
    """Widgets of the same size beside each other, over the whole width."""

    height: int
    widgets: Sequence[Widget]


def placed(rows: Sequence[Row]) -> list[Widget]:
    """Place the rows below each other. The number of widgets in a row must divide 24."""
    found: list[Widget] = []
    top = 0
    for row in rows:
        width = COLUMNS // len(row.widgets)
        for number, widget in enumerate(row.widgets):
            found.append({"x": number * width, "y": top, "width": width, "height": row.height, **widget})
        top += row.height
    return found


def text(markdown: str) -> Widget:
    """A widget with text in Markdown."""
    return {"type": "text", "properties": {"markdown": markdown}}


def alarm_states(title: str, arns: Sequence[str]) -> Widget:
    """A widget with the states of alarms; those that fire come first."""
    return {"type": "alarm", "properties": {"title": title, "alarms": list(arns), "sortBy": "stateUpdatedTimestamp"}}


def graph(
    title: str,
    region: pulumi.Input[str],
    series: Sequence[list[Any]],
    *,
    unit: str,
    lines: Mapping[str, Sequence[Any]] | None = None,
) -> Widget:
    """A graph over time. `unit` is the text at the axis, which starts at 0.

    `lines` are horizontal lines: by label, the factors of each line's value.
    """
    properties: dict[str, Any] = {
        "title": title,
        "region": region,
        "view": "timeSeries",
        "stacked": False,
        "period": PERIOD,
        "metrics": list(series),
        "yAxis": {"left": {"min": 0, "label": unit, "showUnits": False}},
    }
    if lines:
        properties["annotations"] = {
            "horizontal": [{"label": label, "value": math.prod(factors)} for label, factors in lines.items()]
        }
    return {"type": "metric", "properties": properties}


def series(metric: Metric, label: str, **rendering: Any) -> list[Any]:
    """A metric as one series of a graph."""
    dimensions = [part for pair in metric.dimensions.items() for part in pair]
    return [metric.namespace, metric.name, *dimensions, {"stat": metric.statistic, "label": label, **rendering}]


def expression(text: str, label: str, id: str) -> list[Any]:  # noqa: A002  CloudWatch's own word
    """The result of metric math or of a search as series of a graph."""
    return [{"expression": text, "label": label, "id": id}]
