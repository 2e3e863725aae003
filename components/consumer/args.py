"""The options of a consumer of the table's changes, and their defaults."""

from typing import NotRequired, TypedDict

import pulumi

from ..function.args import FunctionArgs


class PolicyStatementArgs(TypedDict):
    """What else a consumer's role is allowed to do."""

    actions: list[str]
    """The actions, such as `dynamodb:PutItem`; at least one."""

    resources: pulumi.Input[list[pulumi.Input[str]]]
    """The ARNs that the actions may touch; at least one."""


class ConsumerArgs(TypedDict):
    """A function that gets every change of the table, in order per item, and a queue for what it fails at."""

    code: NotRequired[pulumi.Archive]
    """The archive of an own function. Default: the bundled function, which logs each change as one JSON line."""

    handler: NotRequired[pulumi.Input[str]]
    """The own function's entry point, such as `app.handler`; needed with `code`."""

    function: NotRequired[FunctionArgs]
    """Memory, timeout, runtime, environment and whatever else a function takes."""

    policy_statements: NotRequired[list[PolicyStatementArgs]]
    """Further rights of its role, inline. Default: none."""

    policy_arns: NotRequired[list[pulumi.Input[str]]]
    """Managed policies to attach to its role. Default: none."""

    batch_size: NotRequired[pulumi.Input[int]]
    """The most records in a batch, 1 to 10,000. Default: 100."""

    maximum_batching_window_in_seconds: NotRequired[pulumi.Input[int]]
    """How long to wait for a fuller batch, 0 to 300. Default: 0."""

    parallelization_factor: NotRequired[pulumi.Input[int]]
    """Batches of one shard in work at once, 1 to 10; each item's changes stay in order. Default: 1."""

    tumbling_window_in_seconds: NotRequired[pulumi.Input[int]]
    """The length of a window that carries state from batch to batch, 1 to 900. Default: no window."""

    starting_position: NotRequired[pulumi.Input[str]]
    """TRIM_HORIZON, all that the stream still holds, or LATEST. Default: TRIM_HORIZON."""

    filter_patterns: NotRequired[list[str]]
    """JSON texts, at most 5; a record that matches any of them is delivered. Default: every record is."""

    include_tokens: NotRequired[bool]
    """Whether the items of tokens are delivered beside those of sequences. Default: false."""

    bisect_batch_on_function_error: NotRequired[pulumi.Input[bool]]
    """Whether a failed batch is split in two and tried again. Default: true."""

    report_batch_item_failures: NotRequired[bool]
    """Whether the function's answer names the records that failed, so that only these come again. Default: true."""

    maximum_retry_attempts: NotRequired[pulumi.Input[int]]
    """How often a failed batch is tried again, 0 to 10,000; -1 is without end. Default: 10."""

    maximum_record_age_in_seconds: NotRequired[pulumi.Input[int]]
    """How old a record may grow before it is given up, 60 to 604,800; -1 is without end. Default: 86,400."""

    on_failure_arn: NotRequired[pulumi.Input[str]]
    """The SQS queue, SNS topic or S3 bucket that hears of records given up. Default: an own queue, kept 14 days."""


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
