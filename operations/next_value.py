"""The next-value function, as its callers see it."""

import json
from typing import Any

from .errors import OperationError

READ_SECONDS = 910  # a function may run for 900 seconds
# A second attempt after a lost reply would take another value.
ONCE = {"read_timeout": READ_SECONDS, "retries": {"total_max_attempts": 1}}


def take(functions: Any, function: str, name: str, count: int | None, token: str | None) -> Any:
    """Take values. Returns the function's reply. `functions` is boto3's client of Lambda.

    Raises `OperationError` with the function's own error, and boto3's errors.
    """
    request = {"name": name, "count": count, "token": token}
    answer = functions.invoke(
        FunctionName=function,
        Payload=json.dumps({field: value for field, value in request.items() if value is not None}),
    )
    try:
        reply = json.load(answer["Payload"])
    except ValueError as error:
        raise OperationError(f"function {function}: its reply is not JSON; check the function's name") from error
    if "FunctionError" in answer:
        if isinstance(reply, dict) and "errorType" in reply:
            raise OperationError(f"{reply['errorType']}: {reply.get('errorMessage')}")
        raise OperationError(f"function {function} failed: {json.dumps(reply)}; see the function's log")
    return reply
