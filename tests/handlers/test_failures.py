"""Failures of DynamoDB: at most three attempts, then the right error."""

import pytest
from botocore.retries.standard import ThrottledRetryableChecker, TransientRetryableChecker

from handlers.errors import ConfigurationError, SequenceExhaustedError, SequenceUnavailableError

from .conftest import Service
from .engine import Engine, Function, Table, complete
from .faulty_transport import (
    Fault,
    FaultyTransport,
    SentRequest,
    corrupt_reply,
    fails_with,
    false_error,
    lost_reply,
    not_sent,
    throttled,
)

# All error codes that botocore's standard mode retries.
CODES = {
    *ThrottledRetryableChecker._THROTTLED_ERROR_CODES,  # type: ignore[attr-defined]
    *TransientRetryableChecker._TRANSIENT_ERROR_CODES,  # type: ignore[attr-defined]
    "ReplicatedWriteConflictException",
    "TransactionConflictException",
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "RequestInTheFuture",
}
TEMPORARY = [
    throttled,
    not_sent,
    lost_reply,
    false_error,
    corrupt_reply,
    fails_with(500, "InternalServerError"),
    fails_with(500, "ValidationException"),
    fails_with(503, "ServiceUnavailable"),
]
PERMANENT = [fails_with(400, "ItemCollectionSizeLimitExceededException"), fails_with(400, "NewException")]
WRONG_DEPLOYMENT = [
    "AccessDenied",
    "AccessDeniedException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidClientTokenId",
    "MissingAuthenticationToken",
    "ParameterNotFound",
    "ParameterVersionNotFound",
    "SignatureDoesNotMatch",
    "UnknownOperationException",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "ValidationException",
]


def is_turn(sent: SentRequest) -> bool:
    """Match the update that starts a cycle over."""
    return int(sent.values[":step"]["N"]) < 0


@pytest.mark.parametrize(
    ("fault", "attempts"), [*((fault, 3) for fault in TEMPORARY), *((fault, 1) for fault in PERMANENT)]
)
@pytest.mark.parametrize("event", [{"name": "a"}, {"name": "a", "count": 3}, {"name": "a", "token": "t"}])
def test_a_lasting_failure_is_raised_after_three_attempts_or_one(
    service: Service, pauses: list[float], fault: Fault, attempts: int, event: object
) -> None:
    function = service()
    function.transport.inject_always(fault)
    with pytest.raises(SequenceUnavailableError, match="try again later") as caught:
        function.ask(event)
    assert caught.value.__cause__
    assert (len(function.transport.sent), len(pauses)) == (attempts, attempts - 1)
    assert sum(pauses) <= 3


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_error_that_botocore_retries_is_retried(moto_url: str, code: str) -> None:
    function = Function(Table(Engine(moto_url)), FaultyTransport(moto_url), complete({"*": {}}))
    function.transport.inject(fails_with(400, code), fails_with(400, code))
    assert function.next() == 1
    assert len(function.transport.sent) == 3


@pytest.mark.parametrize("fault", [throttled, not_sent, lost_reply, false_error, corrupt_reply])
def test_a_temporary_failure_is_retried(service: Service, fault: Fault) -> None:
    function = service()
    function.transport.inject(fault, fault)
    values = [function.next(), function.next()]
    assert len(function.transport.sent) == 4
    gaps = 2 if fault in (lost_reply, false_error, corrupt_reply) else 0
    assert values == [1 + gaps, 2 + gaps]


@pytest.mark.parametrize("fault", [throttled, not_sent])
@pytest.mark.parametrize("event", [{"name": "a"}, {"name": "a", "count": 3}, {"name": "a", "token": "t"}])
def test_a_call_that_raised_has_taken_nothing(
    service: Service, table: Table, fault: Fault, event: dict[str, object]
) -> None:
    function = service()
    function.transport.inject_always(fault)
    with pytest.raises(SequenceUnavailableError):
        function.ask(event)
    assert table.items() == {}
    function.transport.clear_faults()
    assert function.next() == 1


@pytest.mark.parametrize("cache", [1, 3])
def test_a_lost_reply_leaves_a_gap_and_no_duplicate(service: Service, cache: int) -> None:
    function = service({"a": {"max_value": 4 * cache, "cache": cache}})
    issued = [function.next() for _ in range(cache)]
    function.transport.inject(lost_reply)
    issued += [function.next() for _ in range(2 * cache)]
    assert issued == [*range(1, cache + 1), *range(2 * cache + 1, 4 * cache + 1)]
    with pytest.raises(SequenceExhaustedError):
        function.next()


def test_a_lost_reply_at_a_cycles_turn_leaves_a_gap(service: Service) -> None:
    function = service({"a": {"max_value": 3, "cycle": True}})
    function.take(3)
    function.transport.inject(lost_reply, when=is_turn)
    assert [function.next(), function.next()] == [2, 3]


@pytest.mark.parametrize("code", WRONG_DEPLOYMENT)
@pytest.mark.parametrize("event", [{"name": "a"}, {"name": "a", "token": "t"}])
def test_an_error_that_retries_cannot_fix_is_a_configuration_error(service: Service, code: str, event: object) -> None:
    function = service()
    function.transport.inject_always(fails_with(400, code))
    with pytest.raises(ConfigurationError, match=code) as caught:
        function.ask(event)
    assert caught.value.__cause__
    assert len(function.transport.sent) == 1


def test_a_missing_table_is_a_configuration_error(service: Service, table: Table) -> None:
    function = service()
    table.delete()
    with pytest.raises(ConfigurationError, match=table.name):
        function.next()
