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
ALIAS = (  # a pause removes the provisioned concurrency, and resume restores it
    "DeleteProvisionedConcurrencyConfig", "GetProvisionedConcurrencyConfig", "InvokeFunction",
    "PutProvisionedConcurrencyConfig",
)  # fmt: skip
TABLE = ("DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive", "GetItem", "Scan", "UpdateItem")
STREAM = ("GetRecords", "GetShardIterator")
QUEUE = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage")


def operate_function(function_arn: str) -> Statement:
    """Invoke one function, read its state, stop and start it."""
    return policies.allow([f"lambda:{action}" for action in FUNCTION], [function_arn])


def operate_alias(alias_arn: str) -> Statement:
    """Invoke one alias, and remove and restore its provisioned concurrency."""
    return policies.allow([f"lambda:{action}" for action in ALIAS], [alias_arn])


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
    consumers: Sequence[StreamConsumer],
    kms_key_arn: pulumi.Input[str] | None,
    tags: Tags | None,
    opts: pulumi.ResourceOptions,
) -> aws.iam.Policy:
    """Create the managed policy.

    An operator may invoke the alias, and the plain function too: the command calls it if only its name is known.
    """
    queues = [each.dead_letter_queue_arn for each in consumers if each.dead_letter_queue_arn is not None]
    statements = [
        function.function.arn.apply(operate_function),
        *([] if function.qualifier is None else [function.arn.apply(operate_alias)]),
        table.arn.apply(operate_table),
        table.arn.apply(describe_alarms),
        *table.key_rights(write=True),
        *key_rights(kms_key_arn, "lambda", write=False),  # without it, Lambda does not show the environment
        *(key_rights(kms_key_arn, "sqs", write=False) if queues else []),
        *([table.stream_arn.apply(read_records)] if consumers else []),
        *(consumer.function_arn.apply(policies.invoke_function) for consumer in consumers),
        *(queue.apply(empty_queue) for queue in queues),
    ]
    return aws.iam.Policy(
        f"{name}-operator",
        description="Operate the service with the command sequences",
        policy=pulumi.Output.json_dumps(policies.document(statements)),
        tags=tags,
        opts=opts,
    )
