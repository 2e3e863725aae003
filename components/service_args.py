"""The options of `SequenceService`.

A field typed `pulumi.Input` takes a plain value or another resource's output. The others decide what is created, or
become part of the code that is shipped, and must be plain. A plain value is checked when the component is built, an
output only by AWS. The field docstrings are also the schema's. Defaults and rules are not in them: they stand below the
options, and whoever writes them elsewhere generates them from here.
"""

from typing import NotRequired, TypedDict

import pulumi

from .checking.rule import Rule, Rules, arn, matching, within
from .consumer.args import ConsumerArgs
from .definitions.args import ANY_NAME, NAME, NAME_IN_WORDS, SequenceDefinition
from .function.args import FunctionArgs
from .table.args import ParameterArgs, TableArgs, WriterArgs
from .tags import TAGS_RULE, Tags


class SequenceServiceArgs(TypedDict):
    """The options of a `SequenceService`, all of them optional."""

    sequences: NotRequired[dict[str, SequenceDefinition]]
    """The sequences, from name to definition. Only these exist, unless `*` is one of them: it stands for every other
    name. An empty definition takes all defaults; in a stack's configuration it may be null."""

    table: NotRequired[TableArgs]
    """The table that holds the sequences."""

    parameter: NotRequired[ParameterArgs]
    """The SSM parameter that holds the table's name."""

    function: NotRequired[FunctionArgs]
    """The next-value function."""

    token_seconds: NotRequired[pulumi.Input[int]]
    """How many seconds a token keeps its answer."""

    writer: NotRequired[WriterArgs]
    """The managed policy for other principals that write the table."""

    consumer: NotRequired[ConsumerArgs]
    """A consumer of the table's changes; `{}` is the bundled one, which logs each. Default: no stream, no consumer."""

    consumers: NotRequired[dict[str, ConsumerArgs]]
    """Several consumers by name, instead of `consumer`. Default: none."""

    tags: NotRequired[Tags]
    """Tags for every resource that takes tags. Default: none."""

    permissions_boundary_arn: NotRequired[pulumi.Input[str]]
    """The permissions boundary of every role. Default: none."""


SERVICE: SequenceServiceArgs = {"sequences": {ANY_NAME: {}}, "token_seconds": 86_400}

_SEQUENCES = Rule(
    "a mapping from one or more names, which are text, to definitions",
    '{"orders": {}}',
    bool,
    keys=(
        Rule(
            f"{NAME_IN_WORDS}, or {ANY_NAME} for every other name",
            '"orders"',
            lambda name: name == ANY_NAME or NAME.fullmatch(name) is not None,
        ),
    ),
)
_CONSUMERS = Rule(
    "a mapping from names to at most two consumers, because a stream throttles more readers than two",
    '{"audit": {}}',
    lambda named: len(named) <= 2,
    # A child's name ends with the consumer's, and leaves one character to the component's own.
    keys=(matching(r"[A-Za-z0-9-]{1,39}", "1 to 39 characters of A-Z a-z 0-9 -", "audit"),),
)

SERVICE_RULES: Rules = {
    SequenceServiceArgs: {
        "sequences": _SEQUENCES,
        "token_seconds": within(1, 31_536_000, 86_400),
        "consumers": _CONSUMERS,
        "tags": TAGS_RULE,
        "permissions_boundary_arn": arn(
            "a managed policy", r"iam::(\d{12}|aws):policy/[^*?]+", "arn:aws:iam::123456789012:policy/boundary"
        ),
    },
}
