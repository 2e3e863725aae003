"""The data sources that a program can use: those that need no real account."""

import json
from typing import Any

from ..emulator.process import ACCOUNT
from ..errors import UnsupportedError
from ..resources.inputs import Inputs


def answer(token: str, arguments: dict[str, Any], region: str) -> dict[str, Any]:
    """Answer a data source. Raises `UnsupportedError`, which names it, for any other one."""
    inputs = Inputs(arguments)
    region = inputs.text("region") or region
    match token:
        case "aws:index/getCallerIdentity:getCallerIdentity":
            result = {"id": ACCOUNT, "accountId": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root", "userId": ACCOUNT}
        case "aws:index/getRegion:getRegion":
            region = inputs.text("name") or region
            result = {"id": region, "name": region, "region": region, "description": region}
            result["endpoint"] = f"ec2.{region}.amazonaws.com"
        case "aws:index/getPartition:getPartition":
            result = {"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com"}
            result["reverseDnsPrefix"] = "com.amazonaws"
        case "aws:iam/getPolicyDocument:getPolicyDocument":
            document = _policy_document(inputs)
            result = {"id": document, "json": json.dumps(json.loads(document), indent=2), "minifiedJson": document}
        case _:
            raise UnsupportedError(
                f"the data source {token} is not supported here; use getCallerIdentity, getRegion, getPartition or "
                "getPolicyDocument, or take the value from the stack's configuration"
            )
    if unread := list(inputs.unread()):
        raise UnsupportedError(f"the data source {token}: {', '.join(unread)} is not supported here; remove it")
    return {**arguments, **result}


def _policy_document(inputs: Inputs) -> str:
    document: dict[str, Any] = {"Version": inputs.text("version") or "2012-10-17"}
    if policy_id := inputs.text("policyId"):
        document["Id"] = policy_id
    document["Statement"] = [_statement(each) for each in inputs.sections("statements")]
    return json.dumps(document, separators=(",", ":"))


def _statement(inputs: Inputs) -> dict[str, Any]:
    conditions: dict[str, dict[str, Any]] = {}
    for each in inputs.sections("conditions"):
        test, variable = each.text("test") or "", each.text("variable") or ""
        conditions.setdefault(test, {})[variable] = each.texts("values")
    statement = {
        "Sid": inputs.text("sid"),
        "Effect": inputs.text("effect") or "Allow",
        "Action": inputs.texts("actions"),
        "NotAction": inputs.texts("notActions"),
        "Resource": inputs.texts("resources"),
        "NotResource": inputs.texts("notResources"),
        "Principal": _principals(inputs, "principals"),
        "NotPrincipal": _principals(inputs, "notPrincipals"),
        "Condition": conditions,
    }
    return {key: value for key, value in statement.items() if value}


def _principals(inputs: Inputs, key: str) -> dict[str, list[str]] | str:
    principals: dict[str, list[str]] = {}
    for each in inputs.sections(key):
        kind, identifiers = each.text("type") or "", each.texts("identifiers") or []
        if kind == "*":
            return "*"
        principals.setdefault(kind, []).extend(identifiers)
    return principals
