"""CloudWatch: alarms and dashboards."""

from collections.abc import Mapping
from typing import Any

from .ignored import IgnoreRule
from .request import ResourceRequest
from .resource_type import Call, ResourceType

_SIMPLE_ALARM = "an alarm compares the statistic of all recent data with the threshold, and nothing more"


def _dimensions(request: ResourceRequest) -> Mapping[str, Any]:
    dimensions = request.inputs.mapping("dimensions") or {}
    return {"Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()]} if dimensions else {}


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
            more=_dimensions,
        ),
        outputs=lambda alarm: {"name": alarm.name, "arn": alarm.request.arn("cloudwatch", f"alarm:{alarm.name}")},
        ignored={
            "datapointsToAlarm": IgnoreRule(_SIMPLE_ALARM),
            "dimensions": IgnoreRule(_SIMPLE_ALARM),
            "metricName": IgnoreRule("services send no metrics here; an alarm sees only what a program sends itself"),
            "treatMissingData": IgnoreRule(_SIMPLE_ALARM, lambda treatment: treatment != "missing"),
            "unit": IgnoreRule(_SIMPLE_ALARM),
        },
    ),
}  # fmt: skip


def _global_arn(request: ResourceRequest, name: str) -> str:
    return request.arn("cloudwatch", f"dashboard/{name}").replace(f":{request.region}:", "::")
