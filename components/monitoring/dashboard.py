"""The body of the dashboard. It answers at a glance: does the service work, how fast, and for how long still?"""

from collections.abc import Sequence
from typing import Any

from . import metric
from .args import AlarmThresholdsArgs
from .runbook import runbook
from .watched import Watched
from .widgets import PERIOD, Row, Widget, alarm_states, expression, graph, placed, series, text

_PER_SECOND = "per second"
_BY_SEQUENCE = "${PROP('Dim.Sequence')}"


def dashboard_body(
    watched: Watched, thresholds: AlarmThresholdsArgs, alarm_arns: Sequence[str], sections: Sequence[str]
) -> dict[str, Any]:
    """The body, as CloudWatch documents it. `sections` are those of the runbook. No argument may hold outputs."""
    pace = [_pace(watched), *([_share_used(watched, thresholds)] if watched["bundled"] else [])]
    rows = [
        Row(3, [text(_heading(watched["name"], sections))]),
        Row(3, [alarm_states("Alarms", alarm_arns)]),
        Row(6, pace),
        Row(6, [_latency(watched, thresholds), _errors(watched)]),
    ]
    if watched["consumers"]:
        queues = [_dead_letters(watched)] if any(each["queue"] for each in watched["consumers"]) else []
        rows.append(Row(6, [_lag(watched, thresholds), *queues]))
    return {"start": "-PT3H", "periodOverride": "inherit", "widgets": placed(rows)}


def _heading(name: str, sections: Sequence[str]) -> str:
    links = " | ".join(f"[{section.replace('-', ' ')}]({runbook(section)})" for section in sections)
    return (
        f"# Sequences: {name}\n"
        f"[What to do if an alarm fires]({runbook('alarms')}): {links}\n\n"
        "Pulumi manages this dashboard. The next deployment overwrites what you change here."
    )


def _pace(watched: Watched) -> Widget:
    calls = metric.of_function("Invocations", "Sum", watched["function"])
    shown = [
        series(calls, "calls", id="calls", visible=False),
        expression("calls / PERIOD(calls)", "calls", "calls_per_second"),
    ]
    if watched["bundled"]:
        taken = metric.of_each_sequence("ValuesTaken", "Sum", watched["table"], PERIOD)
        shown.append(expression(f"{taken} / {PERIOD}", f"values of {_BY_SEQUENCE}", "values_per_second"))
    return graph("Pace", watched["region"], shown, unit=_PER_SECOND)


def _share_used(watched: Watched, thresholds: AlarmThresholdsArgs) -> Widget:
    used = metric.of_each_sequence("RangeUsed", "Maximum", watched["table"], PERIOD)
    alarms = {
        "alarm": (thresholds["range_used_percent"],),
        "second alarm": (thresholds["range_used_critical_percent"],),
    }
    shown = [expression(used, _BY_SEQUENCE, "used")]
    widget = graph("Share used of each sequence", watched["region"], shown, unit="percent", lines=alarms)
    widget["properties"]["yAxis"]["left"]["max"] = 100
    return widget


def _latency(watched: Watched, thresholds: AlarmThresholdsArgs) -> Widget:
    function = watched["function"]
    shown = [
        *(
            series(metric.of_function("Duration", each, function), f"call, {each}")
            for each in ("p50", "p99", "Maximum")
        ),
        series(metric.of_updates("SuccessfulRequestLatency", "Average", watched["table"]), "DynamoDB, Average"),
    ]
    alarm = {"alarm": (thresholds["function_duration_percent"], watched["timeout"], 10)}  # 10 ms are 1 % of a second
    return graph("Latency", watched["region"], shown, unit="milliseconds", lines=alarm)


def _errors(watched: Watched) -> Widget:
    function, table = watched["function"], watched["table"]
    shown = [
        series(metric.of_function("Errors", "Sum", function), "failed calls"),
        series(metric.of_function("Throttles", "Sum", function), "throttled calls"),
        *([series(metric.of_function("Url5xxCount", "Sum", function), "replies 5xx")] if watched["http"] else []),
        series(metric.of_table("WriteThrottleEvents", "Sum", table), "throttled writes"),
        series(metric.of_updates("SystemErrors", "Sum", table), "DynamoDB's errors"),
        *(
            series(metric.of_function("Errors", "Sum", each["function"]), f"failed calls of {each['name']}")
            for each in watched["consumers"]
        ),
    ]
    if watched["bundled"]:
        shown.append(series(metric.of_sequences("Rewinds", "Sum", table), "rewinds"))
    return graph("Errors", watched["region"], shown, unit="in 5 minutes")


def _lag(watched: Watched, thresholds: AlarmThresholdsArgs) -> Widget:
    shown = [
        series(metric.of_function("IteratorAge", "Maximum", each["function"]), each["name"])
        for each in watched["consumers"]
    ]
    alarm = {"alarm": (thresholds["consumer_age_seconds"], 1000)}
    return graph("Age of records at the consumer", watched["region"], shown, unit="milliseconds", lines=alarm)


def _dead_letters(watched: Watched) -> Widget:
    shown = [
        series(metric.of_queue("ApproximateNumberOfMessagesVisible", "Maximum", each["queue"]), each["name"])
        for each in watched["consumers"]
        if each["queue"] is not None
    ]
    return graph("Dead letters", watched["region"], shown, unit="messages")
