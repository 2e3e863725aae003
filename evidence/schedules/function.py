"""`Function`: one running function, with its own blocks. Its code is real; its network is not."""

import json
from collections.abc import Mapping
from typing import Any

from handlers import aws
from handlers.allocator import Allocator
from handlers.aws import call as aws_call
from handlers.aws.endpoint import Endpoint
from handlers.aws.failures import LostReplyError
from handlers.aws.http import HttpReply
from handlers.aws.transport import Transport
from handlers.counter_table import CounterTable
from handlers.definitions import Definitions
from handlers.errors import SequenceError
from handlers.http_event import TOKEN_HEADER, respond
from handlers.request import Request
from handlers.sequence import Sequence

from .calls import Invocation
from .internals import Unsigned, dropped_blocks
from .recorded import values_of
from .world import World

SECONDS = 10  # the function's time-out, as by default
TABLE_FAULTS = (
    "crash before",
    "crash after",
    "lost request",
    "lost reply",
    "late request",
    "repeated request",
    "throttle",
    "second reply",
)
"""What can happen to a request to DynamoDB.

- crash before, crash after: the function dies before the request is sent, or before the reply arrives
- lost request: nothing happens, and the function waits in vain
- lost reply: the update happens, and the function waits in vain
- late request: the function waits in vain, and the update happens at some later step
- repeated request: the update happens, the reply arrives, and the same update happens again at some later step
- throttle: DynamoDB refuses
- second reply: the update happens twice at once, and the reply to the second one arrives
"""
_ERRORS = {error.__name__: error for error in SequenceError.__subclasses__()}
_IN_VAIN = ("lost request", "lost reply", "late request")
_ENVIRONMENT = {"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
_ENDPOINT = Endpoint.parse("http://dynamodb.invalid", "endpoint")
_THROTTLED = b'{"__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}'


class Network(Transport):
    """Between a function and the table. Each request is a step."""

    def __init__(self, world: World) -> None:
        super().__init__(_ENDPOINT, "")
        self._world = world

    def send(self, request: bytes, until: float) -> HttpReply:
        """Carry a request to the table, and the reply back, unless a fault stands in the way."""
        world = self._world
        invocation = world.doing.invocation
        assert invocation
        world.scheduler.pause()
        invocation.started(world.history.tick())
        fault = world.fault(TABLE_FAULTS)
        if fault:
            invocation.faults.append(fault)
        if fault == "crash before":
            world.crash(invocation.function)
        if fault == "throttle":
            return HttpReply(400, {}, _THROTTLED, last=False)
        if fault in ("late request", "repeated request"):
            world.scheduler.messages.append(lambda: world.update(request, invocation, fault))
        if fault == "second reply":
            world.update(request, invocation, fault)
        if fault not in ("lost request", "late request"):
            updated = world.update(request, invocation, fault if fault in ("lost reply", "crash after") else "")
            if updated.status != 200 and updated.key == invocation.name and fault != "lost reply":
                invocation.refused(world.history.tick(), updated.before)
        if fault == "crash after":
            world.crash(invocation.function)
        if fault in _IN_VAIN:
            world.clock.now = max(world.clock.now, until)
            raise LostReplyError(fault)
        return HttpReply(updated.status, {}, updated.body, last=False)


class Function:
    """A running function. `number` is unique in its world."""

    allocator = Allocator
    table = CounterTable

    def __init__(self, world: World, number: int, sequences: Mapping[str, Sequence], token_seconds: int) -> None:
        self.number = number
        self.dead = False
        self._world = world
        self._definitions = Definitions(sequences)
        table = self.table(Unsigned("dynamodb", _ENVIRONMENT, Network(world)), "sequences")
        self._allocator = self.allocator(table, self._definitions, token_seconds, world.clock.time)

    def definition(self, name: str) -> Sequence:
        """The definition of a name."""
        found = self._definitions.find(name)
        assert found
        return found[1]

    @property
    def dropped(self) -> list[str]:
        """The names whose blocks it has dropped."""
        return dropped_blocks(self._allocator)

    def answer(self, event: Mapping[str, Any], invocation: Invocation) -> object:
        """Answer an event, as handlers/next_value.py does. Raises one of the six errors."""
        world = self._world
        began = world.clock.now
        before = aws.deadline.set(world.clock.now + SECONDS)
        try:
            reply = self.reply(event)
        except SequenceError as error:
            invocation.error = type(error).__name__
            if world.clock.now - began > SECONDS - aws_call.LEAST_SECONDS - aws_call.MARGIN_SECONDS:
                invocation.faults.append("time is up")  # others had to wait, and the function with them
            raise
        else:
            invocation.values = values_of(reply)
            return reply
        finally:
            aws.deadline.reset(before)
            invocation.end, invocation.ended_at = world.history.tick(), world.clock.now

    def reply(self, event: Mapping[str, Any]) -> Any:
        """The reply to an event of a direct call."""
        return self._allocator.answer(Request.parse(event))


class HttpFunction(Function):
    """A running function whose events come over HTTP. The caller repeats what is worth it, as `SequenceClient` does."""

    def reply(self, event: Mapping[str, Any]) -> Any:
        """The reply to an event that arrives at a function URL. Raises the error that the status stands for."""
        token = event.get("token")
        sent = {
            "requestContext": {"http": {"method": "POST"}},
            "headers": {TOKEN_HEADER.lower(): token} if token else {},
            "body": json.dumps({key: value for key, value in event.items() if key != "token"}),
        }
        response = respond(sent, self._allocator.answer)
        body = json.loads(response["body"])
        if response["statusCode"] == 200:
            return body
        raise _ERRORS[body["error"]](body["message"])
