"""The alarms and the dashboard of a service, as one component."""

import json
import re
from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..consumer.stream_consumer import StreamConsumer
from ..tags import Tags
from .alarms import alarms
from .args import AlarmsArgs, AlarmThresholdsArgs
from .dashboard import dashboard_body
from .metric_alarm import metric_alarm
from .watched import Watched, watched


class Monitoring(pulumi.ComponentResource):
    """Alarms for what can go wrong, and a dashboard that shows it."""

    def __init__(
        self,
        name: str,
        *,
        options: AlarmsArgs,
        table: pulumi.Input[str],
        function: aws.lambda_.Function,
        timeout: pulumi.Input[int],
        http: bool,
        consumers: Sequence[StreamConsumer],
        tags: Tags | None,
        opts: pulumi.ResourceOptions,
    ) -> None:
        super().__init__("sequence:index:Monitoring", f"{name}-monitoring", None, opts)
        child = pulumi.ResourceOptions(parent=self)
        thresholds = options["thresholds"]
        service = watched(name=name, table=table, function=function, timeout=timeout, http=http, consumers=consumers)
        wanted = alarms(service, thresholds)
        created = [metric_alarm(alarm, options, tags, child) for alarm in wanted]
        sections = list(dict.fromkeys(alarm.section for alarm in wanted))
        dashboard = aws.cloudwatch.Dashboard(
            f"{name}-dashboard",
            dashboard_name=options.get("dashboard_name", _dashboard_name(name)),
            dashboard_body=_body(service, thresholds, [alarm.arn for alarm in created], sections),
            opts=child,
        )
        self.dashboard_name = dashboard.dashboard_name
        self.register_outputs({"dashboard_name": self.dashboard_name})


def _dashboard_name(component: str) -> str:
    """A name that no other stack in the account has. AWS has no names with a random suffix for dashboards."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", f"{pulumi.get_project()}-{pulumi.get_stack()}-{component}")[:255]


def _body(
    service: Watched, thresholds: AlarmThresholdsArgs, arns: Sequence[pulumi.Output[str]], sections: Sequence[str]
) -> pulumi.Output[str]:
    everything: pulumi.Output[Any] = pulumi.Output.all(service, thresholds, arns, sections)
    return everything.apply(lambda values: json.dumps(dashboard_body(*values)))
