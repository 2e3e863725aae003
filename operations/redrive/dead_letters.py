"""The dead-letter queue. A run hides messages from others while it works on them, then deletes or releases them."""

from contextlib import suppress
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

WAIT_SECONDS = 1  # without a wait, SQS may answer that a queue is empty although it is not
HIDDEN_SECONDS = 3600  # how long others do not see received messages; released messages show at once

Message = dict[str, Any]


class DeadLetters:
    """One queue. `sqs` is boto3's client of SQS."""

    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url
        self._held: dict[str, Message] = {}

    def receive(self, limit: int) -> list[Message]:
        """Receive up to `limit` messages and hide them from others."""
        while len(self._held) < limit:
            messages = self._sqs.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(10, limit - len(self._held)),
                VisibilityTimeout=HIDDEN_SECONDS,
                WaitTimeSeconds=WAIT_SECONDS,
            ).get("Messages", [])
            if not messages:
                break
            self._held |= {message["MessageId"]: message for message in messages}
        return list(self._held.values())

    def delete(self, message: Message) -> None:
        """Delete a received message. If AWS refuses, the message stays and boto3's error is raised."""
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        del self._held[message["MessageId"]]

    def release(self) -> None:
        """Let others see the messages that were not deleted."""
        for message in self._held.values():
            with suppress(ClientError, BotoCoreError):  # this message shows again after HIDDEN_SECONDS
                self._sqs.change_message_visibility(
                    QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
                )
        self._held.clear()
