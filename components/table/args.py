"""The options of the table, of the parameter that holds its name, and of the writer policy."""

from typing import NotRequired, TypedDict

import pulumi


class ExistingTableArgs(TypedDict):
    """A table that something else creates: partition key `name` (S), and for tokens the TTL attribute `expires_at`."""

    name: pulumi.Input[str]
    """The table's name."""

    arn: pulumi.Input[str]
    """The table's ARN."""

    stream_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the table's stream; needed with a consumer."""


class TableArgs(TypedDict):
    """The table that holds the sequences: an own one, on-demand, or an existing one."""

    existing: NotRequired[ExistingTableArgs]
    """Use this table and create none. Beside it only `kms_key_arn` makes sense."""

    name: NotRequired[pulumi.Input[str]]
    """A fixed name, 3 to 255 characters of `A-Z a-z 0-9 _ . -`. Default: made from the component's name."""

    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Whether DynamoDB refuses to delete the table. Default: true."""

    point_in_time_recovery_days: NotRequired[pulumi.Input[int]]
    """How far back the table can be restored, 1 to 35 days; 0 turns it off. Default: 35."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The customer's KMS key that encrypts the table. Default: a key that DynamoDB owns, at no cost."""

    stream_view_type: NotRequired[pulumi.Input[str]]
    """What a consumer sees: KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES. Default: NEW_AND_OLD_IMAGES."""


class ParameterArgs(TypedDict):
    """The SSM parameter that holds the table's name, for whoever looks it up. It is not secret."""

    name: NotRequired[pulumi.Input[str]]
    """Its name, a path that starts with `/`. Default: `/{project}/{stack}/{component}/table-name`."""

    lookup: NotRequired[bool]
    """Whether the next-value function reads the table's name from the parameter, at its first call, as a function of
    another stack would, instead of having it in its environment. Default: false."""


class WriterArgs(TypedDict):
    """The managed policy for other principals that write the table: operators and migrations."""

    all_writes: NotRequired[bool]
    """Whether it grants BatchWriteItem, PutItem, DeleteItem and DescribeTable beside UpdateItem. Default: false."""

    sequences: NotRequired[list[str]]
    """The only sequences that it may write, at least one. Default: all, and the tokens."""


TABLE: TableArgs = {
    "deletion_protection": True,
    "point_in_time_recovery_days": 35,  # the longest that DynamoDB keeps
    "stream_view_type": "NEW_AND_OLD_IMAGES",
}

PARAMETER: ParameterArgs = {"lookup": False}

WRITER: WriterArgs = {"all_writes": False}
