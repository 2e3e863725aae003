"""Faulty code in place of the function's access to its table. The checker must notice what it does."""

from handlers import aws
from handlers.counter_table import CounterTable, Refused, TokenAnswer
from handlers.errors import ConfigurationError, SequenceError, SequenceUnavailableError
from handlers.sequence import Move


class ReadsThenWrites(CounterTable):
    """Reads the value, adds to it, and writes the sum without a condition."""

    def __init__(self, dynamodb: aws.Service, name: str) -> None:
        super().__init__(dynamodb, name)
        self._service = dynamodb

    def move(self, name: str, move: Move) -> int | Refused:
        """Take values."""
        read = self._set(name, move.base or 0, ConditionExpression="attribute_not_exists(#value)")
        stored = int(read.body["Item"]["value"]["N"]) if read.refused else move.base or 0
        self._set(name, stored + move.step)
        return stored + move.step

    def _set(self, name: str, value: int, **condition: str) -> aws.CallResult:
        parameters = {
            "Key": {"name": {"S": name}},
            "UpdateExpression": "SET #value = :new",
            "ExpressionAttributeNames": {"#value": "value"},
            "ExpressionAttributeValues": {":new": {"N": str(value)}},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            **condition,
        }
        refusal = "ConditionalCheckFailedException"
        return self._service.call("UpdateItem", parameters, what=name, refusal=refusal)


class RecordsAlways(CounterTable):
    """Records a token's answer, whatever the token's item holds: for this, every window has ended."""

    def record(self, token: str, answer: TokenAnswer, now: int) -> tuple[TokenAnswer | None, bool]:
        """Record an answer."""
        return super().record(token, answer, now + 1_000_000)


class ForgetsLostReplies(CounterTable):
    """Does not say that an attempt to record was lost."""

    def record(self, token: str, answer: TokenAnswer, now: int) -> tuple[TokenAnswer | None, bool]:
        """Record an answer."""
        return super().record(token, answer, now)[0], False


class _Strange(int):
    """A number that equals no number."""

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = int.__hash__


class MistakesItsAnswer(CounterTable):
    """Its own answer to a token looks like another call's."""

    def record(self, token: str, answer: TokenAnswer, now: int) -> tuple[TokenAnswer | None, bool]:
        """Record an answer."""
        earlier, lost = super().record(token, answer, now)
        if earlier and isinstance(earlier.reply, int):
            earlier = earlier._replace(reply=_Strange(earlier.reply))
        return earlier, lost


class GivesUp(CounterTable):
    """Fails instead of a second attempt, for example at the end of a sequence."""

    error: type[SequenceError] = SequenceUnavailableError

    def move(self, name: str, move: Move) -> int | Refused:
        """Take values."""
        outcome = super().move(name, move)
        if isinstance(outcome, Refused):
            raise self.error("refused")
        return outcome


class MistakesTheEnd(GivesUp):
    """Takes a refusal for a wrong deployment."""

    error = ConfigurationError


class RepeatsExpired(CounterTable):
    """Gives a token's answer after its window."""

    def probe(self, token: str) -> TokenAnswer | None:
        """Return a token's answer, if there is one."""
        earlier = super().probe(token)
        return earlier and earlier._replace(expires_at=earlier.expires_at + 1_000_000)


class RepeatsABlock(CounterTable):
    """Takes the last block again, if the table does not answer."""

    _last: int | None = None

    def move(self, name: str, move: Move) -> int | Refused:
        """Take values."""
        try:
            outcome = super().move(name, move)
        except SequenceUnavailableError:
            if self._last is None:
                raise
            return self._last
        if not isinstance(outcome, Refused):
            self._last = outcome
        return outcome
