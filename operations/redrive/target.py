"""The target of one run: a queue, a function and a stream. Options and event source mappings set it, messages never."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..errors import OperationError
from .failed_batch import FailedBatch
from .names import FunctionName

SHOWN = 5  # consumers that an error lists


class TargetError(OperationError):
    """The function or the stream is unknown or ambiguous; the message names the option to give."""


class Target(NamedTuple):
    """A queue, and the function and stream that its messages must name."""

    queue_url: str
    function: FunctionName
    stream_arn: str

    def reason_to_refuse(self, batch: FailedBatch) -> str | None:
        """Why this run must not redeliver a batch, or None if it may."""
        if not self.function.matches(batch.function):
            other = f"function, {batch.function}"
        elif self.stream_arn != batch.stream_arn:
            other = f"stream, {batch.stream_arn}"
        else:
            return None
        return f"it names another {other}; if you trust it, run again with --consumer-function and --stream-arn"

    def __str__(self) -> str:
        return f"queue     {self.queue_url}\nfunction  {self.function}\nstream    {self.stream_arn}"


def find_target(
    sqs: Any, functions: Any, queue_url: str, function: FunctionName | None = None, stream_arn: str | None = None
) -> Target:
    """Complete the target. A missing function or stream comes from the event source mapping that reports to the queue.

    A mapping of the same version or alias wins. Without one, each mapping whose function matches counts.
    `sqs` and `functions` are boto3's clients of SQS and Lambda. Raises `TargetError` and boto3's errors.
    """
    queue = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    wanted = function and function.in_account_of(queue)
    if wanted and stream_arn:
        return Target(queue_url, wanted, stream_arn)
    listed = dict.fromkeys(_consumers(functions, queue))  # while a mapping is being replaced, it is listed twice
    consumers = [consumer for consumer in listed if stream_arn in (None, consumer[1])]
    exact = [consumer for consumer in consumers if consumer[0] == wanted]
    found = exact or [consumer for consumer in consumers if not wanted or wanted.matches(consumer[0])]
    if len(found) != 1:
        raise TargetError(_problem(queue, found, wanted, stream_arn))
    [(mapped, stream)] = found
    return Target(queue_url, wanted if wanted and wanted.qualifier else mapped, stream)


def _consumers(functions: Any, queue_arn: str) -> Iterator[tuple[FunctionName, str]]:
    """The function and the stream of each mapping of a DynamoDB stream that sends its failures to the queue.

    It lists all mappings, because AWS does not document whether a list by a function's name includes its aliases.
    """
    for page in functions.get_paginator("list_event_source_mappings").paginate():
        for mapping in page["EventSourceMappings"]:
            destination = (mapping.get("DestinationConfig") or {}).get("OnFailure") or {}
            source = mapping.get("EventSourceArn", "")
            if destination.get("Destination") == queue_arn and source.split(":")[2:3] == ["dynamodb"]:
                yield FunctionName.parse(mapping["FunctionArn"]), source


def _problem(
    queue_arn: str, found: list[tuple[FunctionName, str]], wanted: FunctionName | None, stream_arn: str | None
) -> str:
    if found:
        option = "--consumer-function" if len({function for function, _ in found}) > 1 else "--stream-arn"
        shown = [f"{function} with {stream}" for function, stream in found[:SHOWN]]
        if len(found) > SHOWN:
            shown.append(f"{len(found) - SHOWN} more")
        return f"{option}: {len(found)} consumers send their failures to {queue_arn}; choose one of {', '.join(shown)}"
    given = wanted or stream_arn
    options = " and ".join(
        name for name, value in (("--consumer-function", wanted), ("--stream-arn", stream_arn)) if not value
    )
    return (
        f"{options}: no event source mapping {f'of {given} ' if given else ''}sends its failures to {queue_arn}; "
        f"check {'the other options' if given else '--queue-url'} and the Region, or give {options}"
    )
