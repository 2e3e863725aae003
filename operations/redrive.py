"""Redeliver the records that a stream consumer failed at: `python -m operations.redrive --queue-url URL`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .names import FunctionName, stream_arn
from .redelivery import Clients, Options, Redelivery
from .target import TargetError, find_target
from .wording import plain

LAMBDA_SECONDS = 910  # a function may run for 900 seconds


def redrive(queue_url: str, function: FunctionName | None, stream: str | None, options: Options) -> int:
    """Redeliver, with boto3's own Region and credentials. Returns how many messages stay on the queue.

    Raises `TargetError` and boto3's errors.
    """
    # One attempt: boto3's second one would invoke the function again while it still runs.
    once = Config(read_timeout=LAMBDA_SECONDS, retries={"total_max_attempts": 1})
    sqs = boto3.client("sqs")
    target = find_target(sqs, boto3.client("lambda"), queue_url, function, stream)
    clients = Clients(sqs, boto3.client("dynamodbstreams"), boto3.client("lambda", config=once))
    return Redelivery(clients, target, options).run()


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line. If it is wrong, end the process with exit code 2."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}.redrive",
        allow_abbrev=False,
        description="Redeliver the records that a stream consumer failed at, while the stream still has them.",
        epilog="Region and credentials are boto3's own. Exit code 0: no message that was read stays on the queue; "
        "1: messages stay on the queue, each with its reason, or AWS refused; 2: wrong usage.",
    )
    add = parser.add_argument
    add("--queue-url", required=True, help="the consumer's dead-letter queue: the output dead_letter_queue_url")
    add(
        "--function-name",
        type=_checked(FunctionName.parse),
        help="the consumer's function, its name or ARN: the output consumer_function_name "
        "(default: the one whose event source mapping sends its failures to the queue)",
    )
    add(
        "--stream-arn",
        type=_checked(stream_arn),
        help="the table's stream: the output stream_arn (default: the one of that event source mapping)",
    )
    add("--limit", type=_between(1, 10_000), default=100, help="the most messages in this run (default: 100)")
    add("--batch-size", type=_between(1, 10_000), default=100, help="the most records in a call (default: 100)")
    add("--include-tokens", action="store_true", help="redeliver the items of tokens too")
    add("--delete-lost", action="store_true", help="delete messages whose records the stream no longer has")
    add("--dry-run", action="store_true", help="show the target and what would be done, and change nothing")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns its exit code."""
    given = parse(arguments)
    options = Options(given.limit, given.batch_size, given.include_tokens, given.delete_lost, given.dry_run)
    try:
        return 1 if redrive(given.queue_url, given.function_name, given.stream_arn, options) else 0
    except (TargetError, ClientError, BotoCoreError) as error:
        print(f"redrive: {plain(error)}", file=sys.stderr)
        return 1


def _checked(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    def checked(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"{plain(text)}: {error}") from error

    return checked


def _between(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text}: give {low} to {high}")
        return int(text)

    return number


if __name__ == "__main__":
    sys.exit(main())
