"""What the deployment knows of a resource type, and what it hands to the code that creates one."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from ..emulator.process import ACCOUNT
from .inputs import Inputs


class Created(NamedTuple):
    """A resource that now exists: its provider id, and the outputs that its inputs do not already give."""

    id: str
    outputs: dict[str, Any]


@dataclass(frozen=True)
class ResourceRequest:
    """One resource to create."""

    urn: str
    logical_name: str
    inputs: Inputs
    region: str
    client: Callable[[str], Any]
    """Gives the boto3 client of a service, in the resource's region."""
    default_tags: Mapping[str, str] = field(default_factory=dict)

    def tags(self) -> dict[str, str]:
        """The provider's default tags and, over them, the resource's own."""
        return {**self.default_tags, **(self.inputs.mapping("tags") or {})}

    def physical_name(self, key: str = "name", suffix: str = "") -> str:
        """The name that the program gave under `key`, else one made of the logical name.

        Pulumi's form, `<logical name>-<7 hex digits>`; the digits come from the URN, so that the next run finds what
        this one has left in a kept state.
        """
        digits = hashlib.sha256(self.urn.encode()).hexdigest()[:7]
        return self.inputs.text(key) or f"{self.inputs.text(f'{key}Prefix') or self.logical_name + '-'}{digits}{suffix}"

    def arn(self, service: str, resource: str) -> str:
        """The ARN of something of this service in the emulator's account."""
        return f"arn:aws:{service}:{self.region}:{ACCOUNT}:{resource}"


@dataclass(frozen=True)
class IgnoreRule:
    """Why the emulator cannot honour an input, and which of its values are meant."""

    reason: str
    met: Callable[[Any], bool] = bool
    """Whether a value asks for what is missing: not every one does, such as a default. False counts as absent."""


@dataclass(frozen=True)
class ResourceType:
    """How one resource type is applied."""

    create: Callable[[ResourceRequest], Callable[[], Created]]
    """Reads the inputs and returns what creates the resource: so all inputs are known before anything exists."""
    ignored: Mapping[str, IgnoreRule] = field(default_factory=dict)
    """The inputs that the emulator cannot honour, by path. What nobody reads passes only where it stands here."""


@contextlib.contextmanager
def already_exists(*codes: str) -> Iterator[list[str]]:
    """Let an AWS error of one of these codes pass, and tell of it: the list then holds the code.

    For what is there already in a kept state.
    """
    met: list[str] = []
    try:
        yield met
    except ClientError as error:
        if error.response["Error"]["Code"] not in codes:
            raise
        met.append(error.response["Error"]["Code"])


def present(**values: Any) -> dict[str, Any]:
    """The arguments that are not None: boto3 refuses None."""
    return {key: value for key, value in values.items() if value is not None}


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags in the form that most services take."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]
