"""Create one alarm in CloudWatch."""

import math
from typing import Any

import pulumi
import pulumi_aws as aws

from ..tags import Tags
from .alarms import Alarm
from .args import AlarmsArgs
from .metric import Metric
from .runbook import runbook


def metric_alarm(
    alarm: Alarm, options: AlarmsArgs, tags: Tags | None, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Create the alarm. All options must be set."""
    period = alarm.period or options["period_seconds"]
    return aws.cloudwatch.MetricAlarm(
        f"{alarm.name}-alarm",
        alarm_description=pulumi.Output.format(
            f"{alarm.text} What to do: {runbook(alarm.section)}", alarm.threshold[0]
        ),
        comparison_operator="GreaterThanOrEqualToThreshold",
        threshold=pulumi.Output.all(*alarm.threshold).apply(math.prod),
        treat_missing_data=alarm.missing,
        alarm_actions=options["alarm_topic_arns"],
        ok_actions=options["ok_topic_arns"],
        tags=tags,
        opts=opts,
        **(_filled(alarm.metric, period) if alarm.filled else _plain(alarm.metric, period)),
        **_evaluation(alarm, options),
    )


def _plain(metric: Metric, period: pulumi.Input[int]) -> dict[str, Any]:
    return {**_source(metric, period), "statistic": metric.statistic}


def _filled(metric: Metric, period: pulumi.Input[int]) -> dict[str, Any]:
    """The metric with 0 in place of missing data."""
    source = {**_source(metric, period), "stat": metric.statistic}
    return {
        "metric_queries": [
            {"id": "source", "metric": source, "return_data": False},
            {"id": "filled", "expression": "FILL(source, 0)", "label": metric.name, "return_data": True},
        ]
    }


def _source(metric: Metric, period: pulumi.Input[int]) -> dict[str, Any]:
    return {
        "namespace": metric.namespace,
        "metric_name": metric.name,
        "dimensions": metric.dimensions,
        "period": period,
    }


def _evaluation(alarm: Alarm, options: AlarmsArgs) -> dict[str, Any]:
    periods, datapoints = options["evaluation_periods"], options["datapoints_to_alarm"]
    if alarm.at_once:
        return {"evaluation_periods": 1, "datapoints_to_alarm": 1}
    if not alarm.filled:
        return {"evaluation_periods": periods, "datapoints_to_alarm": datapoints}
    # FILL also fills the newest period, if its data comes late. So it may not be needed for the alarm to fire
    # ("Using metric math", Amazon CloudWatch User Guide).
    both = pulumi.Output.all(periods, datapoints)
    return {
        "evaluation_periods": both.apply(lambda values: max(values[0], values[1] + 1)),
        "datapoints_to_alarm": datapoints,
    }
