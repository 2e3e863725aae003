"""DynamoDB Local behind a proxy: it checks the clock as AWS does, and notes what the table gave out."""

import asyncio
import email.utils
import json
import time
from calendar import timegm
from typing import Any, NamedTuple

from .http import Message, json_reply, read_message

ALLOWED_SKEW = 300  # seconds; AWS's messages name 5 minutes
PATIENCE = 3.3  # seconds; an attempt of the function takes 3
_TYPE = "com.amazonaws.dynamodb.v20120810#"


class Move(NamedTuple):
    """A change of a sequence's item that DynamoDB carried out: the new value, and by how much it changed.

    It happened between `begin` and `end`, in nanoseconds of the callers' clock. `turns`: it asked for one exact stored
    value, as a cycle does only at its turn.
    """

    name: str
    value: int
    step: int
    begin: int
    end: int
    turns: bool = False


class DynamoDB:
    """Forwards requests to DynamoDB Local. `moves` has each change of a sequence's item, delivered or not."""

    patience = PATIENCE

    def __init__(self, url: str) -> None:
        self._port = int(url.rpartition(":")[2])
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.moves: list[Move] = []
        self.requests = self.wrong_clocks = self._throttles = 0

    async def forward(self, request: Message) -> Message:
        """Carry a request out, and note its change."""
        if refusal := self._wrong_clock(request):
            return refusal
        self.requests += 1
        begin = time.monotonic_ns()
        reply = await self._exchange(request)
        if reply.start.split(" ", 2)[1] == "200" and b'"Attributes"' in reply.body:
            self.moves.append(_move(json.loads(request.body), json.loads(reply.body), begin))
        return reply

    async def _exchange(self, request: Message) -> Message:
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(request.encoded())
            reply = await read_message(reader)
        except BaseException:
            writer.close()
            raise
        self._idle.append((reader, writer))
        return reply

    def close(self) -> None:
        """End the idle connections."""
        for _, writer in self._idle:
            writer.close()

    def _wrong_clock(self, request: Message) -> Message | None:
        signed, now = request.headers["x-amz-date"], time.time()
        skew = timegm(time.strptime(signed, "%Y%m%dT%H%M%SZ")) - now
        if abs(skew) <= ALLOWED_SKEW:
            return None
        self.wrong_clocks += 1
        present = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
        what = "Signature not yet current: {} is still later than {}" if skew > 0 else ""
        what = what or "Signature expired: {} is now earlier than {}"
        return json_reply(
            "400 Bad Request",
            {"__type": "com.amazon.coral.service#InvalidSignatureException", "message": what.format(signed, present)},
            date=email.utils.formatdate(now, usegmt=True),
        )

    def throttled(self) -> Message:
        """One of DynamoDB's two replies to too many requests."""
        self._throttles += 1
        error = ("ThrottlingException", "ProvisionedThroughputExceededException")[self._throttles % 2]
        message = "The level of configured throughput for the table was exceeded."
        return json_reply("400 Bad Request", {"__type": _TYPE + error, "message": message})

    def failed(self) -> Message:
        """DynamoDB's status 500."""
        return json_reply("500 Internal Server Error", {"__type": f"{_TYPE}InternalServerError", "message": "failed"})

    def damaged(self, reply: Message) -> Message:
        """A reply in which a digit or letter is another one, so that only its checksum tells."""
        place = max((nth for nth, byte in enumerate(reply.body) if chr(byte).isalnum()), default=0)
        body = bytearray(reply.body)
        body[place] ^= 1
        return reply._replace(body=bytes(body))


def _move(asked: Any, answered: Any, begin: int) -> Move:
    values = {key: int(value["N"]) for key, value in asked["ExpressionAttributeValues"].items()}
    value, step = int(answered["Attributes"]["value"]["N"]), values[":step"]
    exact = values.get(":low") == values.get(":high") == value - step
    turns = exact and "attribute_not_exists" not in asked["ConditionExpression"]
    return Move(asked["Key"]["name"]["S"], value, step, begin, time.monotonic_ns(), turns)
