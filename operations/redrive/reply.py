"""The consumer's reply to a batch: a success, or a failure with its reason."""

import json
from typing import Any


class FailedAgainError(Exception):
    """The consumer failed again; the message says how."""


def check_reply(reply: dict[str, Any]) -> None:
    """Check Lambda's answer to `invoke`. Raises `FailedAgainError` if the function failed at any record."""
    payload: bytes = reply["Payload"].read()
    try:
        answer = json.loads(payload or b"null")
    except (ValueError, RecursionError):
        problem = "raised an error" if "FunctionError" in reply else "returned something"
        raise FailedAgainError(f"the function {problem} that is not JSON: {payload[:200]!r}") from None
    if "FunctionError" in reply:
        raise FailedAgainError(f"the function raised {_error(answer)}")
    failures = answer.get("batchItemFailures") if isinstance(answer, dict) else None
    if failures:
        raise FailedAgainError(f"the function failed at {json.dumps(failures)}; its log tells why")


def _error(answer: Any) -> str:
    return f"{answer.get('errorType')}: {answer.get('errorMessage')}" if isinstance(answer, dict) else str(answer)
