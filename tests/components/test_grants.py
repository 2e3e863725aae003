"""Grants: the rights that a service gives to other roles."""

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components import SequenceService
from testing import RecordedStack, record

from .registered import ATTACHMENT, ONE, POLICY, ROLE_POLICY

TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def granted(program: Callable[[SequenceService], Any]) -> RecordedStack:
    return record(lambda: program(SequenceService("numbers", ONE)))


def own_role() -> aws.iam.Role:
    return aws.iam.Role("caller", assume_role_policy=TRUST)


@pytest.mark.parametrize(
    ("role", "name"),
    [(own_role, "caller-1a2b3c4"), (lambda: own_role().name, "caller-1a2b3c4"), (lambda: "existing", "existing")],
)
def test_a_caller_may_only_invoke_the_function(role: Callable[[], Any], name: str) -> None:
    stack = granted(lambda service: service.grant_invoke("checkout", role()))
    policy = stack.one(ROLE_POLICY, "numbers-checkout-invoke")
    assert policy.inputs["role"] == name
    assert json.loads(policy.inputs["policy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["lambda:InvokeFunction"],
            "Resource": "arn:aws:lambda:us-east-1:123456789012:function:numbers-next-value-1a2b3c4",
        }
    ]


def test_grant_write_attaches_the_writer_policy() -> None:
    stack = granted(lambda service: service.grant_write("migration", own_role()))
    attachment = stack.one(ATTACHMENT, "numbers-migration-write")
    assert attachment.inputs["role"] == "caller-1a2b3c4"
    assert attachment.inputs["policy_arn"] == "arn:aws:iam::123456789012:policy/numbers-writer-1a2b3c4"
    assert stack.one(POLICY, "numbers-writer").urn in attachment.depends_on


def test_a_grant_is_a_child_of_the_service_and_takes_options() -> None:
    stack = granted(lambda service: service.grant_invoke("a", "r", pulumi.ResourceOptions(protect=True)))
    grant = stack.one(ROLE_POLICY, "numbers-a-invoke")
    assert grant.parent == stack.one("sequence:index:SequenceService").urn
    assert grant.protect


def test_grants_to_several_roles_and_services_do_not_collide() -> None:
    def program() -> None:
        for name in ("first", "second"):
            service = SequenceService(name, ONE)
            for role in ("a", "b"):
                service.grant_invoke(role, role)

    grants = [each for each in record(program).all(ROLE_POLICY) if each.name.endswith("-invoke")]
    assert len({each.urn for each in grants}) == 4


def test_a_roles_arn_is_refused_with_its_name() -> None:
    def program() -> None:
        SequenceService("orders", ONE).grant_invoke("caller", "arn:aws:iam::123456789012:role/shop/place-order")

    with pytest.raises(ValueError, match=r"is an ARN; pass the role, or its name, for example place-order$"):
        record(program)
