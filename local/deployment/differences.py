"""How the emulated AWS differs from AWS, for everyone who reads or compares results.

The run prints these lines, and docs/local.md has the same ones. Inputs without effect stand with their resource types.
"""

from collections.abc import Iterable
from dataclasses import dataclass

_TABLE = "aws:dynamodb/table:Table"
_FUNCTION = "aws:lambda/function:Function"
_FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl"
_LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
_MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"


@dataclass(frozen=True)
class Difference:
    """A difference that a program's users can notice, whatever its inputs say."""

    type: str
    """The resource type that shows it."""
    text: str


DIFFERENCES = (
    Difference(_LOG_GROUP, "functions need no right to write logs; queries of Logs Insights return every line"),
    Difference(_LOG_GROUP, "the emulator knows its ARN without the `:*` that a policy needs on AWS"),
    Difference(_TABLE, "numbers are rounded to 28 digits; DynamoDB keeps 38"),
    Difference(_MAPPING, "in a kept state it starts again at its starting position; the stream is not kept"),
    Difference(_FUNCTION, "a call that prints nothing takes 50 ms more if the function is not written in Python"),
    Difference(_FUNCTION, "stack traces show the paths of this machine"),
    Difference(_FUNCTION, "the error type is always `Runtime.HandlerError` if the function is not written in Python"),
    Difference(_FUNCTION_URL, "its address is on this machine, and web pages cannot call it"),
    Difference(
        _FUNCTION_URL, "its callers need only `lambda:InvokeFunctionUrl`; AWS also asks for `lambda:InvokeFunction`"
    ),
)


def differences_of(types: Iterable[str]) -> list[Difference]:
    """The differences that a program with resources of these types can show."""
    present = set(types)
    return [each for each in DIFFERENCES if each.type in present]
