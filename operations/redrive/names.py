"""The names of functions and streams, as AWS writes them."""

import re
from typing import NamedTuple

_FUNCTION = re.compile(
    r"(?:(?P<account>arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}):function:)?"
    r"(?P<name>[A-Za-z0-9_-]{1,64})(?::(?P<qualifier>\$LATEST|[A-Za-z0-9_-]{1,128}))?"
)
_STREAM = re.compile(
    r"arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[A-Za-z0-9_.-]{3,255}/stream/[0-9TZ:.-]{1,40}"
)


class FunctionName(NamedTuple):
    """A Lambda function, by its name or ARN, with or without a version or alias."""

    account: str | None
    """The ARN up to the account, such as `arn:aws:lambda:us-east-1:123456789012`; None for a bare name."""

    name: str

    qualifier: str | None
    """The version or alias; None also for `$LATEST`, because a name without a version means `$LATEST`."""

    @classmethod
    def parse(cls, text: str) -> "FunctionName":
        """Read `orders`, `orders:live`, or an ARN. Raises `ValueError` for anything else."""
        found = _FUNCTION.fullmatch(text)
        if not found:
            raise ValueError("must be a function's name or ARN, such as orders-consumer or orders-consumer:live")
        qualifier = found["qualifier"]
        return cls(found["account"], found["name"], None if qualifier == "$LATEST" else qualifier)

    def in_account_of(self, arn: str) -> "FunctionName":
        """Complete a bare name with the account and Region of `arn`."""
        _, partition, _, region, account, *_ = arn.split(":")
        return self._replace(account=self.account or f"arn:{partition}:lambda:{region}:{account}")

    def matches(self, other: "FunctionName") -> bool:
        """Whether both are the same function. A version or alias counts only if both have one."""
        same_qualifier = None in (self.qualifier, other.qualifier) or self.qualifier == other.qualifier
        return self[:2] == other[:2] and same_qualifier

    def __str__(self) -> str:
        prefix = f"{self.account}:function:" if self.account else ""
        return f"{prefix}{self.name}" + (f":{self.qualifier}" if self.qualifier else "")


def stream_arn(text: str) -> str:
    """Check the ARN of a DynamoDB stream. Raises `ValueError`."""
    if not _STREAM.fullmatch(text):
        raise ValueError(
            "must be a DynamoDB stream's ARN, such as "
            "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000"
        )
    return text
