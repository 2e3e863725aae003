"""What each option's value must be, beyond its type: AWS's limits, checked before AWS is asked."""

import json
import re
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Any

from .consumer.args import ConsumerArgs, PolicyStatementArgs
from .definitions.args import SequenceDefinition
from .definitions.complete import MOST_CACHED, NAME, NAME_REMEDY, wrong_increment, wrong_limit
from .function.args import FunctionArgs, VpcConfigArgs
from .service_args import SequenceServiceArgs
from .shape import Rule, Rules
from .table.args import ExistingTableArgs, ParameterArgs, TableArgs, WriterArgs

_PLACE = r"[a-z0-9-]+:\d{12}"
_TABLE_NAME = r"[A-Za-z0-9_.-]{3,255}"
_TABLE_ARN = rf"dynamodb:{_PLACE}:table/{_TABLE_NAME}"
# What Lambda sets itself: "Working with Lambda environment variables", AWS Lambda Developer Guide.
_RESERVED = {
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
}  # fmt: skip
_RETENTION = (0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731)
_LONG_RETENTION = (1096, 1827, 2192, 2557, 2922, 3288, 3653)


def _within(least: int, most: int, *others: int) -> Rule:
    remedy = " or ".join([f"{least} to {most}", *map(str, others)])
    return lambda value: None if least <= value <= most or value in others else f"give {remedy}"


@dataclass(frozen=True)
class OneOf:
    """A rule: the value is one of these."""

    choices: tuple[Any, ...]

    def __call__(self, value: Any) -> str | None:
        """What to do about any other value."""
        return None if value in self.choices else f"give one of {', '.join(map(str, self.choices))}"


def _matching(pattern: str, remedy: str) -> Rule:
    return lambda value: None if re.fullmatch(pattern, value) else remedy


def _counting(least: int, most: int, noun: str) -> Rule:
    def rule(items: Sized) -> str | None:
        return None if least <= len(items) <= most else f"give {least} to {most} {noun}"

    return rule


def _arn(resource: str, example: str) -> Rule:
    """`resource` matches the ARN from the service on; no part of it may be a wildcard."""
    return _matching(rf"arn:[a-z-]+:{resource}", f"give an ARN such as {example}")


def _environment(variables: Mapping[str, Any]) -> str | None:
    wrong = [name for name in variables if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]+", name) or name in _RESERVED]
    return (
        f"{wrong[0]!r}: Lambda takes names of letters, digits and _, and sets the AWS_ ones itself" if wrong else None
    )


def _tags(tags: Mapping[str, Any]) -> str | None:
    if len(tags) > 50:
        return "give at most 50"
    for key, value in tags.items():
        if not 1 <= len(key) <= 128 or key.lower().startswith("aws:"):
            return f"{key!r}: give a key of 1 to 128 characters that does not begin with aws:"
        if isinstance(value, str) and len(value) > 256:
            return f"{key!r}: give a value of at most 256 characters"
    return None


def _sequence_names(names: list[str]) -> str | None:
    if not names:
        return "name at least one, or leave the option out for all"
    wrong = [name for name in names if not NAME.fullmatch(name)]
    return f"{wrong[0]!r}: {NAME_REMEDY}" if wrong else None


def _consumer_names(consumers: dict[str, Any]) -> str | None:
    if len(consumers) > 2:
        return "give at most two: a stream serves no more readers without throttling them"
    wrong = [name for name in consumers if not re.fullmatch(r"[A-Za-z0-9-]+", name)]
    return f"{wrong[0]!r}: give a name of a-z A-Z 0-9 -" if wrong else None


def _filter_patterns(patterns: list[str]) -> str | None:
    if len(patterns) > 5:
        return "give at most 5"
    for pattern in patterns:
        try:
            parsed = json.loads(pattern)
        except ValueError as error:
            return f"{pattern!r} is no JSON ({error})"
        for key in ("dynamodb", "Keys", "name", ""):  # where the filter of tokens goes
            if not isinstance(parsed, dict):
                return f"{pattern!r}: give the text of a JSON object, whose dynamodb.Keys.name, if any, is one too"
            parsed = parsed.get(key, {})
    return None


