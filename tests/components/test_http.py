"""The option `http`: the function's URL, who may call it, and from which web pages."""

from typing import Any, cast

import pulumi
import pytest

from components import InvalidArgsError, SequenceService, SequenceServiceArgs
from components.service_options import read_options
from testing import RecordedStack, record

from .decisions import allowed
from .registered import FUNCTION_URL, ONE, PERMISSION, ROLE_POLICY, build, statements

FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders-next-value-1a2b3c4"
SHOP = ["https://shop.example.com"]
OPEN = {"authorization": "NONE"}


def urns(stack: RecordedStack) -> set[str]:
    return {resource.urn.rpartition("::")[2] for resource in stack.resources}


@pytest.mark.parametrize("http", [{}, {"authorization": "AWS_IAM"}, {"authorization": None}, {"cors": None}])
def test_by_default_callers_must_sign_and_nobody_else_has_a_right(http: dict[str, Any]) -> None:
    stack = build({"http": http})
    assert stack.one(FUNCTION_URL).inputs == {
        "function_name": "orders-next-value-1a2b3c4",
        "authorization_type": "AWS_IAM",
    }
    assert urns(stack) - urns(build()) == {"orders-url"}
    assert stack.outputs["url"] == "https://orders-url.lambda-url.us-east-1.on.aws/"


def test_an_open_url_has_the_two_permissions_that_aws_asks_for() -> None:
    stack = build({"http": OPEN})
    assert stack.one(FUNCTION_URL).inputs["authorization_type"] == "NONE"
    shared = {"function": "orders-next-value-1a2b3c4", "principal": "*"}
    assert [permission.inputs for permission in sorted(stack.all(PERMISSION), key=lambda each: each.name)] == [
        {**shared, "action": "lambda:InvokeFunctionUrl", "function_url_auth_type": "NONE"},
        {**shared, "action": "lambda:InvokeFunction", "invoked_via_function_url": True},
    ]


@pytest.mark.parametrize("args", [{}, {"http": None}])
def test_without_http_there_is_no_url(args: dict[str, Any]) -> None:
    stack = build(args)
    assert not stack.all(FUNCTION_URL)
    assert "url" not in stack.outputs


def test_browsers_may_send_a_signed_request_with_a_token_and_read_when_to_retry() -> None:
    cors = build({"http": {"cors": {"allow_origins": SHOP}}}).one(FUNCTION_URL).inputs["cors"]
    assert cors == {
        "allow_origins": SHOP,
        "allow_methods": ["POST"],
        "allow_headers": [
            "authorization",
            "content-type",
            "idempotency-key",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-security-token",
        ],
        "expose_headers": ["retry-after"],
        "allow_credentials": False,
        "max_age": 0,
    }


@pytest.mark.parametrize(
    "cors",
    [
        {"allow_origins": ["*"]},
        {"allow_origins": ["http://localhost:60905", "https://a.example.com:8443", "capacitor://localhost"]},
        {"allow_methods": ["*"]},
        {"allow_methods": ["POST", "GET", "HEAD", "PUT", "PATCH", "DELETE"]},
        {"allow_headers": ["*"]},
        {"expose_headers": ["x-amzn-trace-id"]},
        {"allow_credentials": True},
        {"max_age": 86_400},
    ],
)
def test_a_cors_option_reaches_the_url(cors: dict[str, Any]) -> None:
    inputs = build({"http": {"cors": {"allow_origins": SHOP, **cors}}}).one(FUNCTION_URL).inputs["cors"]
    assert cors.items() <= inputs.items()


def test_cors_takes_outputs() -> None:
    def program() -> None:
        origin, seconds = pulumi.Output.from_input("https://a.example.com"), pulumi.Output.from_input(5)
        method, yes = pulumi.Output.from_input("POST"), pulumi.Output.from_input(True)
        one: Any = {"allow_origins": [origin], "allow_methods": [method], "allow_credentials": yes, "max_age": seconds}
        SequenceService("orders", {**ONE, "http": {"cors": one}})

    cors = record(program).one(FUNCTION_URL).inputs["cors"]
    assert cors["allow_origins"] == ["https://a.example.com"]
    assert cors["allow_methods"] == ["POST"]
    assert (cors["allow_credentials"], cors["max_age"]) == (True, 5)


ORIGIN = "must be an origin of at most 253 characters, with scheme and host and without a path; or *; for example"


