"""A transport that records each request, and fails those that a test chooses."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from handlers import aws
from handlers.aws.endpoint import Endpoint
from handlers.aws.failures import LostReplyError, NotSentError
from handlers.aws.http import HttpReply
from handlers.aws.transport import Transport

Send = Callable[[bytes], HttpReply]
Fault = Callable[[bytes, Send], HttpReply]
EXTRA_SECONDS = 60  # added to the time limit, so that a busy machine causes no failure


class SentRequest(NamedTuple):
    """A request as it was sent: the API's operation and its parameters."""

    operation: str
    body: dict[str, Any]

    @property
    def key(self) -> str:
        """The key of its item."""
        key: str = self.body["Key"]["name"]["S"]
        return key

    @property
    def values(self) -> dict[str, dict[str, str]]:
        """The values in its expressions."""
        values: dict[str, dict[str, str]] = self.body["ExpressionAttributeValues"]
        return values


class Executed(NamedTuple):
    """A request that DynamoDB executed, its reply, and whether the handler received the reply."""

    sent: SentRequest
    reply: dict[str, Any]
    delivered: bool


Matches = Callable[[SentRequest], bool]


def any_request(_sent: SentRequest) -> bool:
    """Match every request."""
    return True


def is_move(sent: SentRequest) -> bool:
    """Match an update of a sequence's value."""
    return not sent.key.startswith("#")


def is_probe(sent: SentRequest) -> bool:
    """Match an update that only looks up a token."""
    return sent.key.startswith("#") and "UpdateExpression" not in sent.body


def is_record(sent: SentRequest) -> bool:
    """Match an update that stores a token's answer."""
    return sent.key.startswith("#") and "UpdateExpression" in sent.body


def lost_reply(request: bytes, send: Send) -> HttpReply:
    """DynamoDB executes the request, and the reply is lost."""
    send(request)
    raise LostReplyError("lost by the test")


def false_error(request: bytes, send: Send) -> HttpReply:
    """DynamoDB executes the request, but the reply says that it failed."""
    send(request)
    return error_reply(500, "InternalServerError")


def corrupt_reply(request: bytes, send: Send) -> HttpReply:
    """DynamoDB executes the request, and the reply has a wrong checksum."""
    reply = send(request)
    return reply._replace(headers={**reply.headers, "x-amz-crc32": "1"})


def delivered_twice(request: bytes, send: Send) -> HttpReply:
    """DynamoDB gets the request twice, and the handler the second reply."""
    send(request)
    return send(request)


def not_sent(_request: bytes, _send: Send) -> HttpReply:
    """The request is not sent."""
    raise NotSentError("stopped by the test")


def fails_with(status: int, code: str) -> Fault:
    """DynamoDB answers with this error and changes nothing."""
    return lambda _request, _send: error_reply(status, code)


throttled = fails_with(400, "ProvisionedThroughputExceededException")


def error_reply(status: int, code: str) -> HttpReply:
    """Make an error reply like DynamoDB's."""
    body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code}
    return HttpReply(status, {"x-amzn-requestid": "FORGED"}, json.dumps(body).encode(), last=False)


def _with_unchanged_attributes(sent: SentRequest, reply: HttpReply) -> HttpReply:
    """Add the attributes that an update did not change. DynamoDB returns them, moto does not."""
    asked = reply.status == 200 and sent.body.get("ReturnValues") == "UPDATED_NEW"
    if not asked or json.loads(reply.body).get("Attributes"):
        return reply
    body = json.dumps({"Attributes": {"value": sent.values[":low"]}}).encode()
    return reply._replace(headers={}, body=body)


class FaultyTransport(Transport):
    """The transport of one function. `sent` has every request, `executed` those that DynamoDB executed."""

    def __init__(self, url: str) -> None:
        environment = {
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        super().__init__(Endpoint.parse(url, "url"), "")
        self.dynamodb = aws.Service("dynamodb", environment, self)
        self.sent: list[SentRequest] = []
        self.executed: list[Executed] = []
        self._rules: list[tuple[Matches, Fault, bool]] = []

    def inject(self, *faults: Fault, when: Matches = any_request) -> None:
        """Apply each fault to one of the next matching requests, in this order."""
        self._rules += [(when, fault, True) for fault in faults]

    def inject_always(self, fault: Fault, when: Matches = any_request) -> None:
        """Apply the fault to every matching request, until `clear_faults`."""
        self._rules.append((when, fault, False))

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._rules.clear()

    def send(self, request: bytes, until: float) -> HttpReply:
        """Record a request, and send it or apply a fault."""
        head, _, body = request.partition(b"\r\n\r\n")
        target = next(line for line in head.decode().split("\r\n") if line.startswith("x-amz-target:"))
        sent = SentRequest(target.rpartition(".")[2], json.loads(body))
        self.sent.append(sent)
        fault = self._fault(sent)
        replies: list[HttpReply] = []

        def execute(request: bytes) -> HttpReply:
            replies.append(
                _with_unchanged_attributes(sent, super(FaultyTransport, self).send(request, until + EXTRA_SECONDS))
            )
            return replies[-1]

        delivered = None
        try:
            delivered = fault(request, execute) if fault else execute(request)
            return delivered
        finally:
            done = [reply for reply in replies if reply.status == 200]
            self.executed += [Executed(sent, json.loads(reply.body), reply is delivered) for reply in done]

    def _fault(self, sent: SentRequest) -> Fault | None:
        for rule in self._rules:
            matches, fault, once = rule
            if matches(sent):
                if once:
                    self._rules.remove(rule)
                return fault
        return None
