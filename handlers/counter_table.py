"""The one module that talks to DynamoDB, with `dynamodb:UpdateItem` alone.

A failed condition brings the item back on the error (ReturnValuesOnConditionCheckFailure): that is how it is read.
"""

import json
from typing import NamedTuple

from . import aws
from .errors import ConfigurationError
from .request import Reply
from .sequence import Move

_NAMES = {"#value": "value"}
_ADVANCE = "SET #value = if_not_exists(#value, :base) + :step"
# within: the limit that the values taken may not pass, and what a changed definition may have left outside.
_WITHIN = "#value >= :low AND #value <= :high"
# unused: the sequence starts here; only where what is taken fits from the start.
_UNUSED = "attribute_not_exists(#value)"

_TOKEN_NAMES = {"#key": "name", "#request": "request", "#answer": "answer", "#expires_at": "expires_at"}
_RECORD = "SET #request = :request, #answer = :answer, #expires_at = :expires_at"
# never: no item can satisfy it, so nothing is written, and an item that is there comes back.
_NEVER = "attribute_exists(#key) AND attribute_not_exists(#key)"
# first: nobody has answered this token yet.
_FIRST = "attribute_not_exists(#key)"
# over: an earlier answer's window has ended, though TTL has not deleted it yet.
_OVER = "#expires_at <= :now"


class Answer(NamedTuple):
    """What a token stands for: the request, its reply, and the window's end in epoch seconds."""

    request: str
    reply: Reply
    expires_at: int


class Refused(NamedTuple):
    """A move that the stored value forbade; None: there was none."""

    stored: int | None


class CounterTable:
    """A sequence is an item {name, value}; a used token is an item of its own, under `#` and the token."""

    def __init__(self, dynamodb: aws.Service, name: str) -> None:
        self._dynamodb = dynamodb
        self._name = name

    def move(self, name: str, move: Move) -> int | Refused:
        """Change a sequence's value and return the new one."""
        values = {":step": move.step, ":low": move.low, ":high": move.high}
        values[":base"] = move.low if move.base is None else move.base
        reply = self._update(
            name,
            UpdateExpression=_ADVANCE,
            ConditionExpression=_WITHIN if move.base is None else f"{_UNUSED} OR {_WITHIN}",
            ExpressionAttributeNames=_NAMES,
            ExpressionAttributeValues={key: {"N": str(value)} for key, value in values.items()},
            ReturnValues="UPDATED_NEW",
        )
        item = reply.body.get("Item" if reply.refused else "Attributes") or {}
        if reply.refused and "value" not in item:
            return Refused(None)
        if not item and move.step == 0 and move.base is None:  # moto leaves out what stays: the end of a whole cycle
            return move.low
        try:
            stored = int(item["value"]["N"])
        except (LookupError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"sequence {name}: its stored value is not an integer; "
                f"set value in table {self._name} to the last number given out"
            ) from error
        return Refused(stored) if reply.refused else stored

    def probe(self, token: str) -> Answer | None:
        """Read a token's answer, if there is one, without a right to read."""
        return self._earlier(
            self._update(f"#{token}", token, ConditionExpression=_NEVER, ExpressionAttributeNames={"#key": "name"})
        )

    def record(self, token: str, answer: Answer, now: int) -> tuple[Answer | None, bool]:
        """Write a token's answer; where an earlier one stands, return that, and whether a try was lost before."""
        reply = self._update(
            f"#{token}",
            token,
            UpdateExpression=_RECORD,
            ConditionExpression=f"{_FIRST} OR {_OVER}",
            ExpressionAttributeNames=_TOKEN_NAMES,
            ExpressionAttributeValues={
                ":request": {"S": answer.request},
                ":answer": {"S": json.dumps(answer.reply)},
                ":expires_at": {"N": str(answer.expires_at)},
                ":now": {"N": str(now)},
            },
        )
        return self._earlier(reply), reply.lost

    def _update(self, key: str, secret: str = "", **update: object) -> aws.Reply:
        parameters = {
            "TableName": self._name,
            "Key": {"name": {"S": key}},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            **update,
        }
        refusal = "ConditionalCheckFailedException"
        what = f"table {self._name}"
        return self._dynamodb.call("UpdateItem", parameters, what=what, refusal=refusal, secret=secret)

    def _earlier(self, reply: aws.Reply) -> Answer | None:
        item = reply.body.get("Item")
        if not item:
            return None
        try:
            return Answer(item["request"]["S"], json.loads(item["answer"]["S"]), int(item["expires_at"]["N"]))
        except (LookupError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"token: something else wrote this token's item in table {self._name}; delete the item"
            ) from error
