"""CloudWatch: alarms and dashboards."""

from collections.abc import Mapping
from typing import Any

from .ignored import IgnoreRule
from .inputs import Inputs
from .parameters import present
from .request import ResourceRequest
from .resource_type import Call, ResourceType

_SIMPLE_ALARM = "an alarm compares the statistic of all recent data with the threshold, and nothing more"


def _metric_parameters(request: ResourceRequest) -> Mapping[str, Any]:
    """What an alarm watches: the dimensions of one metric, or metric math."""
    dimensions = _dimensions(request.inputs)
    queries = [_query(each) for each in request.inputs.sections("metricQueries")]
    return present(Dimensions=dimensions or None, Metrics=queries or None)


def _dimensions(inputs: Inputs) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in (inputs.mapping("dimensions") or {}).items()]


def _query(query: Inputs) -> dict[str, Any]:
    return present(
        Id=query.text("id"),
        AccountId=query.text("accountId"),
        Expression=query.text("expression"),
        Label=query.text("label"),
        Period=query.integer("period"),
        ReturnData=query.flag("returnData"),
        MetricStat=_metric_stat(query.section("metric")),
    )


def _metric_stat(metric: Inputs) -> dict[str, Any] | None:
    if not metric.keys():
        return None
    named = present(Namespace=metric.text("namespace"), MetricName=metric.text("metricName"))
    return present(
        Metric={**named, "Dimensions": _dimensions(metric)},
        Period=metric.integer("period"),
        Stat=metric.text("stat"),
        Unit=metric.text("unit"),
    )


RESOURCE_TYPES = {
    "aws:cloudwatch/dashboard:Dashboard": ResourceType(
        "cloudwatch",
        Call("put_dashboard", inputs=("dashboardBody",), name="DashboardName", tagged=False),
        name_input="dashboardName",
        outputs=lambda board: {"dashboardName": board.name, "dashboardArn": _global_arn(board.request, board.name)},
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ResourceType(
        "cloudwatch",
        Call(
            "put_metric_alarm",
            inputs=(
                "actionsEnabled", "alarmActions", "alarmDescription", "comparisonOperator", "datapointsToAlarm",
                "evaluationPeriods", "extendedStatistic", "insufficientDataActions", "metricName", "namespace",
                "okActions", "period", "statistic", "threshold", "treatMissingData", "unit",
            ),
            name="AlarmName",
            more=_metric_parameters,
        ),
        outputs=lambda alarm: {"name": alarm.name, "arn": alarm.request.arn("cloudwatch", f"alarm:{alarm.name}")},
        ignored={
            "datapointsToAlarm": IgnoreRule(_SIMPLE_ALARM),
            "dimensions": IgnoreRule(_SIMPLE_ALARM),
            "metricQueries": IgnoreRule(
                "metric math is not stored; such an alarm keeps its first state, and `sequences check` does not see it"
            ),
            "metricName": IgnoreRule("of AWS's services only Lambda sends metrics here; an alarm may stay on"),
            "treatMissingData": IgnoreRule(_SIMPLE_ALARM, lambda treatment: treatment != "missing"),
            "unit": IgnoreRule(_SIMPLE_ALARM),
        },
    ),
}  # fmt: skip


def _global_arn(request: ResourceRequest, name: str) -> str:
    return request.arn("cloudwatch", f"dashboard/{name}").replace(f":{request.region}:", "::")
