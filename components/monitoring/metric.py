"""The metrics that the alarms and the dashboard show: names, dimensions, statistics."""

from collections.abc import Mapping
from typing import NamedTuple

import pulumi


class Metric(NamedTuple):
    """One metric of one resource, with the statistic that says something about it."""

    namespace: str
    name: str
    statistic: str
    dimensions: Mapping[str, pulumi.Input[str]]


def of_function(name: str, statistic: str, function: pulumi.Input[str]) -> Metric:
    """A metric of a Lambda function, over all its versions and aliases."""
    return Metric("AWS/Lambda", name, statistic, {"FunctionName": function})


def of_table(name: str, statistic: str, table: pulumi.Input[str]) -> Metric:
    """A metric of a DynamoDB table."""
    return Metric("AWS/DynamoDB", name, statistic, {"TableName": table})


def of_updates(name: str, statistic: str, table: pulumi.Input[str]) -> Metric:
    """A metric of a table's UpdateItem calls. DynamoDB publishes some metrics only by operation."""
    return Metric("AWS/DynamoDB", name, statistic, {"TableName": table, "Operation": "UpdateItem"})


def of_queue(name: str, statistic: str, queue: pulumi.Input[str]) -> Metric:
    """A metric of an SQS queue."""
    return Metric("AWS/SQS", name, statistic, {"QueueName": queue})


def of_sequences(name: str, statistic: str, table: pulumi.Input[str]) -> Metric:
    """A metric that the bundled consumer publishes about all sequences of a table."""
    return Metric("SequenceService", name, statistic, {"Table": table})


def of_each_sequence(name: str, statistic: str, table: pulumi.Input[str], period: int) -> str:
    """The search expression for a metric that the bundled consumer publishes about each sequence.

    `table` must be a plain value. The search also finds sequences that start later.
    """
    found = f'{{SequenceService,Table,Sequence}} MetricName="{name}" Table="{table}"'
    return f"SEARCH('{found}', '{statistic}', {period})"
