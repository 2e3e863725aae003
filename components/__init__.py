"""Pulumi components: what `CREATE SEQUENCE` gives on a database, for serverless applications on AWS."""

from .args import (
    ExistingTableArgs,
    ParameterArgs,
    SequenceDefinition,
    SequenceServiceArgs,
    TableArgs,
    WriterArgs,
)
from .consumer_args import ConsumerArgs, PolicyStatementArgs
from .function_args import FunctionArgs, VpcConfigArgs
from .mistakes import InvalidArgsError
from .sequence_service import SequenceService

__version__ = "0.1.0"

__all__ = [
    "ConsumerArgs",
    "ExistingTableArgs",
    "FunctionArgs",
    "InvalidArgsError",
    "ParameterArgs",
    "PolicyStatementArgs",
    "SequenceDefinition",
    "SequenceService",
    "SequenceServiceArgs",
    "TableArgs",
    "VpcConfigArgs",
    "WriterArgs",
]
