"""Shared by the tests of monitoring: services with alarms, and what their alarms and dashboards show."""

import json
import re
from typing import Any, NamedTuple

import pulumi

from testing import RecordedStack

from .registered import build

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
OWN: dict[str, Any] = {"code": pulumi.AssetArchive({}), "handler": "app.handler"}
ELSEWHERE = "arn:aws:sqs:us-east-1:123456789012:elsewhere"

SERVICES: dict[str, dict[str, Any]] = {
    "no consumer": {},
    "a URL": {"http": {}},
    "the bundled consumer": {"consumer": {}},
    "a consumer of your own": {"consumer": OWN},
    "failures go elsewhere": {"consumer": {"on_failure_arn": ELSEWHERE}},
    "two consumers": {"consumers": {"audit": {}, "index": OWN}},
}
"""Options that decide which alarms exist."""


class Shown(NamedTuple):
    """A metric that an alarm or a dashboard shows."""

    namespace: str
    name: str
    statistic: str
    dimensions: dict[str, str]
    """Names to values. The value of a dimension over which a search goes is `*`."""


def monitored(args: dict[str, Any] | None = None, **alarms: Any) -> RecordedStack:
    """A service with alarms."""
    return build({**(args or {}), "alarms": alarms})


def alarms(stack: RecordedStack) -> dict[str, dict[str, Any]]:
    """The inputs of each alarm, by the name that follows the component's name."""
    return {each.name.removeprefix("orders-").removesuffix("-alarm"): dict(each.inputs) for each in stack.all(ALARM)}


def body(stack: RecordedStack) -> dict[str, Any]:
    """The dashboard's body."""
    found: dict[str, Any] = json.loads(stack.one(DASHBOARD).inputs["dashboard_body"])
    return found


def metric_of(alarm: dict[str, Any]) -> Shown:
    """The metric that an alarm watches, also if metric math fills its gaps."""
    if "metric_name" in alarm:
        return Shown(alarm["namespace"], alarm["metric_name"], alarm["statistic"], alarm["dimensions"])
    (source,) = [query["metric"] for query in alarm["metric_queries"] if "metric" in query]
    return Shown(source["namespace"], source["metric_name"], source["stat"], source["dimensions"])


def series(widget: dict[str, Any]) -> list[Shown]:
    """The metrics that a graph shows, those of searches included."""
    found = []
    for row in widget["properties"]["metrics"]:
        *names, options = row
        if names:
            namespace, name, *dimensions = names
            pairs = dict(zip(dimensions[::2], dimensions[1::2], strict=True))
            found.append(Shown(namespace, name, options["stat"], pairs))
        elif "SEARCH" in options["expression"]:
            found.append(_searched(options["expression"]))
    return found


def _searched(expression: str) -> Shown:
    """Read a search expression, in the form of "CloudWatch search expression syntax", Amazon CloudWatch User Guide."""
    parts = re.fullmatch(r"SEARCH\('\{([^}]+)\} (.*)', '(\w+)', \d+\)(?: / \d+)?", expression)
    assert parts, expression
    namespace, *dimensions = parts[1].split(",")
    terms = dict(re.findall(r'(\w+)="([^"]+)"', parts[2]))
    name = terms.pop("MetricName")
    assert terms.keys() <= set(dimensions)
    return Shown(namespace, name, parts[3], {each: terms.get(each, "*") for each in dimensions})


def shown(stack: RecordedStack) -> list[Shown]:
    """All metrics that the alarms and the dashboard of a stack show."""
    graphs = [widget for widget in body(stack)["widgets"] if widget["type"] == "metric"]
    return [metric_of(alarm) for alarm in alarms(stack).values()] + [each for graph in graphs for each in series(graph)]
