"""Pulumi components for sequence numbers on AWS, with the behaviour of SQL's `CREATE SEQUENCE`."""

from .access.grant_args import InvokeGrantArgs
from .access.invoke_grant import InvokeGrant
from .checking.mistakes import InvalidArgsError
from .consumer.args import ConsumerArgs, PolicyStatementArgs
from .definitions.args import SequenceDefinition
from .function.args import FunctionArgs, VpcConfigArgs
from .http.args import CorsArgs, HttpArgs
from .monitoring.args import AlarmsArgs, AlarmThresholdsArgs
from .sequence_service import SequenceService
from .service_args import SequenceServiceArgs
from .table.args import ExistingTableArgs, ParameterArgs, TableArgs, WriterArgs

__version__ = "0.1.0"

__all__ = [
    "AlarmThresholdsArgs",
    "AlarmsArgs",
    "ConsumerArgs",
    "CorsArgs",
    "ExistingTableArgs",
    "FunctionArgs",
    "HttpArgs",
    "InvalidArgsError",
    "InvokeGrant",
    "InvokeGrantArgs",
    "ParameterArgs",
    "PolicyStatementArgs",
    "SequenceDefinition",
    "SequenceService",
    "SequenceServiceArgs",
    "TableArgs",
    "VpcConfigArgs",
    "WriterArgs",
]
