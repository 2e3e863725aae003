"""Grants to AWS services and to other accounts, as methods and as resources of their own."""

import json
from collections.abc import Callable
from typing import Any, cast

import pulumi
import pytest

from components import InvalidArgsError, InvokeGrant, InvokeGrantArgs, SequenceService, SequenceServiceArgs
from testing import RecordedStack, record

from .decisions import allowed_by_resource
from .registered import ONE, PERMISSION, ROLE_POLICY

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:numbers-next-value-1a2b3c4"
LIVE = f"{FUNCTION}:live"
API = "apigateway.amazonaws.com"
ROUTE = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*/POST/next"
READY: dict[str, Any] = {"function": {"provisioned_concurrent_executions": 1}}


def granted(program: Callable[[SequenceService], Any], args: dict[str, Any] | None = None) -> RecordedStack:
    given = cast(SequenceServiceArgs, {**ONE, **(args or {})})
    return record(lambda: program(SequenceService("numbers", given)))


def policy(stack: RecordedStack) -> dict[str, Any]:
    """The function's policy, as Lambda writes it from the permissions ("AddPermission", AWS Lambda API Reference)."""
    statements = []
    for permission in stack.all(PERMISSION):
        given = permission.inputs
        suffix = f":{given['qualifier']}" if "qualifier" in given else ""
        who = given["principal"]
        principal = {"AWS": f"arn:aws:iam::{who}:root"} if who.isdigit() else {"Service": who}
        condition: dict[str, Any] = {}
        if "source_arn" in given:
            condition["ArnLike"] = {"AWS:SourceArn": given["source_arn"]}
        equal = {"AWS:SourceAccount": "source_account", "lambda:FunctionUrlAuthType": "function_url_auth_type"}
        if found := {key: given[name] for key, name in equal.items() if name in given}:
            condition["StringEquals"] = found
        resource = f"arn:aws:lambda:us-east-1:123456789012:function:{given['function']}{suffix}"
        statements.append(
            {"Effect": "Allow", "Principal": principal, "Action": given["action"], "Resource": resource}
            | ({"Condition": condition} if condition else {})
        )
    return {"Version": "2012-10-17", "Statement": statements}


