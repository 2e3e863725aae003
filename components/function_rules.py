"""The rules of a Lambda function's options: AWS's limits, checked before AWS is asked."""

from .function.args import FunctionArgs, VpcConfigArgs
from .rule import PLACE, Rule, Rules, arn, listing, matching, one_of, within

# What Lambda sets itself: "Working with Lambda environment variables", AWS Lambda Developer Guide.
_RESERVED = {
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
}  # fmt: skip
_RETENTION = (0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731)
_LONG_RETENTION = (1096, 1827, 2192, 2557, 2922, 3288, 3653)

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
        "timeout": within(1, 900, 10),
        "architecture": one_of("arm64", "x86_64"),
        "runtime": Rule("a Lambda runtime", '"python3.13"'),
        "reserved_concurrent_executions": Rule("an integer, 0 or more", "10", lambda value: value >= 0),
        "log_retention_days": one_of(*_RETENTION, *_LONG_RETENTION),
        "environment": _ENVIRONMENT,
        "layers": listing(
            "a list of at most 5 ARNs of layer versions",
            f'["{_LAYER}"]',
            arn("a layer's version", rf"lambda:{PLACE}:layer:[\w-]+:\d+", _LAYER),
            most=5,
        ),
        "token_seconds": within(1, 31_536_000, 86_400),
    },
    VpcConfigArgs: {
        "subnet_ids": listing("a list of 1 to 16 subnet IDs", '["subnet-0123456789abcdef0"]', least=1, most=16),
        "security_group_ids": listing(
            "a list of 1 to 5 security group IDs", '["sg-0123456789abcdef0"]', least=1, most=5
        ),
    },
}
