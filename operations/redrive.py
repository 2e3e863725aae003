"""Hand the records that a consumer failed at to it once more: `python -m operations.redrive --queue-url URL`."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .dead_letters import DeadLetters, Message
from .failed_batch import FailedBatch
from .stream_records import LostError, Record, fetch

LAMBDA_SECONDS = 910  # a function runs for up to 900

HOME, LEFT, FAULT = 0, 1, 2


class Clients(NamedTuple):
    """boto3's clients of the services that a redrive talks to."""

    sqs: Any
    streams: Any
    functions: Any


class FailedAgainError(Exception):
    """The consumer failed at the records once more."""


class Redrive:
    """One run over a queue. `options` are those of the command line."""

    def __init__(self, clients: Clients, options: argparse.Namespace) -> None:
        self._clients = clients
        self._options = options

    def run(self) -> int:
        """Bring home what can be, and delete a message only after that; returns the exit code, 0 or 1."""
        queue = DeadLetters(self._clients.sqs, self._options.queue_url)
        left = 0
        try:
            messages = queue.receive(self._options.limit)
            for message, batch in _in_order(messages):
                gone = batch is not None and self._bring_home(batch)
                if gone and not self._options.dry_run:
                    queue.delete(message)
                left += not gone
        finally:
            queue.release()
        stay = "would stay" if self._options.dry_run else "stay"
        print(f"{len(messages)} message(s) read, {left} of them {stay} on the queue")
        if len(messages) == self._options.limit:
            print("that is this run's limit: run it again for what else there may be, or with a higher --limit")
        return LEFT if left else HOME

    def _bring_home(self, batch: FailedBatch) -> bool:
        """Hand a batch over; returns whether its message has done its service."""
        try:
            fetched = fetch(self._clients.streams, batch)
            records = [each for each in fetched.records if self._options.include_tokens or not _is_token(each)]
            if fetched.complete and len(records) < batch.size:
                print(f"{batch}: LEFT, the stream gave {len(records)} of them; tokens need --include-tokens")
                return False
            if self._options.dry_run:
                print(f"{batch}: {len(records)} would be handed over" + ("" if fetched.complete else ", the rest LOST"))
                return fetched.complete
            self._hand_over(batch, records)
        except LostError as error:
            print(f"{batch}: LOST, past saving: {error}")
            return bool(self._options.delete_lost)
        except (FailedAgainError, TimeoutError, ClientError, BotoCoreError) as error:
            print(f"{batch}: FAILED, {error}")
            return False
        if fetched.complete:
            print(f"{batch}: home, {len(records)} handed over")
            return True
        print(f"{batch}: {len(records)} handed over, the older ones LOST, past saving")
        return bool(self._options.delete_lost)

    def _hand_over(self, batch: FailedBatch, records: list[Record]) -> None:
        function = self._options.function_name or batch.function_arn
        for start in range(0, len(records), self._options.batch_size):
            event = {"Records": records[start : start + self._options.batch_size]}
            reply = self._clients.functions.invoke(FunctionName=function, Payload=json.dumps(event))
            answer = json.loads(reply["Payload"].read() or "null")
            if "FunctionError" in reply:
                raise FailedAgainError(f"the function raised {_told(answer)}")
            failures = answer.get("batchItemFailures") if isinstance(answer, dict) else None
            if failures:
                raise FailedAgainError(f"the function failed at {json.dumps(failures)}: its log tells why")


def _in_order(messages: list[Message]) -> list[tuple[Message, FailedBatch | None]]:
    """Each message with what it tells, in the stream's order; before them those that tell nothing."""
    known: list[tuple[Message, FailedBatch]] = []
    strange: list[tuple[Message, FailedBatch | None]] = []
    for message in messages:
        try:
            known.append((message, FailedBatch.parse(message["Body"])))
        except ValueError as error:
            print(f"message {message['MessageId']}: LEFT, {error}")
            strange.append((message, None))
    return [*strange, *sorted(known, key=lambda pair: pair[1].place)]


def _is_token(record: Record) -> bool:
    name = record["dynamodb"]["Keys"].get("name", {}).get("S", "")
    return bool(name.startswith("#"))


def _told(error: Any) -> str:
    return f"{error.get('errorType')}: {error.get('errorMessage')}" if isinstance(error, dict) else str(error)


def _between(low: int, high: int) -> Any:
    def number(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text}: give {low} to {high}")
        return int(text)

    return number


def parse_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line's options; ends the process where they are wrong."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}.redrive",
        description="Hand the records that a stream consumer failed at to it once more, while the stream has them.",
        epilog="Region and credentials are boto3's own. Exit code 0: all that was read is home; 1: messages stay on "
        "the queue, each with its reason; 2: AWS could not be asked, or the command was wrong.",
    )
    add = parser.add_argument
    add("--queue-url", required=True, help="the consumer's dead-letter queue: the output dead_letter_queue_url")
    add("--function-name", help="the consumer's function (default: the one that each message names)")
    add("--limit", type=_between(1, 10_000), default=100, help="the most messages in this run (default: 100)")
    add("--batch-size", type=_between(1, 10_000), default=100, help="the most records in a call (default: 100)")
    add("--include-tokens", action="store_true", help="hand over the items of tokens too")
    add("--delete-lost", action="store_true", help="delete the messages whose records are past saving")
    add("--dry-run", action="store_true", help="tell what would be done, and do nothing")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = parse_options(arguments)
    # One try: boto3's own second one would hand the same records over again while the first still runs.
    once = Config(read_timeout=LAMBDA_SECONDS, retries={"total_max_attempts": 1})
    try:
        clients = Clients(boto3.client("sqs"), boto3.client("dynamodbstreams"), boto3.client("lambda", config=once))
        return Redrive(clients, options).run()
    except (ClientError, BotoCoreError) as error:
        print(f"redrive: {error}", file=sys.stderr)
        return FAULT


if __name__ == "__main__":
    sys.exit(main())
