"""What the roles may not do, tried with their own credentials: by a function that runs under them."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components import SequenceService
from local import Deployment, Emulator, deploy

from .conftest import Invoke
from .programs import TRUST, table

PROBE = """
import boto3
from botocore.exceptions import ClientError

def handler(event, context):
    try:
        getattr(boto3.client(event["service"]), event["operation"])(**event["arguments"])
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"
"""


def program() -> None:
    """Two services, roles with their writers' policies, and a table and a parameter of someone else."""
    service = SequenceService("numbers", {"sequences": {"*": {}}, "parameter": {"lookup": True}})
    writer = aws.iam.Role("writer", assume_role_policy=TRUST)
    aws.iam.RolePolicyAttachment("writer", role=writer.name, policy_arn=service.writer_policy_arn)
    limited = SequenceService("limited", {"sequences": {"*": {}}, "writer": {"sequences": ["orders"]}})
    narrow = aws.iam.Role("narrow", assume_role_policy=TRUST)
    limited.grant_write("narrow", narrow)
    for name, value in service.outputs().items():
        pulumi.export(name, value)
    pulumi.export("limited_table", limited.table_name)
    pulumi.export("narrow_role", narrow.arn)
    pulumi.export("other_parameter", aws.ssm.Parameter("other", type="String", insecure_value="secret").name)
    pulumi.export("other_table", table("other").name)
    pulumi.export("writer_role", writer.arn)


KEY = {"name": {"S": "orders"}}
UPDATE = {
    "Key": KEY,
    "UpdateExpression": "ADD #value :one",
    "ExpressionAttributeNames": {"#value": "value"},
    "ExpressionAttributeValues": {":one": {"N": "1"}},
    "ReturnValues": "UPDATED_NEW",
}
TABLE_REFUSED = [
    ("get_item", {"Key": KEY}),
    ("query", {"KeyConditionExpression": "#n = :n", "ExpressionAttributeNames": {"#n": "name"}}),
    ("scan", {}),
    ("put_item", {"Item": KEY}),
    ("delete_item", {"Key": KEY}),
    ("describe_table", {}),
]
Probe = Callable[[str, str, str, dict[str, Any]], str]


@pytest.fixture(scope="module")
def stack(emulator: Emulator) -> Deployment:
    return deploy(program, project="privilege", emulator=emulator)


@pytest.fixture(scope="module")
def roles(emulator: Emulator, stack: Deployment) -> dict[str, str]:
    functions = emulator.client("lambda")
    next_value = functions.get_function_configuration(FunctionName=stack.outputs["function_name"])["Role"]
    return {"next-value": next_value, "writer": stack.outputs["writer_role"], "narrow": stack.outputs["narrow_role"]}


@pytest.fixture(scope="module")
def probe(emulator: Emulator, roles: dict[str, str], invoke: Invoke) -> Iterator[Probe]:
    """Makes one call under a role, named or by its ARN; gives `allowed` or the error's code."""
    functions, made = emulator.client("lambda"), dict[str, str]()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("probe.py", PROBE)

    def call(role: str, service: str, operation: str, arguments: dict[str, Any]) -> str:
        if role not in made:
            made[role] = f"probe-{len(made)}"
            functions.create_function(
                FunctionName=made[role],
                Role=roles.get(role, role),
                Runtime="python3.13",
                Handler="probe.handler",
                Code={"ZipFile": archive.getvalue()},
                Timeout=20,
            )
            functions.get_waiter("function_active_v2").wait(FunctionName=made[role], WaiterConfig={"Delay": 1})
        reply = invoke(made[role], {"service": service, "operation": operation, "arguments": arguments})
        return reply if isinstance(reply, str) else json.dumps(reply)

    yield call
    for name in made.values():
        functions.delete_function(FunctionName=name)


@pytest.mark.parametrize("role", ["next-value", "writer"])
def test_the_table_is_written_by_updates(stack: Deployment, probe: Probe, role: str) -> None:
    assert probe(role, "dynamodb", "update_item", UPDATE | {"TableName": stack.outputs["table_name"]}) == "allowed"


def test_a_writer_of_named_sequences_works_here_although_the_emulator_knows_no_leading_keys(
    stack: Deployment, probe: Probe
) -> None:
    assert (
        probe("narrow", "dynamodb", "update_item", UPDATE | {"TableName": stack.outputs["limited_table"]}) == "allowed"
    )
    assert [each.reason for each in stack.ignored_inputs if each.type == "aws:iam/policy:Policy"] == [
        "conditions on `dynamodb:` keys are left out, because the emulator does not know these keys"
    ]


@pytest.mark.parametrize("role", ["next-value", "writer"])
@pytest.mark.parametrize(("operation", "arguments"), TABLE_REFUSED, ids=[each for each, _ in TABLE_REFUSED])
def test_nothing_else_may_be_done_to_the_table(
    stack: Deployment, probe: Probe, role: str, operation: str, arguments: dict[str, Any]
) -> None:
    request = arguments | {"TableName": stack.outputs["table_name"]}
    assert probe(role, "dynamodb", operation, request) == "AccessDeniedException"


@pytest.mark.parametrize("role", ["next-value", "writer"])
def test_the_table_may_not_be_read_in_batches(stack: Deployment, probe: Probe, role: str) -> None:
    request = {"RequestItems": {stack.outputs["table_name"]: {"Keys": [KEY]}}}
    assert probe(role, "dynamodb", "batch_get_item", request) == "AccessDeniedException"


@pytest.mark.parametrize("role", ["next-value", "writer"])
def test_no_other_table_may_be_written(stack: Deployment, probe: Probe, role: str) -> None:
    request = UPDATE | {"TableName": stack.outputs["other_table"]}
    assert probe(role, "dynamodb", "update_item", request) == "AccessDeniedException"


def test_the_one_parameter_may_be_read_and_no_other(stack: Deployment, probe: Probe) -> None:
    assert probe("next-value", "ssm", "get_parameter", {"Name": stack.outputs["parameter_name"]}) == "allowed"
    refused = probe("next-value", "ssm", "get_parameter", {"Name": stack.outputs["other_parameter"]})
    assert refused == "AccessDeniedException"


def test_a_function_that_looks_nothing_up_may_not_read_its_parameter(
    service: Deployment, emulator: Emulator, probe: Probe
) -> None:
    functions = emulator.client("lambda")
    role = functions.get_function_configuration(FunctionName=service.outputs["function_name"])["Role"]
    table, parameter = service.outputs["table_name"], service.outputs["parameter_name"]
    assert probe(role, "dynamodb", "update_item", UPDATE | {"TableName": table}) == "allowed"
    assert probe(role, "ssm", "get_parameter", {"Name": parameter}) == "AccessDeniedException"


def test_no_log_group_may_be_created(probe: Probe) -> None:
    refused = probe("next-value", "logs", "create_log_group", {"logGroupName": "/aws/lambda/other"})
    assert refused == "AccessDeniedException"
