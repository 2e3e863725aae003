"""Policy documents and statements, as pure functions of plain ARNs. So each right can be tested on its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..definitions.names import is_pattern

Statement = dict[str, Any]

UPDATES = ("UpdateItem",)
OTHER_SUFFIXES = {"aws-cn": ("amazonaws.com.cn",), "aws-eusc": ("amazonaws.eu",)}
"""The DNS suffix of the partitions whose hosts do not end with amazonaws.com."""
ALL_WRITES = ("BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem")


def document(statements: Sequence[Any]) -> dict[str, Any]:
    """A policy document with these statements, which may be outputs."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def assumed_by_lambda() -> dict[str, Any]:
    """A role's trust policy: only Lambda may assume the role."""
    return document([_allow(["sts:AssumeRole"]) | {"Principal": {"Service": "lambda.amazonaws.com"}}])


def take_values(table_arn: str) -> Statement:
    """Update items of the table.

    The handler reads the item that a failed condition returns. So the statement has no condition on
    `dynamodb:ReturnValues`: AWS may apply that key to `ReturnValuesOnConditionCheckFailure` too.
    """
    return _allow(["dynamodb:UpdateItem"], table_arn)


def invoke_function(function_arn: str) -> Statement:
    """Invoke one function."""
    return _allow(["lambda:InvokeFunction"], function_arn)


def invoke_url(function_arn: str) -> Statement:
    """Call the URL of one function, if the URL's callers must sign. This right needs `invoke_function` beside it."""
    condition = {"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}}
    return _allow(["lambda:InvokeFunctionUrl"], function_arn) | {"Condition": condition}


def write_table(table_arn: str, *, all_writes: bool, sequences: Sequence[str] | None) -> Statement:
    """Write the table, or only the items of these sequences: names and patterns.

    `ForAllValues` covers each key of a batch, but it also matches a request without keys. `Null` refuses that request.
    """
    statement = _allow([f"dynamodb:{action}" for action in (ALL_WRITES if all_writes else UPDATES)], table_arn)
    if sequences is not None:
        statement["Condition"] = {**_leading_keys(sequences), "Null": {"dynamodb:LeadingKeys": "false"}}
    return statement


def _leading_keys(sequences: Sequence[str]) -> dict[str, Any]:
    """The condition that each key of a request is one of these names or matches one of these patterns.

    IAM requires all operators of a condition, so with a pattern one `StringLike` has the names too. That is exact,
    because a name contains neither `*` nor `?`. `?*` stands for at least one character. A pattern without a prefix
    would also match the items of tokens, so it refuses their `#`.
    """
    if not any(map(is_pattern, sequences)):
        return {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": sorted(sequences)}}
    keys = sorted(f"{key[:-1]}?*" if is_pattern(key) else key for key in sequences)
    condition = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": keys}}
    if "*" in sequences:
        condition["ForAllValues:StringNotLike"] = {"dynamodb:LeadingKeys": ["#*"]}
    return condition


def describe_table(table_arn: str) -> Statement:
    """Describe the table. The request has no keys, so a condition on them would refuse it."""
    return _allow(["dynamodb:DescribeTable"], table_arn)


def read_parameter(parameter_arn: str) -> Statement:
    """Read one SSM parameter."""
    return _allow(["ssm:GetParameter"], parameter_arn)


def write_logs(log_group_arn: str) -> Statement:
    """Write to the log streams of one log group; their ARNs match the group's ARN with `:*`.

    The role may not create the group: otherwise late lines would create it again after you delete it.
    """
    return _allow(["logs:CreateLogStream", "logs:PutLogEvents"], f"{log_group_arn}:*")


def use_key(key_arn: str, service: str, *, write: bool) -> Statement:
    """Use a customer's KMS key, only through one service. A reader decrypts; a writer also needs data keys.

    AWS documents `kms:ViaService` only for hosts under amazonaws.com. In a partition with another suffix, the policy
    has both. Only AWS sets this key, so the second value gives no further right.
    """
    actions = ["kms:Decrypt", "kms:GenerateDataKey"] if write else ["kms:Decrypt"]
    partition = "".join(key_arn.split(":")[1:2])
    hosts = [f"{service}.*.{suffix}" for suffix in ("amazonaws.com", *OTHER_SUFFIXES.get(partition, ()))]
    via = hosts[0] if len(hosts) == 1 else hosts
    return _allow(actions, key_arn) | {"Condition": {"StringLike": {"kms:ViaService": via}}}


def read_stream(stream_arn: str) -> Statement:
    """Read one stream of a table."""
    return _allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], stream_arn)


