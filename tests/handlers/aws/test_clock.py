"""A wrong clock: corrected from AWS's reply for the next attempt, and reported if that does not help."""

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
from .scripted_server import ANSWER, ScriptedServer, Step, reply, scripted

OFF = {
    "RequestExpired": "Request has expired",
    "RequestTimeTooSkewed": "The difference between the request time and the current time is too large.",
    "RequestInTheFuture": "why",
    "InvalidSignatureException": "Signature expired: 20260101T000000Z is now earlier than 20260101T001500Z",
    "SignatureDoesNotMatch": "Signature not yet current: 20260101T000000Z is still later than 20251231T234500Z",
}


def refusal(code: str, message: str, *headers: str) -> Step:
    body = json.dumps({"__type": f"com.amazon.coral.service#{code}", "message": message})
    return Step([reply(body.encode(), 400, *headers)])


def signing_times(server: ScriptedServer) -> list[float]:
    """The signing times of the requests, in epoch seconds."""
    found = []
    for request in server.requests:
        text = request.partition(b"x-amz-date: ")[2].partition(b"\r\n")[0].decode()
        found.append(datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())
    return found


@pytest.mark.parametrize(("code", "message"), OFF.items())
@pytest.mark.parametrize("ahead", [-3600, 3600, 86_400 * 400])
def test_the_next_attempt_is_signed_with_awss_time(caller: Caller, code: str, message: str, ahead: int) -> None:
    now = time.time()
    refused = refusal(code, message, f"Date: {formatdate(now + ahead, usegmt=True)}")
    with scripted(refused, ANSWER) as server:
        ask = caller(server.url)
        assert not ask().lost
        ask()
    first, second, third = signing_times(server)
    assert first == pytest.approx(now, abs=5)
    assert [second, third] == pytest.approx([now + ahead] * 2, abs=5)


def test_a_clock_that_becomes_right_again_costs_one_attempt(caller: Caller) -> None:
    """For example after a restore from a snapshot: an old correction is itself corrected."""
    now = time.time()
    wrong, right = (
        refusal("RequestExpired", "why", f"Date: {formatdate(now + ahead, usegmt=True)}") for ahead in (7200, 0)
    )
    with scripted(wrong, ANSWER, right, ANSWER) as server:
        ask = caller(server.url)
        for _ in range(2):
            ask()
    assert signing_times(server) == pytest.approx([now, now + 7200, now + 7200, now], abs=5)


FAR = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"


@pytest.mark.parametrize("date", ["", "soon", "Mon, 99 Foo 2026 00:00:00 GMT", "Thu, 01 Jan 99999 00:00:00 GMT", FAR])
def test_a_missing_or_unreadable_date_leaves_the_clock_unchanged(caller: Caller, date: str) -> None:
    refused = refusal("RequestExpired", "why", *([f"Date: {date}"] if date else []))
    with scripted(refused, ANSWER) as server:
        caller(server.url)()
    assert signing_times(server) == pytest.approx([time.time()] * 2, abs=5)


@pytest.mark.parametrize(("code", "message"), OFF.items())
def test_a_clock_that_stays_off_makes_the_service_unavailable(caller: Caller, code: str, message: str) -> None:
    with scripted(refusal(code, message)) as server:
        with pytest.raises(SequenceUnavailableError, match=f"no answer; try again later: {code}"):
            caller(server.url)()
        assert len(server.requests) == 3


@pytest.mark.parametrize("code", ["InvalidSignatureException", "SignatureDoesNotMatch"])
def test_other_signature_errors_are_configuration_errors(caller: Caller, code: str) -> None:
    refused = refusal(code, "The request signature we calculated does not match the signature you provided.")
    with scripted(refused) as server:
        with pytest.raises(ConfigurationError, match=code):
            caller(server.url)()
        assert len(server.requests) == 1


def test_requests_are_signed_in_utc_in_every_time_zone(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        with scripted(refusal("RequestExpired", "why", f"Date: {formatdate(usegmt=True)}"), ANSWER) as server:
            caller(server.url)()
        assert signing_times(server) == pytest.approx([time.time()] * 2, abs=5)
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_two_environments_of_one_snapshot_pause_differently(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's random generator would continue with the same numbers in both. The operating system's does not."""
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


@pytest.mark.parametrize(("random_byte", "fraction"), [(b"\x00", 0), (b"\x80", 0.502), (b"\xff", 1)])
def test_a_pause_is_any_part_of_its_longest(
    monkeypatch: pytest.MonkeyPatch, random_byte: bytes, fraction: float
) -> None:
    monkeypatch.setattr(call_module, "urandom", lambda size: random_byte * size)
    assert call_module._fraction() == pytest.approx(fraction, abs=0.001)
