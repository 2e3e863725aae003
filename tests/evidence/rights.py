"""The table rights.txt, and what IAM decides in each of its cases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ministack.core.iam_evaluator import (  # type: ignore[import-untyped]  # a private API of MiniStack
    EvalContext,
    combine_resource_policy,
    evaluate,
    evaluate_resource_policy,
    parse_policy_document,
)

from .resources import RESOURCES
from .stacks import GROUPS, SERVICES, Stack, Statements, stack

OWNER, STRANGER = "123456789012", "000000000000"
EVERYTHING: Statements = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
ANSWERS = {"allow": True, "refuse": False}


class Case(NamedTuple):
    """One line of the table. `keys`: the condition keys of the request."""

    principal: str
    options: str
    action: str
    resource: str
    allowed: bool
    keys: dict[str, str]

    def sets(self) -> list[str]:
        """The sets of options that the case holds for: those that have the principal."""
        options = GROUPS.get(self.options, [self.options])
        return [each for each in options if self.principal in stack(each).principals]


def cases() -> Iterator[Case]:
    """All cases."""
    for line in Path(__file__).with_name("rights.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            principal, options, action, resource, answer, *keys = line.split()
            pairs = dict(each.split("=", 1) for each in keys)
            yield Case(principal, options, action, resource, ANSWERS[answer], pairs)


def decide(case: Case, there: Stack) -> bool:
    """Whether IAM allows the request of a case in this stack."""
    account = STRANGER if case.principal == "stranger" else OWNER
    keys: dict[str, Any] = {key.lower(): value for key, value in case.keys.items()}
    for key in keys.keys() & {"dynamodb:leadingkeys"}:
        keys[key] = keys[key].split(",")
    if "aws:sourcearn" in keys:
        keys["aws:sourcearn"] = RESOURCES[keys["aws:sourcearn"]]
    service = SERVICES.get(case.principal)
    request = EvalContext(
        principal_arn=service or f"arn:aws:sts::{account}:assumed-role/{case.principal}/session",
        principal_type="AWSService" if service else "AssumedRole",
        # An ARN of S3 names no account. The evaluator takes the principal's as the owner's.
        principal_account=keys.get("s3:resourceaccount", account),
        action=case.action,
        resource_arn=RESOURCES[case.resource],
        region="us-east-1",
        secure_transport=keys.get("aws:securetransport") != "false",
        service_context=keys,
    )
    statements = EVERYTHING if case.principal == "stranger" else there.principals[case.principal]
    boundary = there.boundaries.get(case.principal)
    limits = [] if boundary is None else [[parse_policy_document({"Statement": boundary})]]
    own = evaluate(request, [parse_policy_document({"Statement": statements})], *limits)
    policy = {"Statement": there.resource_policies.get(request.resource_arn, [])}
    if service:
        return bool(evaluate_resource_policy(policy, request, service=service).decision == "Allow")
    owner = request.principal_account if case.principal != "stranger" else OWNER
    return bool(combine_resource_policy(own, request, policy, owner, limits=tuple(limits)).decision == "Allow")
