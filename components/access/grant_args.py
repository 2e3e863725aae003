"""The options of a grant: who may invoke the next-value function."""

from typing import NotRequired, TypedDict

import pulumi

from ..checking.mistakes import Mistakes
from ..checking.rule import PLACE, Rules, arn, matching
from ..checking.shape import check_shape

_CALLERS = ("role", "service", "account")


class InvokeGrantArgs(TypedDict):
    """Who may invoke a next-value function. Set one of `role`, `service` and `account`."""

    function_arn: pulumi.Input[str]
    """The output `function_arn` of the service."""

    role: NotRequired[pulumi.Input[str]]
    """The name of a role in this account. Default: none."""

    service: NotRequired[pulumi.Input[str]]
    """An AWS service. It needs `source_arn` too. Default: none."""

    source_arn: NotRequired[pulumi.Input[str]]
    """The only resource of that service that may call. If its ARN names no account, as a bucket's, it must belong to
    this account. Default: none."""

    account: NotRequired[pulumi.Input[str]]
    """Another account. Its own policies say which of its roles may call. Default: none."""

    url: NotRequired[bool]
    """Whether the caller may also call the function's URL. Set it for a URL with AWS_IAM."""


GRANT = {"url": False}

GRANT_RULES: Rules = {
    InvokeGrantArgs: {
        "function_arn": arn(
            "the function or its alias",
            rf"lambda:{PLACE}:function:[\w-]+(:[\w-]+)?",
            "arn:aws:lambda:us-east-1:123456789012:function:sequences",
        ),
        "role": matching(r"[\w+=,.@-]{1,64}", "a role's name, not its ARN", "place-order"),
        "service": matching(
            r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?", "an AWS service", "apigateway.amazonaws.com"
        ),
        "source_arn": matching(
            r"arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[^*?\s]\S*",
            "the ARN of one resource; a wildcard may follow its id",
            "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*/POST/next",
        ),
        "account": matching(r"\d{12}", "an account's id, a string of 12 digits", "123456789012"),
    },
}


def read_grant(name: str, args: InvokeGrantArgs) -> InvokeGrantArgs:
    """Check and complete the options of the grant called `name`. Raises `InvalidArgsError`."""
    mistakes = Mistakes()
    given: InvokeGrantArgs = check_shape(args, InvokeGrantArgs, GRANT_RULES, mistakes)
    callers = [caller for caller in _CALLERS if caller in given or mistakes.at(caller)]
    if not callers and not mistakes.at("args"):
        mistakes.add("role", "missing; give one of role, service and account")
    for more in callers[1:]:
        mistakes.add(more, f"cannot be used together with {callers[0]}; use a grant for each")
    if callers == ["service"]:
        if "source_arn" not in given and not mistakes.at("source_arn"):
            mistakes.add("source_arn", GRANT_RULES[InvokeGrantArgs]["source_arn"].missing())
    elif "source_arn" in given and callers:
        mistakes.add("source_arn", f"has no effect with {callers[0]}; leave it out, or give service instead")
    mistakes.raise_any(name)
    complete: InvokeGrantArgs = {"url": False, **given}
    return complete
