"""The options of a Lambda function, and their defaults."""

from typing import NotRequired, TypedDict

import pulumi


class VpcConfigArgs(TypedDict):
    """The network that a function joins. It must reach DynamoDB, and SSM where it looks the table's name up."""

    subnet_ids: pulumi.Input[list[pulumi.Input[str]]]
    """The subnets, at least one."""

    security_group_ids: pulumi.Input[list[pulumi.Input[str]]]
    """The security groups, at least one."""


class FunctionArgs(TypedDict):
    """A Lambda function, with a role and a log group of its own."""

    name: NotRequired[pulumi.Input[str]]
    """A fixed name, 1 to 64 characters of `A-Z a-z 0-9 _ -`. Default: made from the component's name."""

    memory_size: NotRequired[pulumi.Input[int]]
    """Memory in MB, 128 to 10,240; CPU grows with it. Default: 256."""

    timeout: NotRequired[pulumi.Input[int]]
    """Seconds until Lambda stops a call, 1 to 900; next-value's 2 to 900. Default: 10; a consumer's: 60."""

    architecture: NotRequired[pulumi.Input[str]]
    """`arm64` or `x86_64`. Default: arm64, the cheaper one."""

    runtime: NotRequired[pulumi.Input[str]]
    """Python 3.11 or newer, as `python3.13`; with an own consumer's code any Lambda runtime. Default: python3.13."""

    reserved_concurrent_executions: NotRequired[pulumi.Input[int]]
    """Concurrent calls set aside for this function, which are also its most; 0 stops it. Default: none set aside."""

    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days that its log is kept: 1, 3, 5, 7, 14, 30, 60, 90, … as CloudWatch offers; 0 is forever. Default: 30."""

    tracing: NotRequired[bool]
    """Whether X-Ray traces its calls. Default: false."""

    environment: NotRequired[dict[str, pulumi.Input[str]]]
    """Environment variables beside the function's own, which nothing here can replace. Default: none."""

    layers: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """ARNs of layer versions, at most 5. Default: none."""

    vpc_config: NotRequired[VpcConfigArgs]
    """The network that it joins. Default: none."""

    token_seconds: NotRequired[pulumi.Input[int]]
    """Next-value function only: how long a token keeps its answer, 1 to 31,536,000 seconds. Default: 86,400."""


FUNCTION: FunctionArgs = {
    "memory_size": 256,
    "timeout": 10,
    "architecture": "arm64",
    "runtime": "python3.13",
    "log_retention_days": 30,
    "tracing": False,
    "environment": {},
}

NEXT_VALUE: FunctionArgs = {**FUNCTION, "token_seconds": 86_400}

CONSUMER_FUNCTION: FunctionArgs = {**FUNCTION, "timeout": 60}
