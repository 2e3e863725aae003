"""How a resource type is declared: the API calls that create it, and the outputs that it has then.

    "aws:sns/topic:Topic": ResourceType(
        "sns",
        Call("create_topic", name="Name", attributes={"displayName": str}),
        outputs=lambda topic: {"id": topic.response["TopicArn"], "arn": topic.response["TopicArn"]},
    )

An input that no call reads is refused, unless `ignored` has it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from .ignored import IgnoreRule
from .parameters import check, mapped
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
        accepted = names or _shape(self.client, operation).members
        kept = {name: value for name, value in self.parameters.items() if name in accepted}
        return getattr(self.client, operation)(**kept | more)


class Created(NamedTuple):
    """A resource that now exists: its provider id, and the outputs that are not among its inputs."""

    id: str
    outputs: dict[str, Any]


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


class Plan:
    """The calls that create one resource. All inputs are read when it is made, before anything exists."""

    def __init__(self, type_: ResourceType, request: ResourceRequest) -> None:
        self._type = type_
        name = request.physical_name(type_.name_input, type_.name_suffix(request)) if type_.create.name else ""
        self._new = NewResource(request, name, request.client(type_.service))
        self._new.parameters, _ = self._parameters(type_.create)
        self._then = [(call, *self._parameters(call)) for call in type_.then]

    def check(self) -> None:
        """Raise `ParamValidationError` if botocore's model does not allow a call's parameters."""
        check(self._new.parameters, _shape(self._new.client, self._type.create.operation))
        for call, parameters, asked in self._then:
            if asked:
                check(parameters, _shape(self._new.client, call.operation))

    def run(self) -> Created:
        """Create the resource, or adopt the one that exists. Raises boto3's errors."""
        type_, new = self._type, self._new
        found = type_.find(new)
        new.response = dict(found) if found is not None else self._create()
        if type_.waiter:
            waiter = new.client.get_waiter(type_.waiter)
            waiter.wait(**{type_.create.name: new.name}, WaiterConfig={"Delay": 0.1, "MaxAttempts": 300})
        for call, parameters, asked in self._then:
            if asked and not call.unless(new):
                getattr(new.client, call.operation)(**parameters)
        outputs = dict(type_.outputs(new))
        return Created(str(outputs.pop("id", new.name)), outputs)

    def _create(self) -> dict[str, Any]:
        try:
            response: dict[str, Any] = getattr(self._new.client, self._type.create.operation)(**self._new.parameters)
        except ClientError as error:
            if error.response["Error"]["Code"] not in self._type.exists:
                raise
            self._type.adopt(self._new)
            return {}
        return response

    def _parameters(self, call: Call) -> tuple[dict[str, Any], bool]:
        """The parameters of a call, and whether the program asks for it."""
        request, shape = self._new.request, _shape(self._new.client, call.operation)
        asked = mapped(request.inputs, shape, call.inputs, call.renamed, call.changed) | dict(call.more(request))
        if attributes := _attributes(request, call):
            asked["Attributes"] = attributes
        members = {name.lower(): name for name in shape.members}
        if call.tagged and (tagged := members.get("tags")) and (tags := request.tags()):
            by_key = shape.members[tagged].type_name == "map"
            asked[tagged] = tags if by_key else [{"Key": key, "Value": value} for key, value in tags.items()]
        named = {call.name: self._new.name} if call.name else {}
        return {**asked, **named, **call.fixed}, bool(asked)


def _attributes(request: ResourceRequest, call: Call) -> dict[str, str]:
    read = {bool: request.inputs.flag, int: request.inputs.integer, str: request.inputs.text}
    values = {key: read[type_](key) for key, type_ in call.attributes.items()}
    return {
        call.renamed.get(key, key[0].upper() + key[1:]): (
            call.changed.get(key, str)(value) if isinstance(value, str) else json.dumps(value)
        )
        for key, value in values.items()
        if value is not None
    }


def _shape(client: Any, operation: str) -> Any:
    """Botocore's model of an operation's parameters."""
    return client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation]).input_shape


__all__ = ["Call", "Created", "NewResource", "Plan", "ResourceType"]
