"""Redelivery: send the records of failed batches from the stream to the consumer again."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from ..wording import count, plain
from .dead_letters import DeadLetters, Message
from .failed_batch import FailedBatch
from .reply import FailedAgainError, check_reply
from .stream_records import LostError, Record, TooManyError, fetch
from .target import Target


class Clients(NamedTuple):
    """boto3's clients of SQS, DynamoDB Streams and Lambda."""

    sqs: Any
    streams: Any
    functions: Any


@dataclass(frozen=True)
class Options:
    """The operator's choices."""

    limit: int = 100
    """The most messages in a run."""

    batch_size: int = 100
    """The most records in one call of the function."""

    include_tokens: bool = False
    """Whether to redeliver the items of tokens too."""

    delete_lost: bool = False
    """Whether to delete messages whose records the stream no longer has."""

    dry_run: bool = False
    """Whether to only read. Then no function is called and no message is deleted."""


class Redelivered(NamedTuple):
    """What became of a batch."""

    done: bool
    """Whether its message may be deleted."""

    called: bool
    """Whether the function was called, or would be: then it decides too."""

    text: str
    """What to print."""


class Redelivery:
    """One run over a queue."""

    def __init__(
        self, clients: Clients, target: Target, options: Options, say: Callable[[str], object] = print
    ) -> None:
        self._clients = clients
        self._say = say
        self._target = target
        self._options = options

    def run(self) -> int:
        """Redeliver each message's records if possible, and say the outcome of each message.

        Returns how many messages stay on the queue. In a dry run: how many would stay.
        """
        queue = DeadLetters(self._clients.sqs, self._target.queue_url)
        for line in str(self._target).splitlines():
            self._say(plain(line))
        staying = 0
        try:
            messages = queue.receive(self._options.limit)
            for message, batch in self._in_order(messages):
                staying += batch is None or not self._settle(queue, message, batch)
        finally:
            queue.release()
        deleted = len(messages) - staying
        outcome = f"{deleted} deleted, {staying} still there"
        if self._options.dry_run:
            outcome = f"at most {deleted} would be deleted, at least {staying} would stay"
        self._say(f"{count(len(messages), 'message')} read: {outcome}")
        if len(messages) == self._options.limit:
            self._say("this run's limit is reached; run it again for the rest, or raise --limit")
        return staying

    def _in_order(self, messages: list[Message]) -> list[tuple[Message, FailedBatch | None]]:
        """Sort the messages in the stream's order. Messages that are not Lambda's come first, with None."""
        known: list[tuple[Message, FailedBatch]] = []
        unknown: list[tuple[Message, FailedBatch | None]] = []
        for message in messages:
            try:
                known.append((message, FailedBatch.parse(message["Body"])))
            except ValueError as error:
                self._say(f"message {message['MessageId']}: {plain(error)}; the message {self._stays}")
                unknown.append((message, None))
        return [*unknown, *sorted(known, key=lambda pair: pair[1].place)]

    def _settle(self, queue: DeadLetters, message: Message, batch: FailedBatch) -> bool:
        """Redeliver a batch, then delete its message. Returns whether the message is deleted, or would be."""
        done, called, result = self._redeliver(batch)
        outcome = f"the message {self._stays}"
        if done and self._options.dry_run:
            outcome = f"the message would be deleted{' if the function succeeds' if called else ''}"
        elif done:
            try:
                queue.delete(message)
                outcome = "message deleted"
            except (ClientError, BotoCoreError) as error:
                done, outcome = False, f"the message stays, because it could not be deleted: {error}"
        self._say(f"{batch}: {plain(result)}; {plain(outcome)}")
        return done

    def _redeliver(self, batch: FailedBatch) -> Redelivered:
        """Send a batch to the consumer."""
        if reason := self._target.reason_to_refuse(batch):
            return Redelivered(False, False, reason)
        try:
            fetched = fetch(self._clients.streams, self._target.stream_arn, batch)
            records = [each for each in fetched.records if self._options.include_tokens or not _is_token(each)]
            if fetched.complete and len(records) < batch.size:
                found = f"found {len(records)} of them; if the others are tokens, add --include-tokens"
                return Redelivered(False, False, found)
            if not self._options.dry_run:
                self._invoke(records)
        except LostError as error:
            return self._lost(False, str(error))
        except (FailedAgainError, TooManyError, TimeoutError, ClientError, BotoCoreError) as error:
            return Redelivered(False, True, str(error))
        result = f"{'would redeliver' if self._options.dry_run else 'redelivered'} {count(len(records), 'record')}"
        if len(records) != batch.size:
            result += f" (the message says {batch.size})"
        if fetched.complete:
            return Redelivered(True, True, result)
        return self._lost(bool(records), f"{result}; the stream no longer has the older ones")

    def _lost(self, called: bool, text: str) -> Redelivered:
        delete = self._options.delete_lost
        return Redelivered(delete, called, text if delete else f"{text}; see --delete-lost")

    def _invoke(self, records: list[Record]) -> None:
        for start in range(0, len(records), self._options.batch_size):
            event = {"Records": records[start : start + self._options.batch_size]}
            check_reply(
                self._clients.functions.invoke(FunctionName=str(self._target.function), Payload=json.dumps(event))
            )

    @property
    def _stays(self) -> str:
        return "would stay" if self._options.dry_run else "stays"


def _is_token(record: Record) -> bool:
    name = record["dynamodb"]["Keys"].get("name", {}).get("S", "")
    return bool(name.startswith("#"))
