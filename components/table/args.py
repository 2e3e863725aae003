"""The options of the table, the SSM parameter and the writer policy."""

from typing import Literal, NotRequired, TypedDict, get_args

import pulumi

from ..checking.choice import Choice
from ..checking.rule import PLACE, Rule, Rules, arn, listing, matching, one_of, within
from ..definitions.names import NAME_OR_PATTERN

StreamViewType = Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]


class ExistingTableArgs(TypedDict):
    """A table that you create elsewhere: partition key `name` (S) and, for tokens, TTL attribute `expires_at`."""

    name: pulumi.Input[str]
    """The table's name."""

    arn: pulumi.Input[str]
    """The table's ARN."""

    stream_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the table's stream. Required with a consumer. Default: none."""


class TableArgs(TypedDict):
    """The table that holds the sequences: a new on-demand table, or an existing one."""

    existing: NotRequired[ExistingTableArgs]
    """A table to use instead of a new one. No other option of the table may be set with it. Default: none."""

    name: NotRequired[pulumi.Input[str]]
    """A fixed name. Default: made from the component's name."""

    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Whether DynamoDB refuses to delete the table."""

    point_in_time_recovery_days: NotRequired[pulumi.Input[int]]
    """How many days back the table can be restored; 0 turns it off."""

    max_write_request_units: NotRequired[pulumi.Input[int]]
    """The most writes per second that the table accepts, for all sequences together. It limits what callers can cost.
    DynamoDB throttles writes beyond it, and callers get `SequenceUnavailableError`. Default: the account's quota."""

    stream_view_type: NotRequired[pulumi.Input[Choice[StreamViewType]]]
    """What a stream record shows of an item. The bundled consumer needs the old and the new image."""


class ParameterArgs(TypedDict):
    """The SSM parameter that holds the table's name, for functions that look it up. It is not secret."""

    name: NotRequired[pulumi.Input[str]]
    """The parameter's name, a path. Default: `/{project}/{stack}/{component}/table-name`."""

    lookup: NotRequired[bool]
    """Whether the next-value function reads the table's name from the parameter at its first call. Otherwise it takes
    the name from its environment."""


class WriterArgs(TypedDict):
    """The managed policy that lets other principals write the table, such as migrations."""

    all_writes: NotRequired[bool]
    """Whether the policy allows BatchWriteItem, PutItem, DeleteItem and DescribeTable in addition to UpdateItem."""

    sequences: NotRequired[list[str]]
    """The only sequences that the policy allows to write, by name or pattern. Default: all sequences and tokens."""


TABLE: TableArgs = {
    "deletion_protection": True,
    "point_in_time_recovery_days": 35,  # the maximum in DynamoDB
    "stream_view_type": "NEW_AND_OLD_IMAGES",
}

PARAMETER: ParameterArgs = {"lookup": False}

WRITER: WriterArgs = {"all_writes": False}

_TABLE_NAME = r"[A-Za-z0-9_.-]{3,255}"
_TABLE_ARN = rf"dynamodb:{PLACE}:table/{_TABLE_NAME}"

TABLE_RULES: Rules = {
    ExistingTableArgs: {
        "name": matching(_TABLE_NAME, "a table's name, 3 to 255 characters of A-Z a-z 0-9 _ . -", "sequences"),
        "arn": arn("the table", _TABLE_ARN, "arn:aws:dynamodb:us-east-1:123456789012:table/sequences"),
        "stream_arn": arn(
            "the table's stream",
            rf"{_TABLE_ARN}/stream/[^*?/]+",
            "arn:aws:dynamodb:us-east-1:123456789012:table/sequences/stream/2026-01-31T00:00:00.000",
        ),
    },
    TableArgs: {
        "name": matching(_TABLE_NAME, "a string of 3 to 255 characters of A-Z a-z 0-9 _ . -", "sequences"),
        "point_in_time_recovery_days": within(0, 35, 35),
        "max_write_request_units": Rule("an integer, 1 or more", "200", lambda value: value >= 1),
        "stream_view_type": one_of(*get_args(StreamViewType)),
    },
    ParameterArgs: {
        "name": matching(
            r"(?i)(?!/(aws|ssm)(/|$))(?=.{2,900}$)(/[a-z0-9_.-]+){1,15}",  # AWS allows 1,011 with the ARN's prefix
            "a path of 2 to 900 characters of A-Z a-z 0-9 _ . -, of at most 15 parts, not under /aws or /ssm",
            "/orders/table-name",
        ),
    },
    WriterArgs: {
        "sequences": listing(
            "a list of one or more names or patterns", '["orders", "shops/*"]', *NAME_OR_PATTERN, least=1
        ),
    },
}
