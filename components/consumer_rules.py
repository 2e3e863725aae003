"""The rules of a consumer's options: AWS's limits, checked before AWS is asked."""

import json
from typing import Any

from .consumer.args import ConsumerArgs, PolicyStatementArgs
from .rule import Rule, Rules, arn, listing, one_of, within

_PATTERN = """'{"eventName": ["INSERT"]}'"""
_STATEMENT = '{"actions": ["sqs:SendMessage"], "resources": ["arn:aws:sqs:us-east-1:123456789012:orders"]}'
_POLICY = "arn:aws:iam::123456789012:policy/read-orders"


def _is_json(text: str) -> bool:
    json.loads(text)
    return True


def _leaves_room_for_names(text: str) -> bool:
    """Whether the filter of tokens can be added to a pattern."""
    part: Any = json.loads(text)
    for key in ("dynamodb", "Keys", "name"):
        part = part.get(key, {})
        if not isinstance(part, dict):
            return False
    return True


_FILTER_PATTERNS = listing(
    "a list of at most 5 JSON texts",
    f"[{_PATTERN}]",
    Rule("JSON text", _PATTERN, _is_json),
    Rule("JSON text of an object", _PATTERN, lambda text: isinstance(json.loads(text), dict)),
    Rule(
        "a pattern in which dynamodb, Keys and name are objects, if present",
        """'{"dynamodb": {"Keys": {"name": {"S": ["orders"]}}}}'""",
        _leaves_room_for_names,
    ),
    most=5,
)

CONSUMER_RULES: Rules = {
    PolicyStatementArgs: {
        "actions": listing("a list of one or more actions", '["sqs:SendMessage"]', least=1),
        "resources": listing("a list of one or more ARNs", '["arn:aws:sqs:us-east-1:123456789012:orders"]', least=1),
    },
    ConsumerArgs: {
        "code": Rule("a pulumi.Archive", 'pulumi.FileArchive("./app")'),
        "handler": Rule("a string with the module and the function", '"app.handler"'),
        "policy_statements": Rule("a list of statements", f"[{_STATEMENT}]"),
        "policy_arns": Rule("a list of ARNs", f'["{_POLICY}"]', items=(Rule("an ARN", f'"{_POLICY}"'),)),
        "batch_size": within(1, 10_000, 100),
        "maximum_batching_window_in_seconds": within(0, 300, 5),
        "parallelization_factor": within(1, 10, 2),
        "tumbling_window_in_seconds": within(1, 900, 60),
        "starting_position": one_of("TRIM_HORIZON", "LATEST"),
        "filter_patterns": _FILTER_PATTERNS,
        "maximum_retry_attempts": within(0, 10_000, 10, endless=True),
        "maximum_record_age_in_seconds": within(60, 604_800, 86_400, endless=True),
        "on_failure_arn": arn(
            "an SQS queue, an SNS topic or an S3 bucket",
            r"(sqs|sns|s3):[\w-]*:\d*:[^*?]+",
            "arn:aws:sqs:us-east-1:123456789012:failures",
        ),
    },
}