@pytest.mark.parametrize(("args", "target", "other"), [({}, FUNCTION, LIVE), (READY, LIVE, FUNCTION)])
def test_only_the_source_in_the_service_may_invoke(args: dict[str, Any], target: str, other: str) -> None:
    found = policy(granted(lambda numbers: numbers.grant_invoke_service("api", API, ROUTE), args))
    right = {"aws:SourceArn": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/prod/POST/next"}
    wrong = {"aws:SourceArn": "arn:aws:execute-api:us-east-1:000000000000:a1b2c3/prod/POST/next"}
    invoke = "lambda:InvokeFunction"
    assert allowed_by_resource(found, invoke, target, right, service=API)
    assert not allowed_by_resource(found, invoke, other, right, service=API)
    assert not allowed_by_resource(found, invoke, target, wrong, service=API)
    assert not allowed_by_resource(found, invoke, target, service=API)
    assert not allowed_by_resource(found, invoke, target, right, service="events.amazonaws.com")
    assert not allowed_by_resource(found, "lambda:InvokeFunctionUrl", target, right, service=API)


@pytest.mark.parametrize(("args", "target"), [({}, FUNCTION), (READY, LIVE)])
def test_a_distribution_may_call_a_signed_url(args: dict[str, Any], target: str) -> None:
    cdn, source = "cloudfront.amazonaws.com", "arn:aws:cloudfront::123456789012:distribution/E1PDK09ESKHJWT"
    stack = granted(lambda numbers: numbers.grant_invoke_service("cdn", cdn, source), {**args, "http": {}})
    found, right = policy(stack), {"aws:SourceArn": source}
    signed = {**right, "lambda:FunctionUrlAuthType": "AWS_IAM"}
    assert allowed_by_resource(found, "lambda:InvokeFunctionUrl", target, signed, service=cdn)
    assert allowed_by_resource(found, "lambda:InvokeFunction", target, right, service=cdn)
    other = {**signed, "aws:SourceArn": source.replace("123456789012", "111122223333")}
    assert not allowed_by_resource(found, "lambda:InvokeFunctionUrl", target, other, service=cdn)


def test_a_bucket_must_belong_to_the_functions_account() -> None:
    bucket = "arn:aws:s3:::orders"
    found = policy(granted(lambda numbers: numbers.grant_invoke_service("bucket", "s3.amazonaws.com", bucket)))
    for account, expected in (("123456789012", True), ("000000000000", False)):
        context = {"aws:SourceArn": bucket, "aws:SourceAccount": account}
        decided = allowed_by_resource(found, "lambda:InvokeFunction", FUNCTION, context, service="s3.amazonaws.com")
        assert decided is expected


def test_an_arn_with_an_account_needs_no_second_condition() -> None:
    """Not every service sends `aws:SourceAccount`; a condition on it would then refuse all calls."""
    stack = granted(lambda numbers: numbers.grant_invoke_service("api", API, ROUTE))
    assert "source_account" not in stack.one(PERMISSION).inputs


@pytest.mark.parametrize(
    ("http", "url"), [(None, False), ({}, True), ({"authorization": "NONE"}, False)], ids=["none", "signed", "open"]
)
@pytest.mark.parametrize(("args", "target"), [({}, FUNCTION), (READY, LIVE)])
def test_another_account_may_invoke_and_call_a_signed_url(
    args: dict[str, Any], target: str, http: dict[str, Any] | None, url: bool
) -> None:
    args = args | ({} if http is None else {"http": http})
    stack = granted(lambda numbers: numbers.grant_invoke_account("partner", "111122223333"), args)
    own = [each for each in stack.all(PERMISSION) if each.name.startswith("numbers-partner-")]
    stack.resources = [each for each in stack.resources if each.type != PERMISSION or each in own]
    found, signed = policy(stack), {"lambda:FunctionUrlAuthType": "AWS_IAM"}
    assert allowed_by_resource(found, "lambda:InvokeFunction", target, caller="111122223333")
    assert not allowed_by_resource(found, "lambda:InvokeFunction", target, caller="444455556666")
    assert allowed_by_resource(found, "lambda:InvokeFunctionUrl", target, signed, caller="111122223333") is url
    assert not allowed_by_resource(found, "lambda:InvokeFunctionUrl", target, caller="111122223333")


@pytest.mark.parametrize(
    ("service", "source", "message"),
    [
        (
            API,
            "",
            r"source_arn = '': must be the ARN of one resource; a wildcard may follow its id; for exam",
        ),
        (API, None, r"source_arn = None: must be the ARN of one resource"),
        (API, "*", r"source_arn = '\*': must be the ARN of one resource"),
        (API, "arn:aws:execute-api:us-east-1:*:a1b2c3/*", r"source_arn = 'arn:aws:execute-api:us-east-1:\*"),
        (API, "arn:aws:execute-api:us-east-1:123456789012:*", r"source_arn = 'arn:aws:execute-api:us-east-1:12"),
        ("apigateway", ROUTE, r"service = 'apigateway': must be an AWS service; for example \"apigateway\.amazonaws"),
        ("*", ROUTE, r"service = '\*': must be an AWS service"),
    ],
)
@pytest.mark.parametrize("known", [lambda value: value, pulumi.Output.from_input], ids=["plain", "output"])
def test_a_service_without_one_source_is_refused(
    service: str, source: Any, message: str, known: Callable[[Any], Any]
) -> None:
    with pytest.raises(ValueError, match=message):
        granted(lambda numbers: numbers.grant_invoke_service("api", service, known(source)))


@pytest.mark.parametrize("account", ["*", "arn:aws:iam::111122223333:root", "1111-2222-3333", ""])
def test_another_account_is_its_id(account: str) -> None:
    with pytest.raises(ValueError, match=r"^account = '.*': must be an account's id, a string of 12 digits; for exam"):
        granted(lambda numbers: numbers.grant_invoke_account("partner", account))


def test_grants_of_all_kinds_with_one_name_do_not_collide_and_are_children_of_the_service() -> None:
    def program(numbers: SequenceService) -> None:
        numbers.grant_invoke("a", "role")
        numbers.grant_invoke_service("a", API, ROUTE, pulumi.ResourceOptions(protect=True))
        numbers.grant_invoke_account("a", "111122223333")

    stack = granted(program, {"http": {}})
    found = [*stack.all(PERMISSION), stack.one(ROLE_POLICY, "numbers-a-invoke")]
    assert len(found) == 5
    assert {each.parent for each in found} == {stack.one("sequence:index:SequenceService").urn}
    protected = ["numbers-a-invoke-service", "numbers-a-invoke-service-url"]
    assert sorted(each.name for each in found if each.protect) == protected


def resource(**args: Any) -> RecordedStack:
    given = cast(InvokeGrantArgs, {"function_arn": LIVE, **args})
    return record(lambda: InvokeGrant("caller", given))


def test_a_grant_is_also_a_resource_of_its_own() -> None:
    role = resource(role="place-order", url=True)
    statements = json.loads(role.one(ROLE_POLICY, "caller-invoke").inputs["policy"])["Statement"]
    assert [(each["Action"], each["Resource"]) for each in statements] == [
        (["lambda:InvokeFunction"], LIVE),
        (["lambda:InvokeFunctionUrl"], LIVE),
    ]
    service = resource(service=API, source_arn=ROUTE).one(PERMISSION, "caller-invoke").inputs
    assert (service["function"], service["qualifier"]) == ("numbers-next-value-1a2b3c4", "live")
    assert (service["principal"], service["source_arn"]) == (API, ROUTE)
    account = resource(account="111122223333", url=True)
    assert {each.inputs["action"] for each in account.all(PERMISSION)} == {
        "lambda:InvokeFunction",
        "lambda:InvokeFunctionUrl",
    }
    assert len(resource(account="111122223333").all(PERMISSION)) == 1
    assert {each.parent for each in account.all(PERMISSION)} == {account.one("sequence:index:InvokeGrant").urn}


@pytest.mark.parametrize(
    ("args", "mistakes"),
    [
        ({}, ["role: missing; give one of role, service and account"]),
        (
            {"role": "a", "account": "111122223333"},
            ["account: cannot be used together with role; use a grant for each"],
        ),
        (
            {"role": "arn:aws:iam::123456789012:role/a"},
            ["role = 'arn:aws:iam::123456789012:role/a': must be a role's"],
        ),
        (
            {"service": API},
            ["source_arn: missing; give the ARN of one resource; a wildcard may follow its id, for"],
        ),
        ({"service": API, "source_arn": "*"}, ["source_arn = '*': must be the ARN of one resource;"]),
        ({"role": "a", "source_arn": ROUTE}, ["source_arn: has no effect with role; leave it out, or give service"]),
        ({"role": "a", "rolle": "b"}, ["rolle: no such option; did you mean role?"]),
        (
            {"role": "a", "function_arn": "numbers"},
            ["function_arn = 'numbers': must be the ARN of the function or"],
        ),
    ],
)
def test_a_wrong_grant_is_refused_with_every_mistake(args: dict[str, Any], mistakes: list[str]) -> None:
    with pytest.raises(InvalidArgsError) as refused:
        resource(**args)
    found = str(refused.value).split("\n  ")[1:]
    assert [text[: len(wanted)] for text, wanted in zip(found, mistakes, strict=True)] == mistakes
