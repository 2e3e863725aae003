"""Credentials: from the environment or the container, never mixed, and refreshed before they expire."""

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import boto3
import botocore.auth
import pytest

from handlers import aws
from handlers.aws import call as call_module
from handlers.aws import credentials
from handlers.errors import ConfigurationError, SequenceUnavailableError

from ..conftest import UPDATE, Caller
from ..fake_server import fake_server
from .scripted_server import ANSWER, ScriptedServer, Step, reply, scripted

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN"  # noqa: S105 - a variable's name
EXPIRED = Step([reply(b'{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"old"}', 400)])


def credentials_reply(number: int, seconds: float = 6 * 3600, **changed: str) -> Step:
    """The container endpoint's answer: a numbered set that expires in so many seconds."""
    parts = {"AccessKeyId": f"key{number}", "SecretAccessKey": f"secret{number}", "Token": f"token{number}"}
    end = (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Step([reply(json.dumps({**parts, "Expiration": end, **changed}).encode())])


def signed_with(request: bytes) -> tuple[str, str]:
    """The access key and the session token of a signed request."""
    head = dict(line.split(": ", 1) for line in request.decode().split("\r\n\r\n")[0].split("\r\n")[1:])
    return head["authorization"].partition("Credential=")[2].partition("/")[0], head["x-amz-security-token"]


@pytest.fixture
def container(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """The container's endpoint, instead of keys in the environment. Its third set repeats."""
    for name in KEYS:
        monkeypatch.delenv(name)
    with scripted(credentials_reply(1), credentials_reply(2), credentials_reply(3)) as server:
        monkeypatch.setenv(URI, f"{server.url}/v1/credentials?id=1")
        yield server


def test_a_request_is_signed_like_botocores(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: moment)
    clock = SimpleNamespace(**{**vars(time), "time": lambda: moment.replace(tzinfo=UTC).timestamp()})
    monkeypatch.setattr(call_module, "time", clock)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session-token")
    with fake_server() as server:
        caller(server.url)()
        boto3.Session().client("dynamodb").update_item(**UPDATE)  # a new session has no cached credentials
    ours, theirs = server.headers
    for name in ("Authorization", "X-Amz-Security-Token", "X-Amz-Target", "X-Amz-Date", "Content-Type", "Host"):
        assert ours[name] == theirs[name]


def test_a_parameter_is_asked_for_as_botocore_does(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_server({"Parameter": {"Value": "a"}}) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", server.url)
        aws.Service("ssm", os.environ).call("GetParameter", {"Name": "/a"}, what="parameter /a")
        boto3.Session().client("ssm").get_parameter(Name="/a")
    ours, theirs = server.headers
    for name in ("X-Amz-Target", "Content-Type", "Host"):
        assert ours[name] == theirs[name]


@pytest.mark.parametrize("missing", [0, 1])
@pytest.mark.parametrize("value", [None, ""])
def test_half_a_pair_of_keys_is_a_configuration_error(
    container: ScriptedServer, caller: Caller, monkeypatch: pytest.MonkeyPatch, missing: int, value: str | None
) -> None:
    monkeypatch.setenv(KEYS[1 - missing], "test")
    if value is not None:
        monkeypatch.setenv(KEYS[missing], value)
    with pytest.raises(ConfigurationError, match=f"^{KEYS[missing]}: it is not set, but {KEYS[1 - missing]} is"):
        caller("http://localhost:1")
    assert container.requests == []


def test_missing_credentials_are_a_configuration_error(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.delenv(name)
    with pytest.raises(ConfigurationError, match=f"^{KEYS[0]}: there are no credentials; set it and {KEYS[1]}, or"):
        caller("http://localhost:1")


@pytest.mark.parametrize("name", [*KEYS, "AWS_SESSION_TOKEN"])
@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "schlüssel", "key\n", "\udc80"])
def test_keys_with_illegal_header_characters_are_a_configuration_error(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=f"^{name}: it holds characters that no header can"):
        caller("http://localhost:1")


def test_keys_in_the_environment_win_over_the_container(
    container: ScriptedServer, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in KEYS:
        monkeypatch.setenv(name, "test")
    with scripted(ANSWER) as server:
        caller(server.url)()
    assert container.requests == []


def test_the_containers_credentials_are_fetched_once(container: ScriptedServer, caller: Caller) -> None:
    with scripted(ANSWER) as server:
        ask = caller(server.url)
        for _ in range(3):
            ask()
    assert [signed_with(request) for request in server.requests] == [("key1", "token1")] * 3
    assert [request.split(b" HTTP")[0] for request in container.requests] == [b"GET /v1/credentials?id=1"]
    assert b"Authorization" not in container.requests[0]


@pytest.mark.parametrize("in_file", [False, True])
def test_the_authorization_token_is_sent_to_the_container(
    container: ScriptedServer, caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, in_file: bool
) -> None:
    monkeypatch.setenv(TOKEN, "Basic abc" if not in_file else "not this one")
    if in_file:
        (tmp_path / "token").write_text("Basic abc\n")
        monkeypatch.setenv(f"{TOKEN}_FILE", str(tmp_path / "token"))
    with scripted(ANSWER) as server:
        caller(server.url)()
    assert b"\r\nAuthorization: Basic abc\r\n" in container.requests[0]


@pytest.mark.parametrize("content", [None, "ä"])
def test_an_unreadable_token_file_is_a_configuration_error(
    container: ScriptedServer, caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv(f"{TOKEN}_FILE", str(path))
    told = f"^{TOKEN}_FILE: '{path}' cannot be read"
    with scripted(ANSWER) as server, pytest.raises(ConfigurationError, match=told):
        caller(server.url)()
    assert container.requests == server.requests == []


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "ä"])
def test_a_token_with_illegal_header_characters_is_a_configuration_error(
    container: ScriptedServer, caller: Caller, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv(TOKEN, token)
    with scripted(ANSWER) as server, pytest.raises(ConfigurationError, match=f"^{TOKEN}: it holds characters"):
        caller(server.url)()
    assert container.requests == []


@pytest.mark.parametrize(("seconds", "asked"), [(0, 1), (6 * 3600 - 310, 1), (6 * 3600 - 290, 2), (10**6, 2)])
def test_credentials_are_refreshed_before_they_expire(
    container: ScriptedServer, caller: Caller, monkeypatch: pytest.MonkeyPatch, seconds: int, asked: int
) -> None:
    ahead = [0]
    monkeypatch.setattr(credentials, "time", SimpleNamespace(time=lambda: time.time() + ahead[0]))
    with scripted(ANSWER) as server:
        ask = caller(server.url)
        ask()
        ahead[0] = seconds
        ask()
    assert signed_with(server.requests[1]) == (f"key{asked}", f"token{asked}")
    assert len(container.requests) == asked


@pytest.mark.usefixtures("container")
def test_expired_container_credentials_are_fetched_again(caller: Caller) -> None:
    """The function's clock may be wrong, or a snapshot may contain old credentials."""
    with scripted(EXPIRED, EXPIRED, ANSWER) as server:
        ask = caller(server.url)
        assert not ask().lost
        ask()
    assert [signed_with(request)[0] for request in server.requests] == ["key1", "key2", "key3", "key3"]


def test_expired_environment_keys_are_read_again(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "old")
    with scripted(EXPIRED, ANSWER) as server:
        ask = caller(server.url)
        monkeypatch.setenv("AWS_SESSION_TOKEN", "new")
        ask()
    assert [signed_with(request)[1] for request in server.requests] == ["old", "new"]


def test_expired_environment_keys_that_are_gone_are_a_configuration_error(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted(EXPIRED) as server:
        ask = caller(server.url)
        for name in KEYS:
            monkeypatch.delenv(name)
        with pytest.raises(ConfigurationError, match=f"^{KEYS[0]}: there are no credentials any more; set it and"):
            ask()


@pytest.mark.parametrize("date", ["2026-01-02T00:00:00Z", "2026-01-02T02:00:00+02:00", "2026-01-02T00:00:00"])
def test_an_expiration_without_a_zone_is_in_utc(monkeypatch: pytest.MonkeyPatch, date: str) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        reply = {"AccessKeyId": "a", "SecretAccessKey": "b", "Token": "c", "Expiration": date}
        assert credentials._parse(reply).expires_at == datetime(2026, 1, 2, tzinfo=UTC).timestamp()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_simultaneous_calls_never_mix_two_sets_of_credentials(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each set expires at once, so each call fetches the next one."""
    for name in KEYS:
        monkeypatch.delenv(name)
    with scripted(*(credentials_reply(number, 60) for number in range(20))) as container, scripted(ANSWER) as server:
        monkeypatch.setenv(URI, container.url)
        ask = caller(server.url)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: ask(), range(20)))
    sets = [signed_with(request) for request in server.requests]
    assert all(key.replace("key", "token") == token for key, token in sets)
    assert len(set(sets)) > 10


@pytest.mark.parametrize(
    "step",
    [
        Step([reply(b"denied", 403)]),
        Step([reply(b"", 500)]),
        Step([credentials_reply(1).pieces[0].replace(b" 200 ", b" 500 ")]),
        Step([reply(b"{}")]),
        Step([reply(b"[]")]),
        Step([reply(b"null")]),
        Step([reply(b"<html>")]),
        Step([reply(b"[" * 200_000)]),
        Step([reply(b"\xff")]),
        Step([], closes=True),
        credentials_reply(1, Expiration="soon"),
        credentials_reply(1, Token="a\r\nX-Evil: 1"),  # noqa: S106 - not a secret
        credentials_reply(1, AccessKeyId="ä"),
        credentials_reply(1, AccessKeyId=""),
    ],
)
def test_a_failing_endpoint_makes_the_service_unavailable_until_it_recovers(
    monkeypatch: pytest.MonkeyPatch, caller: Caller, pauses: list[float], step: Step
) -> None:
    for name in KEYS:
        monkeypatch.delenv(name)
    with scripted(step, step, step, credentials_reply(7)) as container, scripted(ANSWER) as server:
        monkeypatch.setenv(URI, container.url)
        ask = caller(server.url)
        with pytest.raises(SequenceUnavailableError, match=f"no answer; try again later: {URI}: ") as caught:
            ask()
        assert (len(container.requests), len(pauses), server.requests) == (3, 2, [])
        assert caught.value.__cause__
        assert "soon" not in str(caught.value), "a reply with credentials is never shown"
        assert not ask().lost
    assert signed_with(server.requests[0]) == ("key7", "token7")


@pytest.mark.parametrize("host", ["169.254.170.3", "example.com", "10.0.0.1", "127.0.0.1.example.com"])
def test_the_token_is_never_sent_to_another_machine_without_tls(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    for name in KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv(URI, f"http://{host}/credentials")
    with pytest.raises(ConfigurationError, match=f"^{URI}: {host} is not this machine; use https"):
        caller("http://localhost:1")


@pytest.mark.parametrize(
    "url",
    [
        *("http://localhost", "http://127.0.0.1", "http://127.1.2.3", "http://[::1]"),
        *("http://169.254.170.2", "http://169.254.170.23", "http://[fd00:ec2::23]", "https://example.com"),
    ],
)
def test_the_token_may_go_to_this_machine_to_aws_s_agents_and_over_tls(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    for name in KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv(URI, f"{url}/credentials")
    caller("http://localhost:1")
