"""The properties in CloudFormation that stand for the inputs of a resource.

Most differ only in case: `memory_size` is `MemorySize`. The functions below write the others. An input that has no
property in CloudFormation stays, so cfn-lint reports it.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from testing.fake_outputs import SUFFIX

Properties = dict[str, Any]
Inputs = dict[str, Any]  # a copy: the functions take away what they write

_USERS_OWN = {"variables"}  # maps with keys that users choose


def logical_id(name: str) -> str:
    """The id in the template of the resource with this name."""
    return name.title().replace("-", "")


def spelled(value: Any) -> Any:
    """The value with the keys of CloudFormation."""
    if isinstance(value, Mapping):
        return {
            key.title().replace("_", ""): item if key in _USERS_OWN else spelled(item) for key, item in value.items()
        }
    return [spelled(item) for item in value] if isinstance(value, list) else value


def _table(inputs: Inputs) -> Properties:
    key, attributes, recovery = inputs.pop("hash_key"), inputs.pop("attributes"), inputs.pop("point_in_time_recovery")
    properties: Properties = {
        "KeySchema": [{"AttributeName": key, "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": each["name"], "AttributeType": each["type"]} for each in attributes],
        "TimeToLiveSpecification": spelled(inputs.pop("ttl")),
        "PointInTimeRecoverySpecification": {
            "PointInTimeRecoveryEnabled": recovery["enabled"],
            "RecoveryPeriodInDays": recovery["recovery_period_in_days"],
        },
    }
    if inputs.pop("stream_enabled"):
        properties["StreamSpecification"] = {"StreamViewType": inputs.pop("stream_view_type")}
    if encryption := inputs.pop("server_side_encryption", None):
        key_arn = encryption["kms_key_arn"]
        properties["SSESpecification"] = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": key_arn}
    return properties


def _log_group(inputs: Inputs) -> Properties:
    return {"LogGroupName": f"{inputs.pop('name_prefix')}{SUFFIX}"}


def _function(inputs: Inputs) -> Properties:
    inputs.pop("code")
    return {"Code": {"S3Bucket": "code", "S3Key": "code.zip"}}  # no linter reads the code


def _role(inputs: Inputs) -> Properties:
    return {"AssumeRolePolicyDocument": json.loads(inputs.pop("assume_role_policy"))}


def _role_policy(inputs: Inputs) -> Properties:
    return {"PolicyName": "policy", "Roles": [inputs.pop("role")], "PolicyDocument": json.loads(inputs.pop("policy"))}


def _managed_policy(inputs: Inputs) -> Properties:
    return {"PolicyDocument": json.loads(inputs.pop("policy"))}


def _queue(inputs: Inputs) -> Properties:
    return {"MessageRetentionPeriod": inputs.pop("message_retention_seconds")}


def _queue_policy(inputs: Inputs) -> Properties:
    # cdk-nag finds the policy of a queue only by a reference.
    queue = inputs.pop("queue_url").rpartition("/")[2].removesuffix(f"-{SUFFIX}")
    return {"Queues": [{"Ref": logical_id(queue)}], "PolicyDocument": json.loads(inputs.pop("policy"))}


def _parameter(inputs: Inputs) -> Properties:
    return {"Value": inputs.pop("insecure_value")}


def _mapping(inputs: Inputs) -> Properties:
    failures = inputs.pop("destination_config")["on_failure"]["destination_arn"]
    return {"DestinationConfig": {"OnFailure": {"Destination": failures}}}


def _function_url(inputs: Inputs) -> Properties:
    return {"AuthType": inputs.pop("authorization_type"), "TargetFunctionArn": inputs.pop("function_name")}


def _permission(inputs: Inputs) -> Properties:
    return {"FunctionName": inputs.pop("function")}


def _metric_alarm(inputs: Inputs) -> Properties:
    written: Properties = {"OKActions": inputs.pop("ok_actions")}
    if "dimensions" in inputs:
        written["Dimensions"] = _dimensions(inputs.pop("dimensions"))
    if "metric_queries" in inputs:
        written["Metrics"] = [_query(dict(query)) for query in inputs.pop("metric_queries")]
    return written


def _query(query: Inputs) -> Properties:
    if "metric" not in query:
        return dict(spelled(query))
    metric = query.pop("metric")
    measured = {"Namespace": metric["namespace"], "MetricName": metric["metric_name"]}
    measured["Dimensions"] = _dimensions(metric["dimensions"])
    return {**spelled(query), "MetricStat": {"Metric": measured, "Period": metric["period"], "Stat": metric["stat"]}}


def _dimensions(dimensions: Mapping[str, str]) -> list[Properties]:
    return [{"Name": name, "Value": value} for name, value in dimensions.items()]


def _nothing(_: Inputs) -> Properties:
    return {}


TYPES: dict[str, tuple[str, Callable[[Inputs], Properties]]] = {
    "aws:cloudwatch/dashboard:Dashboard": ("AWS::CloudWatch::Dashboard", _nothing),
    "aws:cloudwatch/logGroup:LogGroup": ("AWS::Logs::LogGroup", _log_group),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("AWS::CloudWatch::Alarm", _metric_alarm),
    "aws:dynamodb/table:Table": ("AWS::DynamoDB::Table", _table),
    "aws:iam/policy:Policy": ("AWS::IAM::ManagedPolicy", _managed_policy),
    "aws:iam/role:Role": ("AWS::IAM::Role", _role),
    "aws:iam/rolePolicy:RolePolicy": ("AWS::IAM::Policy", _role_policy),
    "aws:lambda/eventSourceMapping:EventSourceMapping": ("AWS::Lambda::EventSourceMapping", _mapping),
    "aws:lambda/function:Function": ("AWS::Lambda::Function", _function),
    "aws:lambda/functionUrl:FunctionUrl": ("AWS::Lambda::Url", _function_url),
    "aws:lambda/permission:Permission": ("AWS::Lambda::Permission", _permission),
    "aws:sqs/queue:Queue": ("AWS::SQS::Queue", _queue),
    "aws:sqs/queuePolicy:QueuePolicy": ("AWS::SQS::QueuePolicy", _queue_policy),
    "aws:ssm/parameter:Parameter": ("AWS::SSM::Parameter", _parameter),
}


def properties(kind: str, inputs: Mapping[str, Any]) -> tuple[str, Properties]:
    """The type in CloudFormation, and the properties. `kind` is Pulumi's type token."""
    name, special = TYPES[kind]
    left = dict(inputs)
    written = special(left)
    return name, {**spelled(left), **written}