def list_streams(table_arn: str) -> Statement:
    """List the streams of one table, as an event source mapping does.

    The resource comes from AWS's example "IAM policy to allow an AWS Lambda function to access DynamoDB streams".
    """
    return _allow(["dynamodb:ListStreams"], f"{table_arn}/stream/*")


def send_failures(destination_arn: str, account: str) -> Statement:
    """Report discarded records to a queue, a topic or a bucket. The bucket must belong to `account`.

    A bucket's ARN names no account. If the bucket is deleted, another account can take its name. Without the condition,
    that account would get the records ("Retain discarded records for a DynamoDB event source in Lambda", AWS Lambda
    Developer Guide). Raises `ValueError` for an ARN of any other service.
    """
    service = destination_arn.split(":")[2] if destination_arn.count(":") >= 5 else ""
    if service == "sqs":
        return _allow(["sqs:SendMessage"], destination_arn)
    if service == "sns":
        return _allow(["sns:Publish"], destination_arn)
    if service == "s3":
        statement = _allow(["s3:ListBucket", "s3:PutObject"], destination_arn, f"{destination_arn}/*")
        return statement | {"Condition": {"StringEquals": {"s3:ResourceAccount": account}}}
    raise ValueError(
        "on_failure_arn: must be the ARN of an SQS queue, an SNS topic or an S3 bucket; "
        "for example arn:aws:sqs:us-east-1:123456789012:failures"
    )


def trace() -> Statement:
    """Send traces to X-Ray. These actions do not support resources."""
    return _allow(["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*")


def create_network_interfaces(arn: str) -> Statement:
    """Let Lambda create a function's network interfaces in a VPC, in the Region of `arn`.

    Any account, because another one may own the subnets and share them. IAM still asks that account.
    """
    partition, _, region = arn.split(":")[1:4]
    return _allow(["ec2:CreateNetworkInterface"], f"arn:{partition}:ec2:{region}:*:*/*")


def manage_network_interfaces(arn: str) -> Statement:
    """Let Lambda manage a function's network interfaces in a VPC, in the Region and account of `arn`.

    The interfaces do not exist yet, so the statement covers all of the account's. AWS's guide advises this ("Giving
    Lambda functions access to resources in an Amazon VPC", AWS Lambda Developer Guide).
    """
    partition, _, region, account = arn.split(":")[1:5]
    actions = ["AssignPrivateIpAddresses", "DeleteNetworkInterface", "UnassignPrivateIpAddresses"]
    return _allow([f"ec2:{action}" for action in actions], f"arn:{partition}:ec2:{region}:{account}:*/*")


def describe_network() -> Statement:
    """Let Lambda describe the network. EC2's Describe actions do not support resources."""
    return _allow(["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"], "*")


def deny_network_to_code() -> Statement:
    """Deny EC2 to the function's code. Its calls carry `lambda:SourceFunctionArn`; Lambda's own calls do not."""
    condition = {"Null": {"lambda:SourceFunctionArn": "false"}}
    return {"Effect": "Deny", "Action": ["ec2:*"], "Resource": "*", "Condition": condition}


def account_of(arn: str) -> str:
    """The account in an ARN."""
    return arn.split(":")[4]


def function_name_of(arn: str) -> str:
    """The name in the ARN of a function or an alias."""
    return arn.split(":")[6]


def qualifier_of(arn: str) -> str | None:
    """The alias in the ARN of an alias; None in the ARN of a function."""
    return next(iter(arn.split(":")[7:]), None)


def allow(actions: Sequence[str], resources: Sequence[str]) -> Statement:
    """Allow the user's own actions on the user's own resources."""
    return _allow(actions, *resources)


def tls_only(queue_arn: str) -> dict[str, Any]:
    """A queue's policy that denies unencrypted connections."""
    condition: Mapping[str, Any] = {"Bool": {"aws:SecureTransport": "false"}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": queue_arn, "Condition": condition}
    return document([deny])


def _allow(actions: Sequence[str], *resources: str) -> Statement:
    statement: Statement = {"Effect": "Allow", "Action": list(actions)}
    if resources:
        statement["Resource"] = resources[0] if len(resources) == 1 else list(resources)
    return statement
