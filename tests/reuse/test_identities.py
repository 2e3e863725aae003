"""Identities in a user's Pulumi state: type tokens, names of resources and names of outputs.

Pulumi identifies a resource by its type, its parents' types and its name. If one of them changes, Pulumi replaces the
resource, even the table with all its numbers. An alias with the earlier name prevents this.
"""

from collections.abc import Iterator
from typing import Any

import pulumi
import pytest

from components import HttpArgs, InvokeGrant, SequenceService
from testing import RecordedResource, RecordedStack, record

from .conftest import REPOSITORY

RELEASED = REPOSITORY / "tests" / "reuse" / "identities.txt"
OPEN: HttpArgs = {"authorization": "NONE"}
ROUTE = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*/POST/next"
MORE = "arn:aws:iam::123456789012:policy/more"


@pytest.fixture(scope="module")
def stack() -> RecordedStack:
    """A stack with every possible resource and output."""

    def program() -> None:
        base: dict[str, Any] = {"sequences": {"orders": {}}, "alarms": {}}
        with_one: Any = {**base, "consumer": {"policy_arns": [MORE]}, "http": OPEN}
        provisioned = {"provisioned_concurrent_executions": 2}
        with_several: Any = {**base, "function": provisioned, "consumers": {"audit": {}, "index": {}}}
        one, several = SequenceService("one", with_one), SequenceService("several", with_several)
        one.grant_invoke("caller", "role")
        one.grant_write("operator", "role")
        one.grant_operate("operator", "role")
        several.grant_invoke_service("api", "apigateway.amazonaws.com", ROUTE)
        several.grant_invoke_account("partner", "111122223333")
        InvokeGrant("caller", {"function_arn": one.function_arn, "role": "role"})
        InvokeGrant("partner", {"function_arn": one.function_arn, "account": "111122223333", "url": True})
        for service in (one, several):
            pulumi.export(service.pulumi_resource_name, service.outputs())

    return record(program)


@pytest.fixture(scope="module")
def present(stack: RecordedStack) -> set[str]:
    """The part of each URN that does not depend on project and stack, and the name of each output."""
    resources = {f"{chain(stack, each)}::{each.name}" for each in stack.resources}
    return resources | set(outputs(stack.outputs, "output"))


@pytest.fixture(scope="module")
def aliased(stack: RecordedStack) -> set[str]:
    """The earlier identities of resources. An alias is a URN, or an earlier name with the same type and parents."""
    return {
        alias.split("::", 2)[2] if "::" in alias else f"{chain(stack, each)}::{alias}"
        for each in stack.resources
        for alias in each.aliases
    }


def chain(stack: RecordedStack, resource: RecordedResource) -> str:
    parents = [each for each in stack.resources if each.urn == resource.parent]
    return "$".join([*(chain(stack, parent) for parent in parents), resource.type])


def outputs(values: Any, path: str) -> Iterator[str]:
    if isinstance(values, dict) and not path.endswith(" sequences"):  # its keys are the user's
        for name, value in values.items():
            yield from outputs(value, f"{path} {name}")
    else:
        yield path


def test_every_released_identity_still_exists_or_has_an_alias(present: set[str], aliased: set[str]) -> None:
    lost = sorted(set(RELEASED.read_text().splitlines()) - present - aliased)
    assert not lost, "users would lose these; read docs/upgrading.md:\n" + "\n".join(lost)


def test_every_identity_is_listed_in_the_file(present: set[str]) -> None:
    missing = sorted(present - set(RELEASED.read_text().splitlines()))
    assert not missing, f"add these lines to {RELEASED.name}, and never remove a line:\n" + "\n".join(missing)


def test_no_change_replaces_the_table(stack: RecordedStack) -> None:
    table = stack.one("aws:dynamodb/table:Table", "one-table").inputs
    fixed = ("name", "hash_key", "range_key", "local_secondary_indexes", "import_table", "restore_source_name")
    assert {option: table[option] for option in fixed if option in table} == {"hash_key": "name"}
