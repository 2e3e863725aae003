"""Let an AWS service or another account invoke a function: statements of the function's own policy."""

from typing import Any, cast

import pulumi
import pulumi_aws as aws

from ..checking.rule import Rule
from . import policies
from .grant_args import GRANT_RULES, InvokeGrantArgs

_RULES = GRANT_RULES[InvokeGrantArgs]


def invoke_by_service(
    name: str,
    service: pulumi.Input[str],
    source_arn: pulumi.Input[str],
    function_arn: pulumi.Output[str],
    opts: pulumi.ResourceOptions,
    *,
    url: bool,
) -> list[aws.lambda_.Permission]:
    """Let one resource of an AWS service invoke the function, and with `url` also call its URL, as CloudFront does.

    Without the source, every account's resources of that service could invoke it. An ARN without an account, such as a
    bucket's, may pass to another account, so the policy names the account too.
    """
    source = _checked("source_arn", source_arn)
    account = pulumi.Output.all(source, function_arn).apply(_account_to_name)
    return _permissions(
        name, _checked("service", service), function_arn, opts, url=url, source_arn=source, source_account=account
    )


def invoke_by_account(
    name: str,
    account: pulumi.Input[str],
    function_arn: pulumi.Output[str],
    opts: pulumi.ResourceOptions,
    *,
    url: bool,
) -> list[aws.lambda_.Permission]:
    """Let another account invoke the function, and with `url` also call its URL."""
    return _permissions(name, _checked("account", account), function_arn, opts, url=url)


def _permissions(
    name: str,
    principal: pulumi.Input[str],
    function_arn: pulumi.Output[str],
    opts: pulumi.ResourceOptions,
    *,
    url: bool,
    **source: pulumi.Output[Any],
) -> list[aws.lambda_.Permission]:
    """The permission to invoke the function, and with `url` the one to call its URL. A URL's caller needs both."""
    actions = {name: "lambda:InvokeFunction"} | ({f"{name}-url": "lambda:InvokeFunctionUrl"} if url else {})
    return [
        aws.lambda_.Permission(
            each,
            action=action,
            principal=principal,
            function_url_auth_type="AWS_IAM" if action == "lambda:InvokeFunctionUrl" else None,
            function=function_arn.apply(policies.function_name_of),
            qualifier=function_arn.apply(policies.qualifier_of),
            opts=opts,
            **source,
        )
        for each, action in actions.items()
    ]


def _account_to_name(arns: list[str]) -> str | None:
    """The function's account, if the source's ARN has none."""
    source, function = arns
    return None if policies.account_of(source) else policies.account_of(function)


def _checked(option: str, value: pulumi.Input[str]) -> pulumi.Output[str]:
    """The value as an output. Raises `ValueError` now if it is plain and breaks its rule, and else when it is known."""
    rule = _RULES[option]
    if isinstance(value, pulumi.Output):
        return cast(pulumi.Output[str], value.apply(lambda known: _valid(option, known, rule)))
    return pulumi.Output.from_input(_valid(option, value, rule))


def _valid(option: str, value: object, rule: Rule) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{option} = {value!r}: {rule.requirement()}")
    rule.require(option, value)
    return value
