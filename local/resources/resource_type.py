"""How a resource type is declared: the API calls that create it, and the outputs that it has then.

    "aws:sns/topic:Topic": ResourceType(
        "sns",
        Call("create_topic", name="Name", attributes={"displayName": str}),
        outputs=lambda topic: {"id": topic.response["TopicArn"], "arn": topic.response["TopicArn"]},
    )

An input that no call reads is refused, unless `ignored` has it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .ignored import IgnoreRule
from .parameters import shape_of
from .request import ResourceRequest


@dataclass(frozen=True)
class Call:
    """One call of an AWS API, with parameters from the resource's inputs."""

    operation: str
    """The name of the boto3 client's method."""
    inputs: tuple[str, ...] = ()
    """Inputs that become parameters of the same name, as `parameters.mapped` says."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Parameters with another name than their input, by input."""
    attributes: Mapping[str, type] = field(default_factory=dict)
    """Inputs that become texts in the parameter `Attributes`, and their types."""
    changed: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    """Texts that change on their way, by input."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """Parameters that are always the same."""
    name: str = ""
    """The parameter that gets the resource's name."""
    tagged: bool = True
    """Whether the call sends the tags, if its API has a parameter for them."""
    more: Callable[[ResourceRequest], Mapping[str, Any]] = lambda _: {}
    """Gives the parameters that need code of their own."""
    unless: Callable[["NewResource"], bool] = lambda _: False
    """Whether to leave out this call."""


@dataclass
class NewResource:
    """A resource on its way into the emulator."""

    request: ResourceRequest
    name: str
    client: Any
    parameters: dict[str, Any] = field(default_factory=dict)
    """Those of the call that creates it."""
    response: dict[str, Any] = field(default_factory=dict)
    """The answer to that call; empty if the resource exists already."""

    def call(self, operation: str, *names: str, **more: Any) -> Any:
        """Make another call, with these parameters of the first one. Without names: with all that it accepts."""
        accepted = names or shape_of(self.client, operation).members
        kept = {name: value for name, value in self.parameters.items() if name in accepted}
        return getattr(self.client, operation)(**kept | more)


@dataclass(frozen=True)
class ResourceType:
    """How to create resources of one type."""

    service: str
    """boto3's name of the service."""
    create: Call
    then: tuple[Call, ...] = ()
    """Calls after the first one. Each is made only if the program gives one of its inputs."""
    outputs: Callable[[NewResource], Mapping[str, Any]] = lambda new: {"name": new.name}
    """Gives the outputs; `id` is the provider's id, by default the name."""
    name_input: str = "name"
    name_suffix: Callable[[ResourceRequest], str] = lambda _: ""
    """Gives the end of a name that the program leaves open."""
    find: Callable[[NewResource], Mapping[str, Any] | None] = lambda _: None
    """Finds the resource in a kept state, if it can stay as it is. Returns the first call's response, or None."""
    exists: tuple[str, ...] = ()
    """The error codes of the first call if the resource exists, from a kept state."""
    adopt: Callable[[NewResource], object] = lambda _: None
    """Changes the resource that exists to what the program says now."""
    waiter: str = ""
    """boto3's waiter for the resource to be ready."""
    ignored: Mapping[str, IgnoreRule] = field(default_factory=dict)
    """The inputs that have no effect in the emulator, by path."""
