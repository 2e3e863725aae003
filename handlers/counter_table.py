"""The only module that knows DynamoDB. It calls `UpdateItem` and nothing else.

If a condition fails, DynamoDB returns the item with the error (ReturnValuesOnConditionCheckFailure). So the handler
needs no right to read.
"""

import json
from typing import Any, NamedTuple

from . import aws
from .errors import ConfigurationError, SequenceUnavailableError
from .request import Reply
from .sequence import Move

_NAMES = {"#value": "value"}
_ADVANCE = "SET #value = if_not_exists(#value, :base) + :step"
# within: the new values stay within the limits, and the stored one is not outside them after a changed definition.
_WITHIN = "#value >= :low AND #value <= :high"
# unused: the sequence was never used. Asked only if the values fit from its start.
_UNUSED = "attribute_not_exists(#value)"

_TOKEN_NAMES = {"#key": "name", "#request": "request", "#answer": "answer", "#expires_at": "expires_at"}
_RECORD = "SET #request = :request, #answer = :answer, #expires_at = :expires_at"
# never: no item can meet it, so nothing is written, and DynamoDB returns the item if there is one.
_NEVER = "attribute_exists(#key) AND attribute_not_exists(#key)"
# first: the token has no answer yet.
_FIRST = "attribute_not_exists(#key)"
# over: an earlier answer's window has ended, and TTL has not deleted it yet.
_OVER = "#expires_at <= :now"


class TokenAnswer(NamedTuple):
    """A token's answer: its request, the reply, and the end of its window in epoch seconds."""

    request: str
    reply: Reply
    expires_at: int


class Refused(NamedTuple):
    """The stored value did not meet a move's condition. None: nothing was stored."""

    stored: int | None


class CounterTable:
    """The table. A sequence is an item {name, value}; a used token is an item of its own, under `#` and the token."""

    def __init__(self, dynamodb: aws.Service, name: str) -> None:
        self._dynamodb = dynamodb
        self._name = name

    def move(self, name: str, move: Move) -> int | Refused:
        """Change a sequence's value. Returns the new one, or the stored one that did not meet the condition."""
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
        if not (reply.refused or item):
            raise SequenceUnavailableError(f"table {self._name}: its reply has no value; try again")
        try:
            value = item.get("value")
            if reply.refused and value is None:
                return Refused(None)
            stored = _integer(value)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"sequence {name}: its stored value is not an integer; run sequences restart {name} --with N --force; "
                "N is the number after the highest one given out (descending: before the lowest), "
                "see the consumer's log"
            ) from error
        return Refused(stored) if reply.refused else stored

    def probe(self, token: str) -> TokenAnswer | None:
        """Return a token's answer, if there is one."""
        return self._earlier(
            self._update(f"#{token}", token, ConditionExpression=_NEVER, ExpressionAttributeNames={"#key": "name"})
        )

    def record(self, token: str, answer: TokenAnswer, now: int) -> tuple[TokenAnswer | None, bool]:
        """Write a token's answer. Returns an earlier one that still counts, and whether an attempt was lost."""
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

    def _update(self, key: str, secret: str = "", **update: object) -> aws.CallResult:
        parameters = {
            "TableName": self._name,
            "Key": {"name": {"S": key}},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            **update,
        }
        refusal = "ConditionalCheckFailedException"
        what = f"table {self._name}"
        return self._dynamodb.call("UpdateItem", parameters, what=what, refusal=refusal, secret=secret)

    def _earlier(self, reply: aws.CallResult) -> TokenAnswer | None:
        item = reply.body.get("Item")
        if not item:
            return None
        try:
            return TokenAnswer(item["request"]["S"], json.loads(item["answer"]["S"]), _integer(item["expires_at"]))
        except (LookupError, TypeError, ValueError, RecursionError) as error:
            raise ConfigurationError(
                f"token: something else wrote this token's item in table {self._name}; delete the item"
            ) from error


def _integer(attribute: Any) -> int:
    """Read a number. DynamoDB sends it as text."""
    text = attribute["N"]
    if not isinstance(text, str):
        raise TypeError("a number that is not text")
    return int(text)
