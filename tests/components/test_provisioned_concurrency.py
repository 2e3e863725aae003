"""Provisioned concurrency: the version, the alias, and everything that then names the alias."""

import json
from typing import Any, cast

import pytest

from components import SequenceService, SequenceServiceArgs
from testing import RecordedStack, record

from .decisions import allowed
from .registered import (
    ALIAS,
    FUNCTION,
    FUNCTION_URL,
    MAPPING,
    ONE,
    PERMISSION,
    PROVISIONED,
    ROLE_POLICY,
    build,
    next_value,
    statements,
)
from .test_mistakes import mistakes

READY = {"provisioned_concurrent_executions": 2}
PLAIN = "arn:aws:lambda:us-east-1:123456789012:function:orders-next-value-1a2b3c4"
LIVE = f"{PLAIN}:live"


def test_the_newest_version_has_an_alias_with_environments_that_are_ready() -> None:
    stack = build({"function": READY})
    assert next_value(stack)["publish"] is True
    alias = stack.one(ALIAS)
    assert alias.inputs["name"] == "live"
    assert alias.inputs["function_name"] == "orders-next-value-1a2b3c4"
    assert alias.inputs["function_version"] == "1"
    assert stack.one(PROVISIONED).inputs == {
        "function_name": "orders-next-value-1a2b3c4",
        "qualifier": "live",
        "provisioned_concurrent_executions": 2,
    }
    assert alias.urn in stack.one(PROVISIONED).depends_on


def test_without_the_option_there_is_no_version_and_no_alias() -> None:
    stack = build({"http": {"authorization": "NONE"}, "consumer": {}})
    assert not [each for each in stack.resources if each.type in (ALIAS, PROVISIONED)]
    assert not [each.urn for each in stack.resources if {"publish", "qualifier"} & each.inputs.keys()]
    assert stack.outputs["function_arn"] == PLAIN


def test_the_outputs_are_the_functions_name_and_the_aliass_arn() -> None:
    stack = build({"function": READY})
    assert stack.outputs["function_name"] == "orders-next-value-1a2b3c4"
    assert stack.outputs["function_arn"] == LIVE


@pytest.mark.parametrize("http", [None, {}])
def test_a_caller_may_invoke_the_alias_and_not_the_function_beside_it(http: dict[str, Any] | None) -> None:
    """A caller of the plain name would pay for a cold start without noticing. So it is refused."""

    def program() -> None:
        args = {**ONE, "function": READY} | ({} if http is None else {"http": http})
        SequenceService("orders", cast(SequenceServiceArgs, args)).grant_invoke("caller", "role")

    granted = statements(record(program), ROLE_POLICY, "orders-caller-invoke")
    assert allowed(granted, "lambda:InvokeFunction", LIVE)
    assert not allowed(granted, "lambda:InvokeFunction", PLAIN)
    signed = {"lambda:FunctionUrlAuthType": "AWS_IAM"}
    assert allowed(granted, "lambda:InvokeFunctionUrl", LIVE, signed) is (http is not None)
    assert not allowed(granted, "lambda:InvokeFunctionUrl", PLAIN, signed)


@pytest.mark.parametrize("authorization", ["AWS_IAM", "NONE"])
def test_the_url_and_its_permissions_belong_to_the_alias(authorization: str) -> None:
    stack = build({"function": READY, "http": {"authorization": authorization}})
    named: list[dict[str, Any]] = [each.inputs for each in [*stack.all(FUNCTION_URL), *stack.all(PERMISSION)]]
    assert [inputs["qualifier"] for inputs in named] == ["live"] * (1 if authorization == "AWS_IAM" else 3)


def test_a_consumers_stream_invokes_its_alias() -> None:
    stack = build({"consumer": {"function": READY}})
    assert stack.one(MAPPING).inputs["function_name"].endswith(":function:orders-consumer-1a2b3c4:live")
    assert stack.outputs["consumer_function_arn"] == stack.one(MAPPING).inputs["function_name"]
    assert published(stack) == {"orders-consumer"}


def published(stack: RecordedStack) -> set[str]:
    return {function.name for function in stack.all(FUNCTION) if function.inputs.get("publish")}


@pytest.mark.parametrize(
    ("value", "mistake"),
    [
        (0, "= 0: must be an integer, 1 or more; for example 2"),
        ("two", "= 'two': must be an integer, 1 or more; for example 2"),
        (1.5, "= 1.5: must be an integer, 1 or more; for example 2"),
    ],
)
@pytest.mark.parametrize("path", ["function", "consumer.function"])
def test_a_wrong_number_is_refused(path: str, value: Any, mistake: str) -> None:
    function = {"provisioned_concurrent_executions": value}
    args = {"function": function} if path == "function" else {"consumer": {"function": function}}
    assert mistakes(args) == [f"{path}.provisioned_concurrent_executions {mistake}"]


def test_more_environments_than_reserved_are_refused() -> None:
    wrong = {**READY, "reserved_concurrent_executions": 1}
    problem = "provisioned_concurrent_executions = 2: is more than reserved_concurrent_executions, which is 1; "
    for args, path in (({"function": wrong}, "function"), ({"consumer": {"function": wrong}}, "consumer.function")):
        assert mistakes(args) == [f"{path}.{problem}lower it, or raise the other"]
    assert build({"function": {**READY, "reserved_concurrent_executions": 2}}).one(PROVISIONED)


def test_a_number_from_another_language_is_an_integer() -> None:
    inputs = build({"function": {"provisioned_concurrent_executions": 2.0}}).one(PROVISIONED).inputs
    assert json.dumps(inputs["provisioned_concurrent_executions"]) == "2"
