"""Failures of DynamoDB: retried a bounded number of times, then told apart."""

import pytest
from botocore.retries.standard import ThrottledRetryableChecker, TransientRetryableChecker

from handlers.errors import ConfigurationError, SequenceExhaustedError, SequenceUnavailableError

from .conftest import Service
from .engine import Engine, Function, Table, complete
from .wire import Fault, Sent, Wire, never_sent, refused, reply_garbled, reply_lost, reply_spoiled, throttled

# What botocore's standard mode retries, under its own names.
CODES = {
    *ThrottledRetryableChecker._THROTTLED_ERROR_CODES,  # type: ignore[attr-defined]
    *TransientRetryableChecker._TRANSIENT_ERROR_CODES,  # type: ignore[attr-defined]
    "ReplicatedWriteConflictException",
    "TransactionConflictException",
    "ExpiredTokenException",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "RequestInTheFuture",
}
PASSING = [
    throttled,
    never_sent,
    reply_lost,
    reply_spoiled,
    reply_garbled,
    refused(500, "InternalServerError"),
    refused(500, "ValidationException"),
    refused(503, "ServiceUnavailable"),
]
LASTING = [refused(400, "ItemCollectionSizeLimitExceededException"), refused(400, "NewException")]
DEPLOYED_WRONG = [
    "AccessDeniedException",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "ValidationException",
]


def a_turn(sent: Sent) -> bool:
    """Match the move that starts a sequence over."""
    return int(sent.values[":step"]["N"]) < 0


@pytest.mark.parametrize(("fault", "tries"), [*((fault, 3) for fault in PASSING), *((fault, 1) for fault in LASTING)])
@pytest.mark.parametrize("event", [{"name": "a"}, {"name": "a", "count": 3}, {"name": "a", "token": "t"}])
def test_a_failure_that_lasts_is_told_after_three_tries_or_at_once(
    service: Service, pauses: list[float], fault: Fault, tries: int, event: object
) -> None:
    function = service()
    function.wire.spoil_all(fault)
    with pytest.raises(SequenceUnavailableError, match="try again later") as caught:
        function.ask(event)
    assert caught.value.__cause__
    assert (len(function.wire.sent), len(pauses)) == (tries, tries - 1)
    assert sum(pauses) <= 3


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_error_that_botocore_retries_is_retried(moto_url: str, code: str) -> None:
    function = Function(Table(Engine(moto_url)), Wire(moto_url), complete(None))
    function.wire.spoil(refused(400, code), refused(400, code))
    assert function.next() == 1
    assert len(function.wire.sent) == 3


@pytest.mark.parametrize("fault", [throttled, never_sent, reply_lost, reply_spoiled, reply_garbled])
def test_a_failure_that_passes_is_retried(service: Service, fault: Fault) -> None:
    function = service()
    function.wire.spoil(fault, fault)
    values = [function.next(), function.next()]
    assert len(function.wire.sent) == 4
    gaps = 2 if fault in (reply_lost, reply_spoiled, reply_garbled) else 0
    assert values == [1 + gaps, 2 + gaps]


@pytest.mark.parametrize("fault", [throttled, never_sent])
@pytest.mark.parametrize("event", [{"name": "a"}, {"name": "a", "count": 3}, {"name": "a", "token": "t"}])
def test_a_call_that_raised_has_given_out_nothing(
    service: Service, table: Table, fault: Fault, event: dict[str, object]
) -> None:
    function = service()
    function.wire.spoil_all(fault)
    with pytest.raises(SequenceUnavailableError):
        function.ask(event)
    assert table.items() == {}
    function.wire.mend()
    assert function.next() == 1


@pytest.mark.parametrize("cache", [1, 3])
def test_a_lost_reply_leaves_a_gap_and_no_duplicate_up_to_the_limit(service: Service, cache: int) -> None:
    function = service({"a": {"max_value": 4 * cache, "cache": cache}})
    given = [function.next() for _ in range(cache)]
    function.wire.spoil(reply_lost)
    given += [function.next() for _ in range(2 * cache)]
    assert given == [*range(1, cache + 1), *range(2 * cache + 1, 4 * cache + 1)]
    with pytest.raises(SequenceExhaustedError):
        function.next()


def test_a_lost_reply_at_a_cycles_turn_leaves_a_gap_in_the_new_lap(service: Service) -> None:
    function = service({"a": {"max_value": 3, "cycle": True}})
    function.take(3)
    function.wire.spoil(reply_lost, when=a_turn)
    assert [function.next(), function.next()] == [2, 3]


@pytest.mark.parametrize("code", DEPLOYED_WRONG)
@pytest.mark.parametrize("event", [{"name": "a"}, {"name": "a", "token": "t"}])
def test_what_no_retry_helps_is_the_deployments_fault_at_once(service: Service, code: str, event: object) -> None:
    function = service()
    function.wire.spoil_all(refused(400, code))
    with pytest.raises(ConfigurationError, match=code) as caught:
        function.ask(event)
    assert caught.value.__cause__
    assert len(function.wire.sent) == 1


def test_a_missing_table_is_the_deployments_fault(service: Service, table: Table) -> None:
    function = service()
    table.delete()
    with pytest.raises(ConfigurationError, match=table.name):
        function.next()
