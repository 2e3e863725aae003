"""Ask MiniStack's policy evaluator what IAM would decide, conditions included."""

from collections.abc import Mapping
from typing import Any

from ministack.core.iam_evaluator import (  # type: ignore[import-untyped] # a private API of MiniStack
    EvalContext,
    evaluate,
    evaluate_resource_policy,
    parse_policy_document,
)

from components.access import policies


def allowed(
    statements: list[policies.Statement],
    action: str,
    resource: str,
    context: Mapping[str, object] | None = None,
    *,
    account: str = "123456789012",
) -> bool:
    """Whether a role with these statements may do `action` on `resource`.

    `context` holds the condition keys. `account` is the owner of the resource.
    """
    request: Any = EvalContext(
        principal_arn="arn:aws:sts::123456789012:assumed-role/role/session",
        principal_type="AssumedRole",
        principal_account=account,
        action=action,
        resource_arn=resource,
        region="us-east-1",
        service_context={key.lower(): value for key, value in (context or {}).items()},
    )
    return bool(evaluate(request, [parse_policy_document(policies.document(statements))]).decision == "Allow")


def allowed_by_resource(
    policy: dict[str, Any],
    action: str,
    resource: str,
    context: Mapping[str, object] | None = None,
    *,
    service: str | None = None,
    caller: str = "123456789012",
) -> bool:
    """Whether a resource's own policy allows `action` to an AWS service, or else to a role of the account `caller`."""
    principal = "arn:aws:iam::999999999999:root" if service else f"arn:aws:sts::{caller}:assumed-role/role/session"
    request: Any = EvalContext(
        principal_arn=principal,
        principal_type="AssumedRole",
        principal_account=principal.split(":")[4],
        action=action,
        resource_arn=resource,
        region="us-east-1",
        service_context={key.lower(): value for key, value in (context or {}).items()},
    )
    return bool(evaluate_resource_policy(policy, request, service).decision == "Allow")
