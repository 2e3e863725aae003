"""Policy documents in the form in which programs write them."""

import json
from typing import Any


def statements(text: str) -> list[dict[str, Any]]:
    """The document's statements. A single statement may be outside a list."""
    found: dict[str, Any] | list[dict[str, Any]] = json.loads(text)["Statement"]
    return [found] if isinstance(found, dict) else found


def asks_for_tls(statement: dict[str, Any]) -> bool:
    """Whether a statement only refuses calls without TLS."""
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    return bool(statement["Effect"] == "Deny" and statement.get("Condition") == condition)


def has_dynamodb_condition(text: str) -> bool:
    """Whether a statement depends on a condition key of DynamoDB's own, such as `dynamodb:LeadingKeys`."""
    return text != without_dynamodb_conditions(text)


def without_dynamodb_conditions(text: str) -> str:
    """The document without these conditions in `Allow` statements, because the emulator never sets these keys."""
    document = json.loads(text)
    found = statements(text)
    for statement in found:
        if statement["Effect"] == "Allow" and "Condition" in statement:
            conditions = {operator: _known(keys) for operator, keys in statement.pop("Condition").items()}
            if kept := {operator: keys for operator, keys in conditions.items() if keys}:
                statement["Condition"] = kept
    return text if found == statements(text) else json.dumps({**document, "Statement": found})


def _known(keys: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if not key.lower().startswith("dynamodb:")}
