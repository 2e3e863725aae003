"""The options of `SequenceService`, with their defaults and rules.

A field of type `pulumi.Input` takes a plain value or another resource's output. All other values must be plain, because
they decide which resources exist or become part of the code archive. The component checks plain values. AWS checks
outputs.

The docs and the schema are generated from here: meanings from the field docstrings, defaults and rules from the
constants below. A docstring states a default only if there is no constant for it.
"""

from typing import NotRequired, TypedDict

import pulumi

from .checking.rule import PLACE, Rule, Rules, arn, matching, within
from .consumer.args import ConsumerArgs
from .definitions.args import SequenceDefinition
from .definitions.names import NAME_OR_PATTERN
from .function.args import FunctionArgs
from .http.args import HttpArgs
from .monitoring.args import AlarmsArgs
from .table.args import ParameterArgs, TableArgs, WriterArgs
from .tags import TAGS_RULE, Tags


class SequenceServiceArgs(TypedDict):
    """The options of a `SequenceService`. Only `sequences` is required."""

    sequences: dict[str, SequenceDefinition]
    """The sequences: a mapping from names to definitions. No other sequences exist. A pattern such as `orders/*` stands
    for every longer name that starts with `orders/`. Each of these names is a sequence of its own, which starts at its
    first use. A declared name wins over patterns, and a longer prefix over a shorter one. `*` alone allows every name;
    then a misspelt name starts a second series. An empty definition takes all defaults. In a stack's configuration it
    may be null."""

    table: NotRequired[TableArgs]
    """The table that holds the sequences."""

    parameter: NotRequired[ParameterArgs]
    """The SSM parameter that holds the table's name."""

    function: NotRequired[FunctionArgs]
    """The next-value function."""

    token_seconds: NotRequired[pulumi.Input[int]]
    """For how many seconds the same token gets the same answer."""

    http: NotRequired[HttpArgs]
    """A URL of the next-value function. `{}` makes one for callers with AWS_IAM. Default: no URL."""

    writer: NotRequired[WriterArgs]
    """The managed policy for other principals that write the table."""

    consumer: NotRequired[ConsumerArgs]
    """A consumer of the table's changes. `{}` is the bundled one, which logs each change. Default: no stream and no
    consumer."""

    consumers: NotRequired[dict[str, ConsumerArgs]]
    """Several consumers by name, instead of `consumer`. Default: none."""

    alarms: NotRequired[AlarmsArgs]
    """CloudWatch alarms and a dashboard. `{}` takes good defaults. Default: no alarms and no dashboard."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The KMS key that encrypts the table, the logs, the dead-letter queues and the functions' environment variables.
    An existing table must use this key or none of yours. The key's policy must let CloudWatch Logs use it: see
    docs/production.md. Default: AWS's own keys, at no cost."""

    tags: NotRequired[Tags]
    """Tags for every resource that supports tags. Default: none."""

    permissions_boundary_arn: NotRequired[pulumi.Input[str]]
    """The permissions boundary of every role. Default: none."""


SERVICE = {"token_seconds": 86_400}

_SEQUENCES = Rule(
    "a mapping from one or more names or patterns (strings) to definitions",
    '{"orders": {}}, or {"*": {}} to allow every name, also misspelt ones',
    bool,
    keys=NAME_OR_PATTERN,
)
_CONSUMERS = Rule(
    "a mapping from names to at most two consumers, because a stream throttles more readers than two",
    '{"audit": {}}',
    lambda named: len(named) <= 2,
    # The names of child resources end with this name; at most 39 characters leave room for the component's name.
    keys=(matching(r"[A-Za-z0-9-]{1,39}", "1 to 39 characters of A-Z a-z 0-9 -", "audit"),),
)

SERVICE_RULES: Rules = {
    SequenceServiceArgs: {
        "sequences": _SEQUENCES,
        "token_seconds": within(1, 31_536_000, 86_400),
        "consumers": _CONSUMERS,
        "kms_key_arn": arn(
            "a KMS key, not of an alias",
            rf"kms:{PLACE}:key/[\w-]+",
            "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        ),
        "tags": TAGS_RULE,
        "permissions_boundary_arn": arn(
            "a managed policy", r"iam::(\d{12}|aws):policy/[^*?]+", "arn:aws:iam::123456789012:policy/boundary"
        ),
    },
}
