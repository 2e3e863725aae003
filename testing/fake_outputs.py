"""Fake outputs: names, ids and ARNs in the form that AWS uses.

Every other string output gets a mark instead of a value. If a program uses a mark, that is an error.
"""

import re
from collections.abc import Mapping
from typing import Any

from .aws_types import UnknownTypeError, output_types
from .nearest import hint

ACCOUNT = "123456789012"
REGION = "us-east-1"
SUFFIX = "1a2b3c4"  # like the random suffix that Pulumi appends to a name
UUID = "91eaeb7e-c976-4939-a4c9-1c2b3d4e5f60"

_ARNS = {
    "aws:cloudwatch/logGroup:LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{{name}}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{{name}}",
    "aws:dynamodb/table:Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{{name}}",
    "aws:iam/policy:Policy": f"arn:aws:iam::{ACCOUNT}:policy/{{name}}",
    "aws:iam/role:Role": f"arn:aws:iam::{ACCOUNT}:role/{{name}}",
    "aws:kms/key:Key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "aws:lambda/eventSourceMapping:EventSourceMapping": (
        f"arn:aws:lambda:{REGION}:{ACCOUNT}:event-source-mapping:{UUID}"
    ),
    "aws:lambda/function:Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{{name}}",
    "aws:s3/bucket:Bucket": "arn:aws:s3:::{name}",
    "aws:sns/topic:Topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:{{name}}",
    "aws:sqs/queue:Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{name}}",
    "aws:ssm/parameter:Parameter": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{{name}}",
}

# The output that is a resource's id. For all other resources, the id is the name.
_IDS = {
    "aws:iam/policy:Policy": "arn",
    "aws:lambda/eventSourceMapping:EventSourceMapping": "uuid",
    "aws:sns/topic:Topic": "arn",
    "aws:sqs/queue:Queue": "url",
}

_CALLS = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "accountId": ACCOUNT,
        "arn": f"arn:aws:iam::{ACCOUNT}:user/tester",
        "id": ACCOUNT,
        "userId": "AIDACKCEVSQ6C2EXAMPLE",
    },
    "aws:index/getPartition:getPartition": {"partition": "aws", "dnsSuffix": "amazonaws.com", "id": "aws"},
    "aws:index/getRegion:getRegion": {"region": REGION, "name": REGION, "id": REGION},
}

_MARK = re.compile(r"<(?P<output>\w+) of (?P<kind>aws:\S+) (?P<name>'[^>]*')>")


class UnknownOutputError(Exception):
    """The program uses an output or a function's result without a fake value, or a test names a wrong output."""


def fake_outputs(kind: str, name: str, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the id of a resource and its outputs, which include `inputs`. Names are those of the schema.

    A string output without a fake value becomes a mark, which `refuse_unknown` finds.
    """
    physical = inputs.get("name") or f"{inputs.get('namePrefix') or f'{name}-'}{SUFFIX}"
    outputs = {"name": physical, **inputs}
    if kind in _ARNS:
        outputs["arn"] = arn = _ARNS[kind].format(name=physical)
        if inputs.get("streamEnabled"):
            outputs["streamArn"] = f"{arn}/stream/2026-01-01T00:00:00.000"
        if kind == "aws:lambda/function:Function":
            path = f"2015-03-31/functions/{arn}/invocations"
            outputs |= {
                "invokeArn": f"arn:aws:apigateway:{REGION}:lambda:path/{path}",
                "version": "1" if inputs.get("publish") else "$LATEST",
            }
        if kind == "aws:lambda/eventSourceMapping:EventSourceMapping":
            outputs["uuid"] = UUID
        if kind == "aws:sqs/queue:Queue":
            outputs["url"] = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{physical}"
    if kind == "aws:lambda/alias:Alias":
        function = str(inputs["functionName"]).rpartition(":")[2]
        outputs["arn"] = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}:{physical}"
    if kind == "aws:lambda/functionUrl:FunctionUrl":
        outputs["functionUrl"] = f"https://{name}.lambda-url.{REGION}.on.aws/"
    texts = (output for output, type_ in output_types(kind).items() if type_ is str)
    unknown = {output: f"<{output} of {kind} {name!r}>" for output in texts}
    outputs = {**unknown, **outputs}
    return outputs[_IDS.get(kind, "name")], outputs


def fake_answer(token: str, answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The result of a provider's function. Raises `UnknownOutputError` if there is no fake result."""
    known = {**_CALLS, **answers}
    if token not in known:
        raise UnknownOutputError(
            f"{token}: no fake result for this function; pass one, "
            f"record(..., answers={{{token!r}: {{'name in camelCase': 'value'}}}})"
        )
    return dict(known[token])


def refuse_unknown(value: Any, user: str) -> None:
    """Raise `UnknownOutputError` if `value` contains a mark at any depth. `user` names what uses the value."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            refuse_unknown(item, user)
    mark = _MARK.search(value) if isinstance(value, str) else None
    if mark:
        output, kind, name = mark["output"], mark["kind"], mark["name"]
        raise UnknownOutputError(
            f"{user}: no fake value for the output {output} of {kind} {name}; pass one, "
            f"record(..., outputs={{{kind!r}: {{{output!r}: 'value'}}}})"
        )


def check_outputs(outputs: Mapping[str, Mapping[str, Any]]) -> None:
    """Check the outputs that a test passes. Raises `UnknownOutputError` if pulumi-aws lacks a type or a name."""
    for kind, values in outputs.items():
        try:
            known = output_types(kind)
        except UnknownTypeError as error:
            raise UnknownOutputError(f"outputs: {error}") from None
        for name in values:
            if known and name not in known and name != "id":
                raise UnknownOutputError(f"outputs[{kind!r}]: no such output as {name!r}; {hint(name, known)}")
