"""The options of a consumer of the table's changes."""

import json
from typing import Any, Literal, NotRequired, TypedDict, get_args

import pulumi

from ..checking.choice import Choice
from ..checking.rule import Rule, Rules, arn, listing, one_of, within
from ..function.args import FunctionArgs

StartingPosition = Literal["TRIM_HORIZON", "LATEST"]


class PolicyStatementArgs(TypedDict):
    """More rights for a consumer's role."""

    actions: list[str]
    """The actions, such as `dynamodb:PutItem`."""

    resources: pulumi.Input[list[pulumi.Input[str]]]
    """The ARNs that the actions apply to."""


class ConsumerArgs(TypedDict):
    """A function that gets every change of the table, in order for each item. A queue reports the records that fail."""

    code: NotRequired[pulumi.Archive]
    """The archive of your own function. Default: the bundled function, which logs each change as one JSON line."""

    handler: NotRequired[pulumi.Input[str]]
    """The entry point of your own function, such as `app.handler`. Required with `code`. Default: the bundled
    function's."""

    function: NotRequired[FunctionArgs]
    """Memory, timeout, runtime, environment and the other options of a function."""

    policy_statements: NotRequired[list[PolicyStatementArgs]]
    """More rights for the function's role, as an inline policy."""

    policy_arns: NotRequired[list[pulumi.Input[str]]]
    """Managed policies to attach to the function's role."""

    batch_size: NotRequired[pulumi.Input[int]]
    """The largest number of records in a batch."""

    maximum_batching_window_in_seconds: NotRequired[pulumi.Input[int]]
    """How many seconds to wait for a fuller batch."""

    parallelization_factor: NotRequired[pulumi.Input[int]]
    """How many batches of one shard are processed at once. The changes of each item stay in order."""

    tumbling_window_in_seconds: NotRequired[pulumi.Input[int]]
    """The length in seconds of a window that carries state from batch to batch. Default: no window."""

    starting_position: NotRequired[pulumi.Input[Choice[StartingPosition]]]
    """Where to start reading: TRIM_HORIZON is the oldest record in the stream, LATEST is the next new one."""

    filter_patterns: NotRequired[list[str]]
    """Filters as JSON texts. A record is delivered if it matches one of them. Default: no filters."""

    include_tokens: NotRequired[bool]
    """Whether the consumer also gets the changes of token items."""

    bisect_batch_on_function_error: NotRequired[pulumi.Input[bool]]
    """Whether Lambda splits a failed batch in two before it retries."""

    report_batch_item_failures: NotRequired[bool]
    """Whether the function's reply names the failed records. Lambda then retries from the first failed record on."""

    maximum_retry_attempts: NotRequired[pulumi.Input[int]]
    """How often a failed batch is retried."""

    maximum_record_age_in_seconds: NotRequired[pulumi.Input[int]]
    """The age in seconds at which a record is discarded. The stream itself keeps records for 24 hours."""

    on_failure_arn: NotRequired[pulumi.Input[str]]
    """The SQS queue, SNS topic or S3 bucket that gets a message about discarded records. It must be in this account.
    Default: a new queue that keeps messages for 14 days."""


CONSUMER: ConsumerArgs = {
    "policy_statements": [],
    "policy_arns": [],
    "batch_size": 100,
    "maximum_batching_window_in_seconds": 0,
    "parallelization_factor": 1,
    "starting_position": "TRIM_HORIZON",
    "filter_patterns": [],
    "include_tokens": False,
    "bisect_batch_on_function_error": True,
    "report_batch_item_failures": True,
    "maximum_retry_attempts": 10,
    "maximum_record_age_in_seconds": 86_400,
}

_PATTERN = """'{"eventName": ["INSERT"]}'"""
_STATEMENT = '{"actions": ["sqs:SendMessage"], "resources": ["arn:aws:sqs:us-east-1:123456789012:orders"]}'
_POLICY = "arn:aws:iam::123456789012:policy/read-orders"


def _is_json(text: str) -> bool:
    json.loads(text)
    return True


def _leaves_room_for_names(text: str) -> bool:
    """Whether the filter that excludes tokens can be added to a pattern."""
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
        "starting_position": one_of(*get_args(StartingPosition)),
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
