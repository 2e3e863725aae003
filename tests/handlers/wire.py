"""What lies beneath the handler's retries: where a test sees each request, and loses or delays what it likes."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple, cast

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from moto.core.botocore_stubber import MockRawResponse

from handlers import aws

Send = Callable[[AWSPreparedRequest], AWSResponse]
Fault = Callable[[AWSPreparedRequest, Send], AWSResponse]


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


def reply_lost(request: AWSPreparedRequest, send: Send) -> AWSResponse:
    """DynamoDB carries it out, and nobody hears of it."""
    send(request)
    raise ReadTimeoutError(endpoint_url=request.url)


def reply_spoiled(request: AWSPreparedRequest, send: Send) -> AWSResponse:
    """DynamoDB carries it out, and answers that it failed."""
    send(request)
    return _refusal(request, 500, "InternalServerError")


def reply_garbled(request: AWSPreparedRequest, send: Send) -> AWSResponse:
    """DynamoDB carries it out, and the reply arrives with a checksum that is not its own."""
    reply = send(request)
    garbled = answer(request, reply.status_code, reply.content.decode())
    garbled.headers["x-amz-crc32"] = "1"
    return garbled


def never_sent(request: AWSPreparedRequest, _send: Send) -> AWSResponse:
    """DynamoDB is out of reach."""
    raise ConnectTimeoutError(endpoint_url=request.url)


def refused(status: int, code: str) -> Fault:
    """DynamoDB answers with this error, and does nothing."""
    return lambda request, _send: _refusal(request, status, code)


throttled = refused(400, "ProvisionedThroughputExceededException")


def answer(request: AWSPreparedRequest, status: int, body: str) -> AWSResponse:
    """Make a reply up."""
    return AWSResponse(request.url, status, HTTPHeaders(), MockRawResponse(body))


def _refusal(request: AWSPreparedRequest, status: int, code: str) -> AWSResponse:
    return answer(request, status, json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code}))


class Wire:
    """The service that one function calls, on a wire: each request in `sent`, what came of it in `carried`."""

    def __init__(self, dynamodb: aws.Service, send: Send) -> None:
        self.dynamodb = dynamodb
        self.sent: list[Sent] = []
        self.carried: list[Carried] = []
        self._rules: list[tuple[Matches, Fault, bool]] = []
        self._send = send
        dynamodb.pools[aws.TRY_SECONDS] = self

    def spoil(self, *faults: Fault, when: Matches = anything) -> None:
        """Let the next requests that match meet these faults, one each."""
        self._rules += [(when, fault, True) for fault in faults]

    def spoil_all(self, fault: Fault, when: Matches = anything) -> None:
        """Let every request that matches meet this fault, until `mend`."""
        self._rules.append((when, fault, False))

    def mend(self) -> None:
        """Spoil nothing more."""
        self._rules.clear()

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        """Stand in for botocore's HTTP session."""
        operation = request.headers["X-Amz-Target"].rpartition(".")[2]
        sent = Sent(operation, json.loads(cast(bytes, request.body)))
        self.sent.append(sent)
        fault = self._fault(sent)
        replies: list[AWSResponse] = []

        def carry_out(request: AWSPreparedRequest) -> AWSResponse:
            replies.append(self._send(request))
            return replies[-1]

        heard = None
        try:
            heard = fault(request, carry_out) if fault else carry_out(request)
            return heard
        finally:
            done = [reply for reply in replies if reply.status_code == 200]
            self.carried += [Carried(sent, json.loads(reply.content), reply is heard) for reply in done]

    def _fault(self, sent: Sent) -> Fault | None:
        for rule in self._rules:
            matches, fault, once = rule
            if matches(sent):
                if once:
                    self._rules.remove(rule)
                return fault
        return None
