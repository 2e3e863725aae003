"""Stop and start a function by its reserved concurrency.

The earlier settings are kept as tags of the function, so they survive the operator's terminal. Lambda reserves nothing
below the provisioned concurrency, so a pause also removes that from the alias, and `start` puts it back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from .errors import OperationError, code_of
from .guide import PAUSE

TAG = "sequences-paused"
NONE = "none"  # the tag's value if no concurrency was reserved
READY_TAG = "sequences-paused-provisioned"  # its value: the environments that the alias kept ready
ALIAS = "live"  # the component's alias of a function with provisioned concurrency
_NOTHING_READY = ("ProvisionedConcurrencyConfigNotFoundException", "ResourceNotFoundException")
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

    kept_ready: str | None = None
    """The other tag: how many environments the alias kept ready before the pause; None: it kept none."""

    @property
    def stopped(self) -> bool:
        """Whether no call can start."""
        return self.reserved == 0

    @property
    def earlier(self) -> int | None:
        """What was reserved before the pause; None: nothing was, or it is not known."""
        return int(self.kept) if self.kept and self.kept.isdecimal() else None

    @property
    def earlier_ready(self) -> int | None:
        """How many environments the alias kept ready before the pause; None: it kept none."""
        return int(self.kept_ready) if self.kept_ready and self.kept_ready.isdecimal() else None


class Concurrency:
    """One function. `functions` is boto3's client of Lambda. Every method may raise boto3's errors."""

    def __init__(self, functions: Any, name: str) -> None:
        self._functions = functions
        self._name = name

    def read(self, configuration: Any = None) -> Reservation:
        """The present state. `configuration` is the function's, if the caller has read it."""
        configuration = configuration or self._functions.get_function_configuration(FunctionName=self._name)
        reserved = self._functions.get_function_concurrency(FunctionName=self._name)
        arn = configuration["FunctionArn"]
        tags = self._functions.list_tags(Resource=arn)["Tags"]
        number = reserved.get("ReservedConcurrentExecutions")
        return Reservation(arn, configuration["Timeout"], number, tags.get(TAG), tags.get(READY_TAG))

    def stop(self, now: Reservation) -> None:
        """Let no call start. The tags come first, so that the earlier settings are not lost in between.

        Raises `OperationError` if Lambda refuses. Then nothing has changed.
        """
        if now.stopped:
            return
        kept = {TAG: NONE if now.reserved is None else str(now.reserved)}
        ready = self._ready()
        if ready is not None:
            kept[READY_TAG] = str(ready)
        self._functions.tag_resource(Resource=now.arn, Tags=kept)
        if ready is not None:
            self._functions.delete_provisioned_concurrency_config(FunctionName=self._name, Qualifier=ALIAS)
        try:
            self._reserve(0)
        except ClientError as error:
            if code_of(error) != "InvalidParameterValueException":
                raise
            self._keep_ready(ready)
            self._functions.untag_resource(Resource=now.arn, TagKeys=list(kept))
            message = error.response["Error"].get("Message", "").strip(" .")
            raise OperationError(
                f"function {self._name}: Lambda does not stop it: {message}; if another alias or version has "
                f"provisioned concurrency, remove that first: see {PAUSE}"
            ) from error

    def start(self, now: Reservation) -> None:
        """Let calls start, with the concurrency that was reserved and provisioned before."""
        if now.stopped:
            self._reserve(now.earlier)
        self._keep_ready(now.earlier_ready)
        tags = [tag for tag, value in ((TAG, now.kept), (READY_TAG, now.kept_ready)) if value is not None]
        if tags:
            self._functions.untag_resource(Resource=now.arn, TagKeys=tags)

    def _ready(self) -> int | None:
        """How many environments the alias keeps ready. None: no alias, or none; without an alias, nobody may ask."""
        try:
            found = self._functions.get_provisioned_concurrency_config(FunctionName=self._name, Qualifier=ALIAS)
        except ClientError as error:
            if code_of(error) in _NOTHING_READY or "AccessDenied" in code_of(error):
                return None
            raise
        return int(found["RequestedProvisionedConcurrentExecutions"])

    def _keep_ready(self, executions: int | None) -> None:
        if executions is not None:
            self._functions.put_provisioned_concurrency_config(
                FunctionName=self._name, Qualifier=ALIAS, ProvisionedConcurrentExecutions=executions
            )

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
