"""Ask MiniStack's policy evaluator what IAM would decide, conditions included."""

from collections.abc import Mapping
from typing import Any

from ministack.core.iam_evaluator import (  # type: ignore[import-untyped] # a private API of MiniStack
    EvalContext,
    evaluate,
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
