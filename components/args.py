"""The options of `SequenceService`, and their defaults.

A field typed `pulumi.Input` takes a plain value or another resource's output. The others decide what is created, or
become part of the code that is shipped, and must be plain. A plain value is checked when the component is built, an
output's by AWS alone. The field docstrings are also the schema's.
"""

from typing import NotRequired, TypedDict

import pulumi

from .consumer_args import ConsumerArgs
from .function_args import FunctionArgs

Tags = pulumi.Input[dict[str, pulumi.Input[str]]]


class SequenceDefinition(TypedDict):
    """One sequence, in the words of SQL's `CREATE SEQUENCE`. Limits may be as wide as -10^37 to 10^37."""

    increment: NotRequired[int]
    """What is added for the next value: -10^37 to 10^37, not 0. Default: 1. Negative: a descending sequence."""

    min_value: NotRequired[int]
    """The lowest value, less than `max_value`. Default: 1; descending: -(2^53 - 1)."""

    max_value: NotRequired[int]
    """The highest value. Default: 2^53 - 1, so that every JSON reader keeps it exact; descending: -1."""

    start: NotRequired[int]
    """The first value, within the limits. Default: `min_value`; descending: `max_value`."""

    cycle: NotRequired[bool]
    """Whether the sequence starts over at its limit instead of being exhausted. Default: false."""

    cache: NotRequired[int]
    """How many values a running function takes at a time, 1 to 1,000,000. Default: 1, values strictly in order."""


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


class SequenceServiceArgs(TypedDict):
    """The options of a `SequenceService`, all of them optional."""

    sequences: NotRequired[dict[str, SequenceDefinition]]
    """The sequences, from name to definition. Only these exist, unless `*` is one of them: it stands for every other
    name. A name has 1 to 128 characters of `A-Z a-z 0-9 . _ : / # @ -`, starting with a letter or digit. An empty
    definition takes all defaults; in a stack's configuration it may be null.
    Default: `{"*": {}}`, any valid name exists and starts at its first use."""

    table: NotRequired[TableArgs]
    """The table that holds the sequences."""

    parameter: NotRequired[ParameterArgs]
    """The SSM parameter that holds the table's name."""

    function: NotRequired[FunctionArgs]
    """The next-value function."""

    writer: NotRequired[WriterArgs]
    """The managed policy for other principals that write the table."""

    consumer: NotRequired[ConsumerArgs]
    """A consumer of the table's changes; `{}` is the bundled one, which logs each. Default: no stream, no consumer."""

    consumers: NotRequired[dict[str, ConsumerArgs]]
    """Instead of `consumer`: up to two by name, of `a-z A-Z 0-9 -`; DynamoDB advises no more readers of one stream."""

    tags: NotRequired[Tags]
    """Tags for every resource that takes tags. Default: none."""

    permissions_boundary_arn: NotRequired[pulumi.Input[str]]
    """The permissions boundary of every role. Default: none."""


DEFINITIONS: dict[str, SequenceDefinition] = {"*": {}}

TABLE: TableArgs = {
    "deletion_protection": True,
    "point_in_time_recovery_days": 35,  # the longest that DynamoDB keeps
    "stream_view_type": "NEW_AND_OLD_IMAGES",
}

PARAMETER: ParameterArgs = {"lookup": False}

WRITER: WriterArgs = {"all_writes": False}