@pytest.mark.parametrize(
    ("http", "mistake"),
    [
        ("NONE", "http = 'NONE': must be a mapping of options; {} takes the defaults"),
        (
            {"authorization": "none"},
            "http.authorization = 'none': must be AWS_IAM, or NONE to let everyone on the internet take",
        ),
        (
            {"authorization": ""},
            "http.authorization = '': must be AWS_IAM, or NONE to let everyone on the internet take",
        ),
        ({"authorization": False}, "http.authorization = False: must be AWS_IAM, or NONE to let everyone"),
        ({"auth": "NONE"}, "http.auth: no such option; the options are authorization, cors"),
        (
            {"cors": {}},
            'http.cors.allow_origins: missing; give a list of 1 to 100 origins, for example ["https://shop.',
        ),
        *(
            (
                {"cors": {"allow_origins": [f"https://{origin}"]}},
                f"allow_origins[0] = 'https://{origin}': must be an origin",
            )
            for origin in ("a.com?x=1", "a.com#x", "u@a.com", "a.com/x")
        ),
        ({"cors": {"allow_origins": []}}, "allow_origins = []: must be a list of 1 to 100 origins; for example ["),
        ({"cors": {"allow_origins": ["https://a.b"] * 101}}, "must be a list of 1 to 100 origins; for example ["),
        ({"cors": {"allow_origins": ["shop.example.com"]}}, f"origins[0] = 'shop.example.com': {ORIGIN}"),
        ({"cors": {"allow_origins": ["https://a.b/"]}}, f"http.cors.allow_origins[0] = 'https://a.b/': {ORIGIN}"),
        ({"cors": {"allow_origins": ["https://*.a.b"]}}, f"http.cors.allow_origins[0] = 'https://*.a.b': {ORIGIN}"),
        ({"cors": {"allow_origins": ["https://" + "a" * 246]}}, ORIGIN),
        ({"cors": {"allow_origins": "*"}}, "http.cors.allow_origins = '*': must be a list of 1 to 100 origins"),
        (
            {"cors": {"allow_origins": SHOP, "allow_methods": ["OPTIONS", "POST"]}},
            "http.cors.allow_methods[0] = 'OPTIONS': must be one of POST, GET, HEAD, PUT, PATCH, DELETE, *",
        ),
        (
            {"cors": {"allow_origins": SHOP, "allow_methods": ["POST"] * 7}},
            "must be a list of at most 6 methods with POST or *; for example",
        ),
        (
            {"cors": {"allow_origins": SHOP, "allow_methods": ["GET"]}},
            "http.cors.allow_methods = ['GET']: must contain POST or *, because the function answers only POST; for",
        ),
        ({"cors": {"allow_origins": SHOP, "allow_methods": []}}, "allow_methods = []: must contain POST or *, becaus"),
        (
            {"cors": {"allow_origins": SHOP, "allow_headers": ["a b"]}},
            "http.cors.allow_headers[0] = 'a b': must be a header's name, or *; for example \"content-type\"",
        ),
        (
            {"cors": {"allow_origins": SHOP, "expose_headers": ["a"] * 101}},
            "must be a list of at most 100 headers; for example",
        ),
        (
            {"cors": {"allow_origins": SHOP, "max_age": 86_401}},
            "http.cors.max_age = 86401: must be an integer from 0 to 86,400; for example 600",
        ),
        ({"cors": {"allow_origins": SHOP, "max_age": -1}}, "http.cors.max_age = -1: must be an integer from 0 to"),
        ({"cors": {"allow_origins": SHOP, "allow_credentials": "no"}}, "allow_credentials = 'no': must be true or fal"),
        (
            {"cors": {"allow_origins": ["*"], "allow_credentials": True}},
            "http.cors.allow_credentials = True: cannot be used with the origin *, which allows every web page; list",
        ),
    ],
)
def test_a_mistake_shows_the_option_the_value_and_the_fix(http: Any, mistake: str) -> None:
    with pytest.raises(InvalidArgsError) as caught:
        read_options("orders", cast(SequenceServiceArgs, {**ONE, "http": http}))
    (found,) = map(str, caught.value.mistakes)
    assert mistake in found


def test_an_output_cannot_open_the_url() -> None:
    def program() -> None:
        for http in (pulumi.Output.from_input(OPEN), {"authorization": pulumi.Output.from_input("NONE")}):
            with pytest.raises(InvalidArgsError, match=r"http\S* = an Output: must be a plain value"):
                SequenceService("orders", cast(SequenceServiceArgs, {**ONE, "http": http}))

    assert not record(program).resources


def granted(http: dict[str, Any]) -> list[dict[str, Any]]:
    """The rights of a role with `grant_invoke`."""

    def program() -> None:
        SequenceService("orders", cast(SequenceServiceArgs, {**ONE, **http})).grant_invoke("shop", "role")

    return statements(record(program), ROLE_POLICY, "orders-shop-invoke")


BY_URL = {"lambda:InvokedViaFunctionUrl": "true"}
SIGNED = {"lambda:FunctionUrlAuthType": "AWS_IAM"}


@pytest.mark.parametrize(
    ("action", "context", "expected"),
    [
        ("lambda:InvokeFunctionUrl", SIGNED, True),
        ("lambda:InvokeFunction", BY_URL, True),
        ("lambda:InvokeFunction", {}, True),
        ("lambda:InvokeFunctionUrl", {"lambda:FunctionUrlAuthType": "NONE"}, False),
        ("lambda:UpdateFunctionUrlConfig", {}, False),
    ],
)
def test_a_caller_may_call_the_url_and_the_function_directly(
    action: str, context: dict[str, str], expected: bool
) -> None:
    rights = granted({"http": {}})
    assert allowed(rights, action, FUNCTION_ARN, context) is expected
    assert not allowed(rights, action, f"{FUNCTION_ARN}-other", context)


@pytest.mark.parametrize("http", [{}, {"http": OPEN}])
def test_a_grant_has_no_right_to_a_url_that_needs_none(http: dict[str, Any]) -> None:
    assert [statement["Action"] for statement in granted(http)] == [["lambda:InvokeFunction"]]
