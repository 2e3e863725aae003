"""The options of `SequenceService`.

A field typed `pulumi.Input` takes a plain value or another resource's output. The others decide what is created, or
become part of the code that is shipped, and must be plain. A plain value is checked when the component is built, an
output only by AWS. The field docstrings are also the schema's.
"""

from typing import NotRequired, TypedDict

import pulumi

from .consumer.args import ConsumerArgs
from .definitions.args import SequenceDefinition
from .function.args import FunctionArgs
from .table.args import ParameterArgs, TableArgs, WriterArgs
from .tags import Tags


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
