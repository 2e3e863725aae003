"""`sequences redrive`."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from ..errors import OperationError
from ..next_value import ONCE
from ..redrive.names import FunctionName, stream_arn
from ..redrive.redelivery import Clients, Options, Redelivery
from ..redrive.target import find_target
from ..wording import plain
from .common import Context


def _checked(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    def checked(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            raise typer.BadParameter(f"{plain(text)}: {error}") from error

    return checked


FUNCTION_HELP = (
    "The consumer's function, its name or ARN. Default: the output consumer_function_arn, else the function whose "
    "event source mapping sends its failures to the queue."
)


def redrive(
    context: Context,
    queue_url: Annotated[
        str | None, typer.Option(help="The consumer's dead-letter queue. Default: the output dead_letter_queue_url.")
    ] = None,
    consumer: Annotated[str | None, typer.Option(help="The consumer's name in `consumers`.")] = None,
    consumer_function: Annotated[
        Any, typer.Option(parser=_checked(FunctionName.parse), metavar="NAME", help=FUNCTION_HELP)
    ] = None,
    stream: Annotated[
        Any,
        typer.Option("--stream-arn", parser=_checked(stream_arn), metavar="ARN", help="The table's stream."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The most messages in this run.")] = 100,
    batch_size: Annotated[int, typer.Option(min=1, max=10_000, help="The most records in one call.")] = 100,
    include_tokens: Annotated[
        bool, typer.Option("--include-tokens", help="Redeliver the items of tokens too.")
    ] = False,
    delete_lost: Annotated[
        bool, typer.Option("--delete-lost", help="Delete messages whose records the stream no longer has.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and change nothing.")] = False,
) -> int:
    """Redeliver the records that a stream consumer failed at, while the stream still has them."""
    own = {} if queue_url else _outputs(context, consumer)
    if own.get("function_arn"):
        consumer_function = consumer_function or _output(
            "the consumer's function", FunctionName.parse, own["function_arn"]
        )
        stream = stream or _output("stream_arn", stream_arn, own["stream_arn"] or "")
    lines: list[str] = []
    say = lines.append if context.json else context.output.line
    sqs, functions = context.aws.client("sqs"), context.aws.client("lambda")
    target = find_target(sqs, functions, queue_url or own["dead_letter_queue_url"], consumer_function, stream)
    clients = Clients(sqs, context.aws.client("dynamodbstreams"), context.aws.client("lambda", **ONCE))
    options = Options(limit, batch_size, include_tokens, delete_lost, dry_run)
    staying = Redelivery(clients, target, options, say).run()
    if context.json:
        context.output.result("", {"dry_run": dry_run, "staying": staying, "lines": lines})
    return 1 if staying else 0


def _output(what: str, parse: Callable[[str], Any], text: str) -> Any:
    """Read one of the outputs. Raises `OperationError`."""
    try:
        return parse(text)
    except ValueError as error:
        raise OperationError(f"outputs: {what} = {plain(text)!r}: {error}") from error


def _outputs(context: Context, consumer: str | None) -> dict[str, Any]:
    """The outputs of one consumer, with the names that they have in `consumers`. Raises `OperationError`."""
    outputs = context.service.outputs
    several = outputs.get("consumers") or {}
    if consumer is None and len(several) == 1:
        [consumer] = several
    if consumer is not None and consumer not in several:
        raise OperationError(f"--consumer: {consumer} is not one of {', '.join(several) or 'no named consumers'}")
    if several and consumer is None:
        raise OperationError(f"--consumer: choose one of {', '.join(several)}")
    own = (
        several[consumer]
        if consumer
        else {
            "dead_letter_queue_url": outputs.get("dead_letter_queue_url"),
            "function_arn": outputs.get("consumer_function_arn"),
        }
    )
    if not own.get("dead_letter_queue_url"):
        raise OperationError(
            "the dead-letter queue is not known; give --queue-url, or --outputs of a stack that has one"
        )
    return {**own, "stream_arn": outputs.get("stream_arn")}
