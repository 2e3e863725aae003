"""The queue that hears of failed batches: its messages are held while they are worked on, and deleted or released."""

from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

WAIT_SECONDS = 1  # a queue asked without waiting may answer that it is empty when it is not
HIDDEN_SECONDS = 3600  # how long others do not see what is held; released messages show again at once

Message = dict[str, Any]


class DeadLetters:
    """A queue, by a client of SQS and the queue's URL."""

    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url
        self._held: dict[str, Message] = {}

    def receive(self, limit: int) -> list[Message]:
        """Hold up to `limit` messages."""
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
        """Delete a message that is held."""
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        del self._held[message["MessageId"]]

    def release(self) -> None:
        """Let others see what is still held."""
        for message in self._held.values():
            with suppress(ClientError):  # of one that was held too long, the hold has ended by itself
                self._sqs.change_message_visibility(
                    QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
                )
        self._held.clear()
