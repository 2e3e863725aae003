"""How the requests of rights.txt are made with boto3, for those that the emulated AWS can judge."""

from collections.abc import Mapping
from typing import Any

KEY = {"name": {"S": "orders"}}
UPDATE: Mapping[str, Any] = {
    "Key": KEY,
    "UpdateExpression": "ADD #value :one",
    "ExpressionAttributeNames": {"#value": "value"},
    "ExpressionAttributeValues": {":one": {"N": "1"}},
    "ReturnValues": "UPDATED_NEW",
}
BY_NAME = {"KeyConditionExpression": "#n = :n", "ExpressionAttributeNames": {"#n": "name"}}
REFUSED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}

REQUESTS: dict[str, tuple[str, str, Mapping[str, Any]]] = {  # the operation, what names the resource, other arguments
    "dynamodb:UpdateItem": ("update_item", "TableName", UPDATE),
    "dynamodb:GetItem": ("get_item", "TableName", {"Key": KEY}),
    "dynamodb:Query": ("query", "TableName", BY_NAME),
    "dynamodb:Scan": ("scan", "TableName", {}),
    "dynamodb:PutItem": ("put_item", "TableName", {"Item": KEY}),
    "dynamodb:DeleteItem": ("delete_item", "TableName", {"Key": KEY}),
    "dynamodb:DescribeTable": ("describe_table", "TableName", {}),
    "dynamodb:DeleteTable": ("delete_table", "TableName", {}),
    "ssm:GetParameter": ("get_parameter", "Name", {}),
    "ssm:PutParameter": ("put_parameter", "Name", {"Value": "other", "Overwrite": True}),
    "ssm:DeleteParameter": ("delete_parameter", "Name", {}),
    "lambda:InvokeFunction": ("invoke", "FunctionName", {"Payload": '{"name": "orders"}'}),
    "lambda:GetFunction": ("get_function", "FunctionName", {}),
    "lambda:GetFunctionConfiguration": ("get_function_configuration", "FunctionName", {}),
    "lambda:UpdateFunctionConfiguration": ("update_function_configuration", "FunctionName", {"Timeout": 3}),
    "lambda:DeleteFunction": ("delete_function", "FunctionName", {}),
    "sqs:SendMessage": ("send_message", "QueueUrl", {"MessageBody": "forged"}),
    "sqs:ReceiveMessage": ("receive_message", "QueueUrl", {}),
    "sqs:GetQueueAttributes": ("get_queue_attributes", "QueueUrl", {"AttributeNames": ["All"]}),
    "sqs:PurgeQueue": ("purge_queue", "QueueUrl", {}),
    "sqs:DeleteQueue": ("delete_queue", "QueueUrl", {}),
    "logs:CreateLogGroup": ("create_log_group", "logGroupName", {}),
    "logs:DeleteLogGroup": ("delete_log_group", "logGroupName", {}),
    "logs:FilterLogEvents": ("filter_log_events", "logGroupName", {}),
    "s3:GetObject": ("get_object", "Bucket", {"Key": "batch"}),
    "s3:PutObject": ("put_object", "Bucket", {"Key": "batch"}),
    "iam:PutRolePolicy": ("put_role_policy", "RoleName", {"PolicyName": "more", "PolicyDocument": "{}"}),
}


def request(action: str, resource: str) -> dict[str, Any]:
    """The call for one action on one resource, as the probe gets it."""
    operation, named, arguments = REQUESTS[action]
    service = action.partition(":")[0]
    return {"service": service, "operation": operation, "arguments": {**arguments, named: resource}}