def _layers(arns: Sequence[Any]) -> str | None:
    if len(arns) > 5:
        return "give at most 5"
    one = _arn(rf"lambda:{_PLACE}:layer:[\w-]+:\d+", "arn:aws:lambda:us-east-1:123456789012:layer:tools:3")
    return next((f"{arn!r}: {remedy}" for arn in arns if isinstance(arn, str) and (remedy := one(arn))), None)


RULES: Rules = {
    SequenceServiceArgs: {
        "sequences": lambda named: None if named else "declare at least one, or leave the option out for any name",
        "consumers": _consumer_names,
        "tags": _tags,
        "permissions_boundary_arn": _arn(
            r"iam::(\d{12}|aws):policy/[^*?]+", "arn:aws:iam::123456789012:policy/boundary"
        ),
    },
    SequenceDefinition: {
        "increment": wrong_increment,
        "min_value": wrong_limit,
        "max_value": wrong_limit,
        "cache": _within(1, MOST_CACHED),
    },
    ExistingTableArgs: {
        "name": _matching(_TABLE_NAME, "give the table's name, of A-Z a-z 0-9 _ . -"),
        "arn": _arn(_TABLE_ARN, "arn:aws:dynamodb:us-east-1:123456789012:table/sequences"),
        "stream_arn": _arn(
            rf"{_TABLE_ARN}/stream/[^*?/]+",
            "arn:aws:dynamodb:us-east-1:123456789012:table/sequences/stream/2026-01-31T00:00:00.000",
        ),
    },
    TableArgs: {
        "name": _matching(_TABLE_NAME, "give 3 to 255 characters of A-Z a-z 0-9 _ . -"),
        "point_in_time_recovery_days": _within(0, 35),
        "kms_key_arn": _arn(
            rf"kms:{_PLACE}:key/[\w-]+", "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        ),
        "stream_view_type": OneOf(("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")),
    },
    ParameterArgs: {
        "name": _matching(
            r"(?i)(?!/(aws|ssm)(/|$))(?=.{2,900}$)(/[a-z0-9_.-]+){1,15}",  # AWS's 1,011 hold the ARN's beginning too
            "give a path such as /orders/table-name: 2 to 900 characters of A-Z a-z 0-9 _ . -, not under /aws or /ssm",
        ),
    },
    WriterArgs: {"sequences": _sequence_names},
    FunctionArgs: {
        "name": _matching(r"[A-Za-z0-9_-]{1,64}", "give 1 to 64 characters of A-Z a-z 0-9 _ -"),
        "memory_size": _within(128, 10_240),
        "timeout": _within(1, 900),
        "architecture": OneOf(("arm64", "x86_64")),
        "reserved_concurrent_executions": lambda value: None if value >= 0 else "give 0 or more",
        "log_retention_days": OneOf((*_RETENTION, *_LONG_RETENTION)),
        "environment": _environment,
        "layers": _layers,
        "token_seconds": _within(1, 31_536_000),
    },
    VpcConfigArgs: {
        "subnet_ids": _counting(1, 16, "subnets"),
        "security_group_ids": _counting(1, 5, "security groups"),
    },
    PolicyStatementArgs: {
        "actions": lambda actions: None if actions else "name at least one",
        "resources": lambda resources: None if resources else "name at least one",
    },
    ConsumerArgs: {
        "batch_size": _within(1, 10_000),
        "maximum_batching_window_in_seconds": _within(0, 300),
        "parallelization_factor": _within(1, 10),
        "tumbling_window_in_seconds": _within(1, 900),
        "starting_position": OneOf(("TRIM_HORIZON", "LATEST")),
        "filter_patterns": _filter_patterns,
        "maximum_retry_attempts": _within(0, 10_000, -1),
        "maximum_record_age_in_seconds": _within(60, 604_800, -1),
        "on_failure_arn": _arn(r"(sqs|sns|s3):[\w-]*:\d*:[^*?]+", "arn:aws:sqs:us-east-1:123456789012:failures"),
    },
}
