"""The declarations of resource types: each name in them exists, in pulumi-aws and in botocore's model of the API."""

import botocore.session
import pytest
from botocore import xform_name
from botocore.model import StructureShape

from local.resources import RESOURCE_TYPES, ResourceType
from local.resources.resource_type import Call
from sequence_service.pulumi_internals import input_type_types
from testing.aws_types import resource_class

CORE = botocore.session.get_session()


def pulumi_inputs(type_: str) -> set[str]:
    """The inputs of a resource type in pulumi-aws, at the top."""
    found = resource_class(type_)
    module = __import__(found.__module__, fromlist=["args"])
    return set(input_type_types(getattr(module, f"{found.__name__}Args")))


def parameters(declared: ResourceType, call: Call) -> StructureShape:
    """Botocore's model of a call's parameters."""
    service = CORE.get_service_model(declared.service)
    [operation] = [name for name in service.operation_names if xform_name(name) == call.operation]
    shape = service.operation_model(operation).input_shape
    assert shape is not None
    return shape


@pytest.mark.parametrize("type_", sorted(RESOURCE_TYPES))
def test_each_input_of_a_declaration_is_an_input_of_pulumi_aws(type_: str) -> None:
    declared = RESOURCE_TYPES[type_]
    named = {path.partition(".")[0] for path in declared.ignored}
    for call in (declared.create, *declared.then):
        named |= {*call.inputs, *call.attributes, *call.changed}
    if declared.create.name:
        named.add(declared.name_input)
    assert named <= pulumi_inputs(type_)


@pytest.mark.parametrize("type_", sorted(RESOURCE_TYPES))
def test_each_input_of_a_declaration_becomes_a_parameter_of_the_api(type_: str) -> None:
    declared = RESOURCE_TYPES[type_]
    for call in (declared.create, *declared.then):
        members = parameters(declared, call).members
        lower = {name.lower() for name in members}
        assert {key for key in call.inputs if call.renamed.get(key, key).lower() not in lower} == set()
        assert {call.name, *call.fixed} - {""} <= set(members)
        assert not call.attributes or "Attributes" in members


def test_the_attributes_of_a_queue_are_those_of_the_api() -> None:
    call = RESOURCE_TYPES["aws:sqs/queue:Queue"].create
    shape = parameters(RESOURCE_TYPES["aws:sqs/queue:Queue"], call).members["Attributes"]
    known = set(shape.key.enum)  # type: ignore[attr-defined] # botocore's stubs do not say that it is a map
    assert {call.renamed.get(key, key[0].upper() + key[1:]) for key in call.attributes} <= known
