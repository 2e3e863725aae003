"""The operator policy: what the command `sequences` does, on the resources of one service."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from ..consumer.stream_consumer import StreamConsumer
from ..function.lambda_function import LambdaFunction
from ..table.sequence_table import SequenceTable
from ..tags import Tags
from . import policies
from .key_rights import key_rights
from .policies import Statement

FUNCTION = (  # the tag keeps what was reserved before a pause
    "DeleteFunctionConcurrency", "GetFunctionConcurrency", "GetFunctionConfiguration", "InvokeFunction", "ListTags",
    "PutFunctionConcurrency", "TagResource", "UntagResource",
)  # fmt: skip
TABLE = ("DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive", "GetItem", "Scan", "UpdateItem")
STREAM = ("GetRecords", "GetShardIterator")
QUEUE = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage")


def operate_function(function_arn: str) -> Statement:
    """Invoke one function, read its state, stop and start it."""
    return policies.allow([f"lambda:{action}" for action in FUNCTION], [function_arn])


def operate_table(table_arn: str) -> Statement:
    """Read one table and its settings, and update its items."""
    return policies.allow([f"dynamodb:{action}" for action in TABLE], [table_arn])


def read_records(stream_arn: str) -> Statement:
    """Read the records of one stream."""
    return policies.allow([f"dynamodb:{action}" for action in STREAM], [stream_arn])


def empty_queue(queue_arn: str) -> Statement:
    """Read one queue, and delete its messages."""
    return policies.allow([f"sqs:{action}" for action in QUEUE], [queue_arn])


def describe_alarms(table_arn: str) -> Statement:
    """See the alarms of the table's Region and account. CloudWatch cannot list alarms by what they watch."""
    partition, _, region, account = table_arn.split(":")[1:5]
    return policies.allow(["cloudwatch:DescribeAlarms"], [f"arn:{partition}:cloudwatch:{region}:{account}:alarm:*"])


def operator_policy(
    name: str,
    *,
    table: SequenceTable,
    function: LambdaFunction,
    kms_key_arn: pulumi.Input[str] | None,
    consumers: Sequence[StreamConsumer],
    tags: Tags | None,
    opts: pulumi.ResourceOptions,
) -> aws.iam.Policy:
    """Create the managed policy."""
    statements = [
        function.function.arn.apply(operate_function),
        *([function.arn.apply(policies.invoke_function)] if function.qualifier is not None else []),
        table.arn.apply(operate_table),
        table.arn.apply(describe_alarms),
        *table.key_rights(write=True),
        *([table.stream_arn.apply(read_records)] if consumers else []),
    ]
    for consumer in consumers:
        statements.append(consumer.function_arn.apply(policies.invoke_function))
        if consumer.dead_letter_queue_arn is not None:
            statements.append(consumer.dead_letter_queue_arn.apply(empty_queue))
    if any(consumer.dead_letter_queue_arn is not None for consumer in consumers):
        statements += key_rights(kms_key_arn, "sqs", write=False)
    return aws.iam.Policy(
        f"{name}-operator",
        description="Operate the service with the command sequences",
        policy=pulumi.Output.json_dumps(policies.document(statements)),
        tags=tags,
        opts=opts,
    )
