"""The options of a Lambda function, for next-value and for consumers."""

from typing import Literal, NotRequired, TypedDict, get_args

import pulumi

from ..checking.choice import Choice
from ..checking.rule import PLACE, Rule, Rules, arn, listing, matching, one_of, within

LogLevel = Literal["DEBUG", "INFO", "WARN"]
Architecture = Literal["arm64", "x86_64"]
# "PutRetentionPolicy", Amazon CloudWatch Logs API Reference; 0 keeps logs forever.
RetentionDays = Literal[
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]


class VpcConfigArgs(TypedDict):
    """The network that a function joins. It must reach DynamoDB, and with `parameter.lookup` also SSM."""

    subnet_ids: pulumi.Input[list[pulumi.Input[str]]]
    """The subnets."""

    security_group_ids: pulumi.Input[list[pulumi.Input[str]]]
    """The security groups."""


class FunctionArgs(TypedDict):
    """A Lambda function with its own role and log group."""

    name: NotRequired[pulumi.Input[str]]
    """A fixed name. Default: made from the component's name."""

    memory_size: NotRequired[pulumi.Input[int]]
    """Memory in MB. Lambda gives more CPU with more memory."""

    timeout: NotRequired[pulumi.Input[int]]
    """The seconds after which Lambda stops a call."""

    architecture: NotRequired[pulumi.Input[Choice[Architecture]]]
    """The processor architecture. arm64 costs less."""

    runtime: NotRequired[pulumi.Input[str]]
    """The Lambda runtime. The bundled code needs Python 3.11 or newer. Your own consumer may use any runtime."""

    reserved_concurrent_executions: NotRequired[pulumi.Input[int]]
    """How many concurrent calls to reserve for this function. That is also its maximum: 0 stops it. Default: none
    reserved."""

    provisioned_concurrent_executions: NotRequired[int]
    """How many environments Lambda keeps ready, so that calls do not wait for a cold start. They cost money all the
    time. Callers must then invoke `function_arn`, the ARN of an alias; the plain name does not reach these
    environments. Default: none."""

    log_level: NotRequired[Choice[LogLevel]]
    """The least level of the lines that Lambda keeps: its own and your code's. With WARN, a call that succeeds writes
    no line. Default: INFO, which is Lambda's default."""

    log_retention_days: NotRequired[pulumi.Input[Choice[RetentionDays]]]
    """How many days to keep the function's log; 0 keeps it forever."""

    tracing: NotRequired[bool]
    """Whether X-Ray traces the calls. The role may then send traces, with the resource `*`; AWS offers no other."""

    environment: NotRequired[dict[str, pulumi.Input[str]]]
    """More environment variables. You cannot replace those that the component or Lambda sets."""

    layers: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """ARNs of layer versions. Default: none."""

    vpc_config: NotRequired[VpcConfigArgs]
    """The network that the function joins. The role may then manage network interfaces of this account. Default:
    none."""


FUNCTION: FunctionArgs = {
    "memory_size": 256,
    "timeout": 10,
    "architecture": "arm64",
    "runtime": "python3.13",
    "log_retention_days": 30,
    "tracing": False,
    "environment": {},
}

CONSUMER_FUNCTION: FunctionArgs = {**FUNCTION, "timeout": 60}

# Variables that Lambda sets: "Working with Lambda environment variables", AWS Lambda Developer Guide.
_RESERVED = {
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
}  # fmt: skip
_LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:tools:3"
_ENVIRONMENT = Rule(
    "a mapping from names to strings",
    '{"LOG_LEVEL": "INFO"}',
    items=(Rule("a string", '"INFO"'),),
    keys=(
        matching(
            r"[A-Za-z][A-Za-z0-9_]+", "2 or more letters, digits and underscores, starting with a letter", "LOG_LEVEL"
        ),
        Rule("another one, because Lambda sets this variable itself", holds=lambda name: name not in _RESERVED),
    ),
    private=True,
)

FUNCTION_RULES: Rules = {
    FunctionArgs: {
        "name": matching(r"[A-Za-z0-9_-]{1,64}", "a string of 1 to 64 characters of A-Z a-z 0-9 _ -", "next-value"),
        "memory_size": within(128, 10_240, 256),
        "timeout": within(2, 900, 10),  # handlers/aws starts no attempt with less than 1.3 s left
        "architecture": one_of(*get_args(Architecture)),
        "runtime": Rule("a Lambda runtime", '"python3.13"'),
        "reserved_concurrent_executions": Rule("an integer, 0 or more", "10", lambda value: value >= 0),
        "provisioned_concurrent_executions": Rule("an integer, 1 or more", "2", lambda value: value >= 1),
        "log_level": one_of(*get_args(LogLevel)),
        "log_retention_days": one_of(*get_args(RetentionDays)),
        "environment": _ENVIRONMENT,
        "layers": listing(
            "a list of at most 5 ARNs of layer versions",
            f'["{_LAYER}"]',
            arn("a layer's version", rf"lambda:{PLACE}:layer:[\w-]+:\d+", _LAYER),
            most=5,
        ),
    },
    VpcConfigArgs: {
        "subnet_ids": listing("a list of 1 to 16 subnet IDs", '["subnet-0123456789abcdef0"]', least=1, most=16),
        "security_group_ids": listing(
            "a list of 1 to 5 security group IDs", '["sg-0123456789abcdef0"]', least=1, most=5
        ),
    },
}
