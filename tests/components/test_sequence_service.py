"""The component as a whole: its resources, its outputs, its place in a stack."""

from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from components import SequenceService, SequenceServiceArgs
from testing import RecordedResource, record
from testing.monitor import Monitor

from .registered import FUNCTION, LOG_GROUP, ONE, PARAMETER, POLICY, ROLE, ROLE_POLICY, TABLE, build, next_value


def test_without_a_consumer_nothing_is_created_for_one() -> None:
    types = {resource.type for resource in build().resources if resource.type.startswith("aws:")}
    assert types == {TABLE, PARAMETER, FUNCTION, LOG_GROUP, ROLE, ROLE_POLICY, POLICY}


def test_an_option_can_be_another_resources_output() -> None:
    def program() -> None:
        key = aws.kms.Key("key")
        args: SequenceServiceArgs = {
            **ONE,
            "kms_key_arn": key.arn,
            "table": {"deletion_protection": pulumi.Output.from_input(False)},
            "function": {"memory_size": pulumi.Output.from_input(1024), "environment": {"KEY": key.arn}},
            "tags": pulumi.Output.from_input({"team": "shop"}),
        }
        SequenceService("orders", args)

    stack = record(program)
    arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    assert stack.one(TABLE).inputs["server_side_encryption"]["kms_key_arn"] == arn
    assert stack.one(TABLE).inputs["deletion_protection_enabled"] is False
    assert next_value(stack)["memory_size"] == 1024
    assert next_value(stack)["environment"]["variables"]["KEY"] == arn
    assert next_value(stack)["tags"] == {"team": "shop"}


def test_one_stack_can_have_two_services() -> None:
    def program() -> None:
        SequenceService("orders", {**ONE, "consumer": {}})
        SequenceService("invoices", {**ONE, "consumer": {}})

    stack = record(program)
    assert len(stack.all(TABLE)) == 2
    assert len({resource.urn for resource in stack.resources}) == len(stack.resources)


EVERY_KIND = {"consumer": {}, "http": {}, "function": {"provisioned_concurrent_executions": 1}}


def test_protect_reaches_every_child() -> None:
    stack = build(EVERY_KIND, pulumi.ResourceOptions(protect=True))
    assert [resource.urn for resource in stack.resources if not resource.protect] == []
    assert [resource.urn for resource in build(EVERY_KIND).resources if resource.protect] == []


def test_no_child_decides_itself_whether_it_is_retained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pulumi's engine gives a child its parent's `retain_on_delete` if the child's own is not set."""
    decided = []
    register = Monitor.RegisterResource

    def watched(self: Monitor, request: Any) -> Any:
        if request.HasField("retainOnDelete"):
            decided.append((request.name, request.retainOnDelete))
        return register(self, request)

    monkeypatch.setattr(Monitor, "RegisterResource", watched)
    build(EVERY_KIND, pulumi.ResourceOptions(retain_on_delete=True))
    assert decided == [("orders", True)]


def test_nothing_is_registered_if_an_option_is_wrong() -> None:
    seen: list[RecordedResource] = []

    def program() -> None:
        with pytest.raises(ValueError, match="orders"):
            SequenceService("orders", cast(SequenceServiceArgs, {"tabel": {}}))

    seen += record(program).resources
    assert not seen


def test_a_subclass_has_the_same_outputs() -> None:
    class Orders(SequenceService):
        pass

    stack = record(lambda: Orders("orders", ONE))
    assert stack.one("sequence:index:SequenceService").outputs["table_name"] == "orders-table-1a2b3c4"
