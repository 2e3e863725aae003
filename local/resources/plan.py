"""Creates one resource, as its type's declaration says."""

import json
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from .parameters import check, mapped, shape_of
from .request import ResourceRequest
from .resource_type import Call, NewResource, ResourceType


class Created(NamedTuple):
    """A resource that now exists: its provider id, and the outputs that are not among its inputs."""

    id: str
    outputs: dict[str, Any]


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
        check(self._new.parameters, shape_of(self._new.client, self._type.create.operation))
        for call, parameters, asked in self._then:
            if asked:
                check(parameters, shape_of(self._new.client, call.operation))

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
        request, shape = self._new.request, shape_of(self._new.client, call.operation)
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
