"""Lines to paste into a shell to use a deployment: with the AWS CLI (1 or 2), boto3, and the command `sequences`."""

import importlib.util
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from shlex import quote
from typing import Any

from ..deployment.deploy import Deployment
from ..emulator.emulator import Emulator
from .product import EXAMPLE_SEQUENCE, FUNCTION_OUTPUT

_SHOW = {  # by resource type: the service, its operation that shows such a resource, and the parameter for the id
    "aws:dynamodb/table:Table": ("dynamodb", "scan", "table-name", "TableName"),
    "aws:sqs/queue:Queue": ("sqs", "receive-message", "queue-url", "QueueUrl"),
    "aws:ssm/parameter:Parameter": ("ssm", "get-parameter", "name", "Name"),
    "aws:iam/role:Role": ("iam", "get-role", "role-name", "RoleName"),
    "aws:cloudwatch/logGroup:LogGroup": ("logs", "describe-log-streams", "log-group-name", "logGroupName"),
}
_FUNCTION = "aws:lambda/function:Function"


def usage(emulator: Emulator, deployment: Deployment, outputs: Path) -> str:
    """The variables to set, then one call: of the sequence service, or of another resource of the program.

    `outputs` is the file with the stack's outputs, for the command `sequences`.
    """
    command = _command(outputs) if FUNCTION_OUTPUT in deployment.outputs else []
    return "\n".join([*_variables(emulator), "", *_call(deployment), *command]).rstrip()


def _variables(emulator: Emulator) -> Iterable[str]:
    yield "unset AWS_PROFILE AWS_SESSION_TOKEN"
    yield f"export AWS_ENDPOINT_URL={emulator.endpoint} AWS_PAGER="
    yield f"export AWS_REGION={emulator.region} AWS_DEFAULT_REGION={emulator.region}"
    yield f"export AWS_ACCESS_KEY_ID={emulator.root_key} AWS_SECRET_ACCESS_KEY={emulator.root_key}"


def _call(deployment: Deployment) -> Iterable[str]:
    ids = {resource.type: resource.id for resource in reversed(deployment.resources)}
    if service := deployment.outputs.get(FUNCTION_OUTPUT):
        return _invoke(str(service), {"name": EXAMPLE_SEQUENCE})
    if function := ids.get(_FUNCTION):
        return _invoke(function, {})
    return next((_show(ids[type_], *show) for type_, show in _SHOW.items() if type_ in ids), [])


def _invoke(function: str, request: dict[str, Any]) -> Iterable[str]:
    text = json.dumps(request)
    yield f"echo {quote(text)} | aws lambda invoke --function-name {quote(function)} \\"
    # The reply goes to standard output; the empty text of the query ends its line. Without `cat`, the CLI would open
    # the file behind /dev/stdout and empty it.
    yield "    --payload fileb:///dev/stdin --output text --query \"''\" /dev/stdout | cat"
    yield ""
    yield _python(
        'import boto3, json; print(json.load(boto3.client("lambda").invoke(\n'
        f'    FunctionName={json.dumps(function)}, Payload=json.dumps({text}))["Payload"]))'
    )


def _command(outputs: Path) -> Iterable[str]:
    if importlib.util.find_spec("typer") is None:  # the extra `cli` is not installed
        return
    package, _, _ = __name__.rpartition("local.cli")
    # In a checkout, the module is found in any folder. An installed one needs no path.
    path = "" if package else f"env PYTHONPATH={quote(str(Path(__file__).parents[2]))} "
    yield ""
    yield f"export SEQUENCE_OUTPUTS={quote(str(outputs))}"
    yield f"{path}{quote(sys.executable)} -m {package}operations next {quote(EXAMPLE_SEQUENCE)}"


def _show(id_: str, service: str, operation: str, option: str, parameter: str) -> Iterable[str]:
    yield f"aws {service} {operation} --{option} {quote(id_)}"
    yield ""
    method = operation.replace("-", "_")
    yield _python(f'import boto3; print(boto3.client("{service}").{method}({parameter}={json.dumps(id_)}))')


def _python(code: str) -> str:
    return f"{quote(sys.executable)} -c {quote(code)}"
