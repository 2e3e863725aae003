"""Policy documents, as programs write them."""

import json
from typing import Any


def statements(text: str) -> list[dict[str, Any]]:
    """The document's statements; a single one need not stand in a list."""
    found: dict[str, Any] | list[dict[str, Any]] = json.loads(text)["Statement"]
    return [found] if isinstance(found, dict) else found


def asks_for_tls(statement: dict[str, Any]) -> bool:
    """Whether a statement refuses those who call without TLS, and does nothing else."""
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    return bool(statement["Effect"] == "Deny" and statement.get("Condition") == condition)


def has_dynamodb_condition(text: str) -> bool:
    """Whether a statement depends on a condition key of DynamoDB's own, such as `dynamodb:LeadingKeys`."""
    return any('"dynamodb:' in json.dumps(each.get("Condition")) for each in statements(text))
