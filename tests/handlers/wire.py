"""What the handler's attempts go over: a test sees each request here, and loses or delays what it likes."""

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
PATIENCE = 60  # seconds: a busy machine is not a lost reply


class Sent(NamedTuple):
    """A request as it went over the wire: the API's operation and its parameters."""

    operation: str
    body: dict[str, Any]

    @property
    def key(self) -> str:
        """The item that it is about."""
        key: str = self.body["Key"]["name"]["S"]
        return key

    @property
    def values(self) -> dict[str, dict[str, str]]:
        """What its expressions stand for."""
        values: dict[str, dict[str, str]] = self.body["ExpressionAttributeValues"]
        return values


class Carried(NamedTuple):
    """A request that DynamoDB carried out, its reply, and whether that reached the client."""

    sent: Sent
    reply: dict[str, Any]
    heard: bool


Matches = Callable[[Sent], bool]


def anything(_sent: Sent) -> bool:
    """Match each request."""
    return True


def a_move(sent: Sent) -> bool:
    """Match what changes a sequence's value."""
    return not sent.key.startswith("#")


def a_probe(sent: Sent) -> bool:
    """Match the look at a token that changes nothing."""
    return sent.key.startswith("#") and "UpdateExpression" not in sent.body


def a_record(sent: Sent) -> bool:
    """Match what writes a token's answer."""
    return sent.key.startswith("#") and "UpdateExpression" in sent.body


def reply_lost(request: bytes, send: Send) -> HttpReply:
    """DynamoDB carries it out, and nobody hears of it."""
    send(request)
    raise LostReplyError("lost by the test")


def reply_spoiled(request: bytes, send: Send) -> HttpReply:
    """DynamoDB carries it out, and answers that it failed."""
    send(request)
    return refusal(500, "InternalServerError")


def reply_garbled(request: bytes, send: Send) -> HttpReply:
    """DynamoDB carries it out, and the reply arrives with the wrong checksum."""
    reply = send(request)
    return reply._replace(headers={**reply.headers, "x-amz-crc32": "1"})


def never_sent(_request: bytes, _send: Send) -> HttpReply:
    """DynamoDB is out of reach."""
    raise NotSentError("stopped by the test")


def refused(status: int, code: str) -> Fault:
    """DynamoDB answers with this error, and does nothing."""
    return lambda _request, _send: refusal(status, code)


throttled = refused(400, "ProvisionedThroughputExceededException")


def refusal(status: int, code: str) -> HttpReply:
    """Make an error's reply up."""
    body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code}
    return HttpReply(status, {"x-amzn-requestid": "FORGED"}, json.dumps(body).encode())


def _as_dynamodb_replies(sent: Sent, reply: HttpReply) -> HttpReply:
    """Add what moto leaves out: attributes that an update did not change. DynamoDB returns them too."""
    asked = reply.status == 200 and sent.body.get("ReturnValues") == "UPDATED_NEW"
    if not asked or json.loads(reply.body).get("Attributes"):
        return reply
    body = json.dumps({"Attributes": {"value": sent.values[":low"]}}).encode()
    return reply._replace(headers={}, body=body)


class Wire(Transport):
    """The service that one function calls, on a wire: each request in `sent`, what came of it in `carried`."""

    def __init__(self, url: str) -> None:
        environment = {
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        super().__init__(Endpoint.parse(url, "url"), "")
        self.dynamodb = aws.Service("dynamodb", environment, self)
        self.sent: list[Sent] = []
        self.carried: list[Carried] = []
        self._rules: list[tuple[Matches, Fault, bool]] = []

    def spoil(self, *faults: Fault, when: Matches = anything) -> None:
        """Let the next requests that match meet these faults, one each."""
        self._rules += [(when, fault, True) for fault in faults]

    def spoil_all(self, fault: Fault, when: Matches = anything) -> None:
        """Let every request that matches meet this fault, until `mend`."""
        self._rules.append((when, fault, False))

    def mend(self) -> None:
        """Spoil nothing more."""
        self._rules.clear()

    def send(self, request: bytes, until: float) -> HttpReply:
        """Note a request, and let a fault happen to it."""
        head, _, body = request.partition(b"\r\n\r\n")
        target = next(line for line in head.decode().split("\r\n") if line.startswith("x-amz-target:"))
        sent = Sent(target.rpartition(".")[2], json.loads(body))
        self.sent.append(sent)
        fault = self._fault(sent)
        replies: list[HttpReply] = []

        def carry_out(request: bytes) -> HttpReply:
            replies.append(_as_dynamodb_replies(sent, super(Wire, self).send(request, until + PATIENCE)))
            return replies[-1]

        heard = None
        try:
            heard = fault(request, carry_out) if fault else carry_out(request)
            return heard
        finally:
            done = [reply for reply in replies if reply.status == 200]
            self.carried += [Carried(sent, json.loads(reply.body), reply is heard) for reply in done]

    def _fault(self, sent: Sent) -> Fault | None:
        for rule in self._rules:
            matches, fault, once = rule
            if matches(sent):
                if once:
                    self._rules.remove(rule)
                return fault
        return None
