"""Which alarms a service has."""

from typing import Literal, NamedTuple

import pulumi

from . import metric
from .args import AlarmThresholdsArgs
from .metric import Metric
from .watched import Watched, WatchedConsumer

HOUR = 3600


class Alarm(NamedTuple):
    """One alarm. It fires if the metric reaches the threshold."""

    name: str
    """The resource's name, without `-alarm` at its end."""

    section: str
    """The section of the runbook."""

    text: str
    """What happened, for the reader of a notification. `{0}` stands for the threshold's first factor."""

    metric: Metric
    threshold: tuple[pulumi.Input[float], ...]
    """The factors of the threshold."""

    at_once: bool = False
    """Whether one period is enough. Otherwise `datapoints_to_alarm` of `evaluation_periods` are needed."""

    period: int | None = None
    """The length of a period in seconds, if it is not `period_seconds`."""

    missing: Literal["notBreaching", "ignore"] = "notBreaching"
    """What a period without data means: all is well, or the state stays as it is."""

    filled: bool = False
    """Whether a period without data counts as 0, by metric math."""


def alarms(watched: Watched, thresholds: AlarmThresholdsArgs) -> list[Alarm]:
    """The alarms of a service. All thresholds must be set."""
    return [
        *_of_function(watched, thresholds),
        *_of_table(watched, thresholds),
        *(alarm for consumer in watched["consumers"] for alarm in _of_consumer(consumer, thresholds)),
        *(_of_sequences(watched, thresholds) if watched["bundled"] else ()),
    ]


def _of_function(watched: Watched, thresholds: AlarmThresholdsArgs) -> list[Alarm]:
    name, function = watched["name"], watched["function"]
    found = [
        Alarm(
            f"{name}-function-errors",
            "function-errors",
            "Calls of the next-value function fail.",
            metric.of_function("Errors", "Sum", function),
            (thresholds["function_errors"],),
        ),
        Alarm(
            f"{name}-function-throttles",
            "function-throttles",
            "Lambda rejects calls of the next-value function for lack of concurrency.",
            metric.of_function("Throttles", "Sum", function),
            (thresholds["function_throttles"],),
        ),
        Alarm(
            f"{name}-function-duration",
            "function-duration",
            "Calls of the next-value function take almost as long as its time-out allows.",
            metric.of_function("Duration", "Maximum", function),
            (thresholds["function_duration_percent"], watched["timeout"], 10),  # 10 ms are 1 % of a second
        ),
    ]
    if watched["http"]:
        found.append(
            Alarm(
                f"{name}-http-errors",
                "http-errors",
                "The function's URL replies with status 500 or above.",
                metric.of_function("Url5xxCount", "Sum", function),
                (thresholds["http_errors"],),
            )
        )
    return found


def _of_table(watched: Watched, thresholds: AlarmThresholdsArgs) -> list[Alarm]:
    name, table = watched["name"], watched["table"]
    # AWS contradicts itself about missing data here. "PutMetricAlarm": alarms on AWS/DynamoDB always ignore it, and so
    # stay in their state. "Configuring how CloudWatch alarms treat missing data": that is only the default. With FILL,
    # nothing is missing.
    return [
        Alarm(
            f"{name}-table-throttles",
            "table-throttles",
            "DynamoDB throttles writes of the sequences' table.",
            metric.of_table("WriteThrottleEvents", "Sum", table),
            (thresholds["table_throttles"],),
            filled=True,
        ),
        Alarm(
            f"{name}-table-system-errors",
            "table-system-errors",
            "DynamoDB answers writes of the sequences' table with errors of its own.",
            metric.of_updates("SystemErrors", "Sum", table),
            (thresholds["table_system_errors"],),
            filled=True,
        ),
    ]


def _of_consumer(consumer: WatchedConsumer, thresholds: AlarmThresholdsArgs) -> list[Alarm]:
    name, function, queue = consumer["name"], consumer["function"], consumer["queue"]
    found = [
        Alarm(
            f"{name}-errors",
            "consumer-errors",
            "Calls of a stream consumer fail.",
            metric.of_function("Errors", "Sum", function),
            (thresholds["consumer_errors"],),
        ),
        Alarm(
            f"{name}-age",
            "consumer-age",
            "A stream consumer is behind. Records are lost when they are 24 hours old.",
            metric.of_function("IteratorAge", "Maximum", function),
            (thresholds["consumer_age_seconds"], 1000),
        ),
    ]
    if queue is not None:
        found.append(
            Alarm(
                f"{name}-dead-letters",
                "dead-letters",
                "A stream consumer gave up on records. Their changes can be redelivered within 24 hours.",
                metric.of_queue("ApproximateNumberOfMessagesVisible", "Maximum", queue),
                (thresholds["dead_letters"],),
                at_once=True,
            )
        )
    return found


def _of_sequences(watched: Watched, thresholds: AlarmThresholdsArgs) -> list[Alarm]:
    # The metric by table covers all sequences, so the number of alarms does not grow with them.
    name, table = watched["name"], watched["table"]
    used = metric.of_sequences("RangeUsed", "Maximum", table)
    return [
        Alarm(
            f"{name}-rewinds",
            "rewinds",
            "A sequence was set back, deleted or started over. Its values may be issued again.",
            metric.of_sequences("Rewinds", "Sum", table),
            (thresholds["rewinds"],),
            at_once=True,
        ),
        *(
            Alarm(
                f"{name}-{suffix}",
                "range-used",
                "A sequence has used {0} % of its range. At the end of the range, calls fail.",
                used,
                (share,),
                at_once=True,
                period=HOUR,  # so that other sequences do not end the alarm while this one is idle for a moment
                missing="ignore",  # a sequence that nobody uses is as full as before
            )
            for suffix, share in (
                ("range-used", thresholds["range_used_percent"]),
                ("range-used-critical", thresholds["range_used_critical_percent"]),
            )
        ),
    ]
