"""The alarms and the dashboard of a service, as one component."""

import json
import re
from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..consumer.stream_consumer import StreamConsumer
from ..service_options import ServiceOptions
from ..table.sequence_table import SequenceTable
from ..tags import Tags
from .alarms import alarms
from .args import AlarmsArgs, AlarmThresholdsArgs
from .dashboard import dashboard_body
from .metric_alarm import metric_alarm
from .watched import Watched, watched_consumer


class Monitoring(pulumi.ComponentResource):
    """Alarms for what can go wrong, and a dashboard that shows it."""

    def __init__(self, service: Watched, options: AlarmsArgs, tags: Tags | None, opts: pulumi.ResourceOptions) -> None:
        name = service["name"]
        super().__init__("sequence:index:Monitoring", f"{name}-monitoring", None, opts)
        child = pulumi.ResourceOptions(parent=self)
        thresholds = options["thresholds"]
        wanted = alarms(service, thresholds)
        created = [metric_alarm(alarm, options, tags, child) for alarm in wanted]
        sections = list(dict.fromkeys(alarm.section for alarm in wanted))
        dashboard = aws.cloudwatch.Dashboard(
            f"{name}-dashboard",
            dashboard_name=options.get("dashboard_name", _dashboard_name(name)),
            dashboard_body=_body(service, thresholds, [alarm.arn for alarm in created], sections),
            opts=child,
        )
        self.dashboard_name: pulumi.Output[str] = dashboard.dashboard_name
        self.register_outputs({"dashboard_name": self.dashboard_name})


def monitor(
    name: str,
    options: ServiceOptions,
    table: SequenceTable,
    function: aws.lambda_.Function,
    consumers: Sequence[StreamConsumer],
    opts: pulumi.ResourceOptions,
) -> pulumi.Output[str] | None:
    """Create alarms and a dashboard for the component named `name`, and return the dashboard's name.

    Without the option `alarms`, it creates nothing.
    """
    if options.alarms is None:
        return None
    service: Watched = {
        "name": name,
        "region": function.arn.apply(lambda arn: arn.split(":")[3]),
        "table": table.name,
        "function": function.name,
        "timeout": options.function["timeout"],
        "http": options.http is not None,
        "consumers": [watched_consumer(consumer) for consumer in consumers],
        "bundled": any(consumer.bundled for consumer in consumers),
    }
    return Monitoring(service, options.alarms, options.tags, opts).dashboard_name


def _dashboard_name(component: str) -> str:
    """A name that no other stack in the account has. AWS has no names with a random suffix for dashboards."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", f"{pulumi.get_project()}-{pulumi.get_stack()}-{component}")[:255]


def _body(
    service: Watched, thresholds: AlarmThresholdsArgs, arns: Sequence[pulumi.Output[str]], sections: Sequence[str]
) -> pulumi.Output[str]:
    everything: pulumi.Output[Any] = pulumi.Output.all(service, thresholds, arns, sections)
    return everything.apply(lambda values: json.dumps(dashboard_body(*values)))
