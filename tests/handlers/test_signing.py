"""Signing: as botocore's client does, with credentials of one piece, and told where there are none."""

import itertools
from datetime import UTC, datetime, timedelta

import boto3
import botocore.auth
import pytest
from botocore.credentials import RefreshableCredentials
from botocore.session import Session

from handlers.errors import SequenceUnavailableError

from .conftest import UPDATE, Caller
from .far_end import far_end


def a_set(number: int, left: timedelta) -> dict[str, str]:
    """Credentials that end so soon."""
    parts = {part: f"{part}{number}" for part in ("access_key", "secret_key", "token")}
    return {**parts, "expiry_time": (datetime.now(UTC) + left).isoformat()}


def test_a_request_is_signed_as_the_client_signs_it(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: datetime(2026, 1, 2, 3, 4, 5))
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a session's")
    with far_end() as server:
        caller(server.url)()
        boto3.client("dynamodb").update_item(**UPDATE)
    ours, theirs = server.headers
    for name in ("Authorization", "X-Amz-Security-Token", "X-Amz-Target", "Content-Type"):
        assert ours[name] == theirs[name]


def test_credentials_that_are_refreshed_meanwhile_are_not_mixed(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Near their end they are fetched anew with each look at them."""
    numbers = itertools.count()

    def fetched() -> dict[str, str]:
        return a_set(next(numbers), timedelta(minutes=11))

    credentials = RefreshableCredentials.create_from_metadata(fetched(), fetched, "test")
    monkeypatch.setattr(Session, "get_credentials", lambda _: credentials)
    with far_end() as server:
        call = caller(server.url)
        for _ in range(3):
            call()
    for headers in server.headers:
        token = headers["X-Amz-Security-Token"]
        assert f"Credential={token.replace('token', 'access_key')}/" in headers["Authorization"]
    assert len({headers["X-Amz-Security-Token"] for headers in server.headers}) == 3


def test_credentials_that_cannot_be_fetched_now_are_asked_for_again_at_the_next_call(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A snapshot's function fetches them from Lambda's own server."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setattr("botocore.utils.ContainerMetadataFetcher.SLEEP_TIME", 0)
    end = (datetime.now(UTC) + timedelta(hours=6)).isoformat()
    given = {"AccessKeyId": "key", "SecretAccessKey": "secret", "Token": "token", "Expiration": end}
    with far_end(given, status=500) as provider, far_end() as server:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", provider.url)
        with pytest.raises(SequenceUnavailableError, match="no credentials now"):
            caller(server.url)
        provider.status = 200
        caller(server.url)()
    assert server.headers[0]["X-Amz-Security-Token"] == "token"


@pytest.mark.parametrize("failure", [KeyError("Expiration"), FileNotFoundError("token"), RuntimeError("still expired")])
def test_credentials_that_cannot_be_refreshed_are_told(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def refresh() -> dict[str, str]:
        raise failure

    credentials = RefreshableCredentials.create_from_metadata(a_set(0, timedelta(minutes=1)), refresh, "test")
    monkeypatch.setattr(Session, "get_credentials", lambda _: credentials)
    with far_end() as server, pytest.raises(SequenceUnavailableError, match="no credentials now") as caught:
        caller(server.url)()
    assert caught.value.__cause__ is failure
    assert server.asked == []
