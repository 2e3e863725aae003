"""Stop and start a function by its reserved concurrency.

The earlier setting is kept as a tag of the function, so it survives the operator's terminal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from .errors import OperationError, code_of

TAG = "sequences-paused"
NONE = "none"  # the tag's value if no concurrency was reserved
MARGIN_SECONDS = 2  # after Lambda has answered, a call may still have been on its way to the function


@dataclass(frozen=True)
class Reservation:
    """A function's reserved concurrency, and what was reserved before the pause."""

    arn: str
    timeout: int
    """The seconds after which Lambda stops a call."""

    reserved: int | None
    kept: str | None
    """The tag: what was reserved before the pause; None: the command has not paused this function."""

    @property
    def stopped(self) -> bool:
        """Whether no call can start."""
        return self.reserved == 0

    @property
    def earlier(self) -> int | None:
        """What was reserved before the pause; None: nothing was, or it is not known."""
        return int(self.kept) if self.kept and self.kept.isdecimal() else None


class Concurrency:
    """One function. `functions` is boto3's client of Lambda. Every method may raise boto3's errors."""

    def __init__(self, functions: Any, name: str) -> None:
        self._functions = functions
        self._name = name

    def read(self) -> Reservation:
        """The present state."""
        configuration = self._functions.get_function_configuration(FunctionName=self._name)
        reserved = self._functions.get_function_concurrency(FunctionName=self._name)
        arn = configuration["FunctionArn"]
        tags = self._functions.list_tags(Resource=arn)["Tags"]
        return Reservation(arn, configuration["Timeout"], reserved.get("ReservedConcurrentExecutions"), tags.get(TAG))

    def stop(self, now: Reservation) -> None:
        """Let no call start. The tag comes first, so that the earlier setting is not lost in between.

        Raises `OperationError` if Lambda refuses.
        """
        if now.stopped:
            return
        kept = NONE if now.reserved is None else str(now.reserved)
        self._functions.tag_resource(Resource=now.arn, Tags={TAG: kept})
        try:
            self._reserve(0)
        except ClientError as error:
            if code_of(error) != "InvalidParameterValueException":
                raise
            self._functions.untag_resource(Resource=now.arn, TagKeys=[TAG])
            message = error.response["Error"].get("Message", "").strip(" .")
            raise OperationError(
                f"function {self._name}: Lambda does not stop it: {message}; if it has provisioned concurrency, "
                "remove that first: see docs/operations.md, Pause"
            ) from error

    def start(self, now: Reservation) -> None:
        """Let calls start, with the concurrency that was reserved before."""
        if now.stopped:
            self._reserve(now.earlier)
        if now.kept is not None:
            self._functions.untag_resource(Resource=now.arn, TagKeys=[TAG])

    def _reserve(self, reserved: int | None) -> None:
        if reserved is None:
            self._functions.delete_function_concurrency(FunctionName=self._name)
        else:
            self._functions.put_function_concurrency(FunctionName=self._name, ReservedConcurrentExecutions=reserved)


def wait(seconds: int, sleep: Callable[[float], None], on_second: Callable[[int], None]) -> None:
    """Wait, and tell `on_second` how many seconds are left."""
    for left in range(seconds, 0, -1):
        on_second(left)
        sleep(1)
