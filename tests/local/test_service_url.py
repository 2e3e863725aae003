"""A deployed service's URL: callers with `grant_invoke` sign, an open URL answers everyone."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pulumi
import pulumi_aws as aws
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from components import HttpArgs, SequenceService
from local import Deployment, Emulator, deploy

from .programs import document

TRUST = document("Allow", "sts:AssumeRole", Principal={"AWS": "arn:aws:iam::000000000000:root"})
OPEN: HttpArgs = {"authorization": "NONE", "cors": {"allow_origins": ["https://shop.example.com"]}}


def program() -> None:
    """Three services, a role that may call the first one, and a role that may only invoke its function."""
    closed = SequenceService("closed", {"sequences": {"orders": {}, "shops/*": {"start": 100}}, "http": {}})
    public = SequenceService("open", {"sequences": {"orders": {}}, "http": OPEN})
    without = SequenceService("without", {"sequences": {"orders": {}}})
    caller, stranger = (aws.iam.Role(name, assume_role_policy=TRUST) for name in ("caller", "stranger"))
    closed.grant_invoke("caller", caller)
    without.grant_invoke("stranger", stranger)
    for name, value in {"closed": closed.url, "open": public.url}.items():
        pulumi.export(name, value)
    for name, role in {"caller": caller, "stranger": stranger}.items():
        pulumi.export(name, role.arn)
    pulumi.export("open_function", public.function_name)


@pytest.fixture(scope="module")
def stack(emulator: Emulator) -> Deployment:
    return deploy(program, project="service-url", emulator=emulator)


def ask(url: str, request: Any, method: str = "POST", headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """Send a request without a signature. Returns the status, and the body's JSON."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    connection.request(method, parts.path, json.dumps(request), {"Content-Type": "application/json", **(headers or {})})
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    return answer.status, body


def signed(emulator: Emulator, role: str, url: str, request: Any, **headers: str) -> tuple[int, Any]:
    """Send a request that botocore signs with the credentials of a role."""
    session = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    prepared = AWSRequest("POST", url, data=json.dumps(request), headers={"Content-Type": "application/json", **named})
    keys = Credentials(session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
    SigV4Auth(keys, "lambda", emulator.region).add_auth(prepared)
    return ask(url, request, headers=dict(prepared.headers.items()))


def test_a_role_with_a_grant_takes_values_over_http(emulator: Emulator, stack: Deployment) -> None:
    url, caller = stack.outputs["closed"], stack.outputs["caller"]
    assert signed(emulator, caller, url, {"name": "orders"}) == (200, 1)
    taken = {"first": 2, "last": 4, "increment": 1, "count": 3}
    assert signed(emulator, caller, url, {"name": "orders", "count": 3}) == (200, taken)
    for _ in range(2):
        assert signed(emulator, caller, url, {"name": "orders"}, Idempotency_Key="cart-7") == (200, 5)
    status, body = signed(emulator, caller, url, {"name": "ordres"})
    assert (status, body["error"]) == (404, "UnknownSequenceError")


def test_each_name_that_matches_a_pattern_is_a_sequence_of_its_own(emulator: Emulator, stack: Deployment) -> None:
    url, caller = stack.outputs["closed"], stack.outputs["caller"]
    replies = [signed(emulator, caller, url, {"name": name}) for name in ("shops/7", "shops/7", "shops/8")]
    assert replies == [(200, 100), (200, 101), (200, 100)]
    assert signed(emulator, caller, url, {"name": "shops/"})[0] == 404


def test_nobody_else_may_call_a_closed_url(emulator: Emulator, stack: Deployment) -> None:
    assert ask(stack.outputs["closed"], {"name": "orders"})[0] == 403
    assert signed(emulator, stack.outputs["stranger"], stack.outputs["closed"], {"name": "orders"})[0] == 403


def test_an_open_url_answers_everyone(stack: Deployment) -> None:
    assert ask(stack.outputs["open"], {"name": "orders"}) == (200, 1)
    assert ask(stack.outputs["open"], {"name": "ordres"})[0] == 404
    assert ask(stack.outputs["open"], {"name": "orders"}, "GET")[0] == 405


def test_an_open_url_s_function_has_both_permissions(emulator: Emulator, stack: Deployment) -> None:
    policy = emulator.client("lambda").get_policy(FunctionName=stack.outputs["open_function"])["Policy"]
    found = {each["Action"]: (each["Principal"], each["Condition"]) for each in json.loads(policy)["Statement"]}
    assert found == {
        "lambda:InvokeFunctionUrl": ("*", {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}),
        "lambda:InvokeFunction": ("*", {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}),
    }


def test_the_run_says_what_the_emulator_does_not_check(stack: Deployment) -> None:
    ignored = {(each.type, each.input) for each in stack.ignored_inputs}
    assert {
        ("aws:lambda/functionUrl:FunctionUrl", "cors"),
        ("aws:lambda/permission:Permission", "functionUrlAuthType"),
        ("aws:lambda/permission:Permission", "invokedViaFunctionUrl"),
    } <= ignored
