"""Time: the function answers or raises before its own time-out, whatever the server does."""

import importlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handlers import aws, next_value
from handlers.errors import ConfigurationError, SequenceUnavailableError

from .aws.scripted_server import ANSWER, Step, reply, scripted
from .fake_server import THROTTLED, fake_server

DEFINITION = {"increment": 1, "min_value": 1, "max_value": 9, "start": 1, "cycle": False, "cache": 1}


@pytest.fixture(autouse=True)
def pauses() -> None:
    """Pauses between attempts are real here."""


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A function that has not been called yet."""
    path = tmp_path / "sequences.json"
    path.write_text(json.dumps({"*": DEFINITION}))
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(path))
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "sequences")
    importlib.reload(next_value)


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes every connection and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def context(seconds: float) -> Any:
    """Lambda's context, reduced to what the handler reads: the time left."""
    end = time.monotonic() + seconds
    return SimpleNamespace(get_remaining_time_in_millis=lambda: int((end - time.monotonic()) * 1000))


def seconds_until_unavailable(event: object, context: Any) -> float:
    """Make a call that must raise; returns how many seconds it takes."""
    begin = time.monotonic()
    with pytest.raises(SequenceUnavailableError):
        next_value.handler(event, context)
    return time.monotonic() - begin


@pytest.mark.parametrize("seconds", [2, 5, 10])
def test_a_silent_server_fails_before_the_time_out(silent: str, monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", silent)
    taken = seconds_until_unavailable({"name": "a"}, context(seconds))
    assert min(2.9, (seconds - 1) / 3) < taken < seconds


def test_an_attempt_ends_after_three_seconds_even_if_bytes_keep_arriving(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each byte arrives soon after the last one, but the whole reply takes too long."""
    monkeypatch.setattr("handlers.aws.call.urandom", bytes)  # no pause
    trickling = Step([bytes([byte]) for byte in reply()], pause=0.2)
    with scripted(trickling, ANSWER) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
        begin = time.monotonic()
        assert next_value.handler({"name": "a"}, context(10)) == 7
    assert 2.9 < time.monotonic() - begin < 3.9, "longer than an attempt and an answer"


def test_a_hanging_name_look_up_fails_before_the_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = threading.Event()

    def getaddrinfo(*_: object, **__: object) -> Any:
        hanging.wait(20)
        raise OSError("no answer from the name server")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://dynamodb.invalid")
    try:
        assert 2.9 < seconds_until_unavailable({"name": "a"}, context(5)) < 5
    finally:
        hanging.set()


def test_a_silent_credentials_endpoint_fails_before_the_time_out(silent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{silent}/credentials")
    with fake_server() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
        assert 2.9 < seconds_until_unavailable({"name": "a"}, context(5)) < 5
    assert server.paths == []


def test_a_hanging_tls_handshake_fails_before_the_time_out(silent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", silent.replace("http:", "https:"))
    assert 2.9 < seconds_until_unavailable({"name": "a"}, context(5)) < 5


def test_a_silent_parameter_store_fails_before_the_time_out(silent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "")
    monkeypatch.setenv("SEQUENCE_SSM", "/table")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", silent)
    assert seconds_until_unavailable({"name": "a"}, context(5)) < 5


def test_a_fast_server_answers_within_a_short_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_server() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
        assert [next_value.handler({"name": "a"}, context(4)) for _ in range(5)] == [7] * 5
    assert server.connections == 1
    assert aws.seconds_left() == float("inf"), "a call's time limit must end with the call"


def test_no_attempt_begins_with_too_little_time_left(monkeypatch: pytest.MonkeyPatch, silent: str) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", silent)
    assert seconds_until_unavailable({"name": "a"}, context(1.2)) < 1


def test_a_server_that_always_throttles_is_asked_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_server(THROTTLED, status=400) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
        taken = seconds_until_unavailable({"name": "a"}, context(10))
    assert len(server.paths) == 3
    assert taken < 4, "longer than two pauses of at most one and two seconds"


@pytest.mark.parametrize(("seconds", "attempts", "least", "most"), [(2.2, 2, 0.8, 1.2), (3.2, 3, 1.7, 2.3)])
def test_a_pause_is_cut_short_if_no_attempt_would_fit_after_it(
    monkeypatch: pytest.MonkeyPatch, seconds: float, attempts: int, least: float, most: float
) -> None:
    monkeypatch.setattr("handlers.aws.call.urandom", lambda size: b"\xfd" * size)
    with fake_server(THROTTLED, status=400) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
        taken = seconds_until_unavailable({"name": "a"}, context(seconds))
    assert len(server.paths) == attempts
    assert least < taken < most, "not as long as the time that is left without an attempt and a margin"


def test_an_attempt_after_a_pause_ends_before_the_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.aws.call.urandom", lambda size: b"\xfd" * size)
    throttled = Step([reply(json.dumps(THROTTLED).encode(), 400)])
    with scripted(throttled, Step([b""], pause=10)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
        assert 2 < seconds_until_unavailable({"name": "a"}, context(2.5)) < 2.5


def test_a_call_that_waits_for_anothers_block_ends_before_its_own_time_out(
    silent: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sequences.json").write_text(json.dumps({"*": {**DEFINITION, "cache": 5}}))
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", silent)
    first = threading.Thread(target=seconds_until_unavailable, args=({"name": "a"}, context(8)))
    first.start()
    time.sleep(0.2)
    assert seconds_until_unavailable({"name": "a"}, context(3)) < 3
    assert seconds_until_unavailable({"name": "a", "token": "t"}, context(2)) < 2
    first.join()


def test_an_unreachable_server_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{port}")
    assert seconds_until_unavailable({"name": "a"}, context(10)) < 4


def test_a_parameter_reply_without_a_value_is_a_configuration_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "")
    monkeypatch.setenv("SEQUENCE_SSM", "/table")
    with fake_server() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", server.url)
        with pytest.raises(ConfigurationError, match="parameter /table: the reply has no value"):
            next_value.handler({"name": "a"}, None)


def test_each_call_has_its_own_deadline(monkeypatch: pytest.MonkeyPatch, silent: str) -> None:
    """A function stays warm for hours, so a deadline must not carry over to the next call."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", silent)
    assert seconds_until_unavailable({"name": "a"}, context(0)) < 1
    assert 2.9 < seconds_until_unavailable({"name": "a"}, context(5)) < 5
