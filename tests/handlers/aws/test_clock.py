"""A clock that is off: corrected from the reply for the next attempt, and told if that does not help."""

import json
import random
import time
from datetime import UTC, datetime
from email.utils import formatdate
from types import SimpleNamespace

import pytest

from handlers.aws import call as call_module
from handlers.errors import ConfigurationError, SequenceUnavailableError

from ..conftest import Caller
from .scripted import ANSWER, Act, Scripted, reply, scripted

OFF = {
    "RequestExpired": "Request has expired",
    "RequestTimeTooSkewed": "The difference between the request time and the current time is too large.",
    "RequestInTheFuture": "why",
    "InvalidSignatureException": "Signature expired: 20260101T000000Z is now earlier than 20260101T001500Z",
    "SignatureDoesNotMatch": "Signature not yet current: 20260101T000000Z is still later than 20251231T234500Z",
}


def refusal(code: str, message: str, *headers: str) -> Act:
    body = json.dumps({"__type": f"com.amazon.coral.service#{code}", "message": message})
    return Act([reply(body.encode(), 400, *headers)])


def signed_at(server: Scripted) -> list[float]:
    """The times that the requests were signed for, in epoch seconds."""
    found = []
    for request in server.requests:
        text = request.partition(b"x-amz-date: ")[2].partition(b"\r\n")[0].decode()
        found.append(datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())
    return found


@pytest.mark.parametrize(("code", "message"), OFF.items())
@pytest.mark.parametrize("ahead", [-3600, 3600, 86_400 * 400])
def test_the_next_attempt_is_signed_for_awss_time(caller: Caller, code: str, message: str, ahead: int) -> None:
    now = time.time()
    refused = refusal(code, message, f"Date: {formatdate(now + ahead, usegmt=True)}")
    with scripted(refused, ANSWER) as server:
        ask = caller(server.url)
        assert not ask().lost
        ask()
    first, second, third = signed_at(server)
    assert first == pytest.approx(now, abs=5)
    assert [second, third] == pytest.approx([now + ahead] * 2, abs=5)


def test_a_clock_that_was_set_right_meanwhile_costs_one_attempt(caller: Caller) -> None:
    """As after a restore from a snapshot: what was learned before it is corrected, too."""
    now = time.time()
    wrong, right = (
        refusal("RequestExpired", "why", f"Date: {formatdate(now + ahead, usegmt=True)}") for ahead in (7200, 0)
    )
    with scripted(wrong, ANSWER, right, ANSWER) as server:
        ask = caller(server.url)
        for _ in range(2):
            ask()
    assert signed_at(server) == pytest.approx([now, now + 7200, now + 7200, now], abs=5)


@pytest.mark.parametrize("date", ["", "soon", "Mon, 99 Foo 2026 00:00:00 GMT", "Thu, 01 Jan 99999 00:00:00 GMT"])
def test_without_a_date_that_can_be_read_the_clock_is_left_alone(caller: Caller, date: str) -> None:
    refused = refusal("RequestExpired", "why", *([f"Date: {date}"] if date else []))
    with scripted(refused, ANSWER) as server:
        caller(server.url)()
    assert signed_at(server) == pytest.approx([time.time()] * 2, abs=5)


@pytest.mark.parametrize(("code", "message"), OFF.items())
def test_a_clock_that_stays_off_makes_the_service_unavailable(caller: Caller, code: str, message: str) -> None:
    with scripted(refusal(code, message)) as server:
        with pytest.raises(SequenceUnavailableError, match=f"no answer; try again later: {code}"):
            caller(server.url)()
        assert len(server.requests) == 3


@pytest.mark.parametrize("code", ["InvalidSignatureException", "SignatureDoesNotMatch"])
def test_a_signature_that_is_wrong_for_another_reason_is_the_deployments_fault(caller: Caller, code: str) -> None:
    refused = refusal(code, "The request signature we calculated does not match the signature you provided.")
    with scripted(refused) as server:
        with pytest.raises(ConfigurationError, match=code):
            caller(server.url)()
        assert len(server.requests) == 1


def test_the_time_is_utc_wherever_the_function_runs(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        with scripted(refusal("RequestExpired", "why", f"Date: {formatdate(usegmt=True)}"), ANSWER) as server:
            caller(server.url)()
        assert signed_at(server) == pytest.approx([time.time()] * 2, abs=5)
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_the_pauses_of_two_environments_of_one_snapshot_differ(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generator of random numbers would continue alike in both; the operating system's does not."""
    made: list[float] = []
    monkeypatch.setattr(call_module, "time", SimpleNamespace(**{**vars(time), "sleep": made.append}))
    with scripted(refusal("ThrottlingException", "slow down")) as server:
        ask = caller(server.url)
        for _ in range(2):
            random.seed(7)
            with pytest.raises(SequenceUnavailableError):
                ask()
    assert made[:2] != made[2:]
    assert all(0 <= pause <= longest for pause, longest in zip(made, [1, 2, 1, 2], strict=True))
