"""Connections: kept between calls, and replaced if they are closed or too old."""

import os
import socket
import statistics
import threading
import time
import timeit
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from handlers import aws
from handlers.aws import call, transport
from handlers.aws.endpoint import Endpoint
from handlers.aws.failures import LostReplyError, NotSentError
from handlers.errors import SequenceUnavailableError

from ..conftest import UPDATE, Caller
from ..fake_server import fake_server
from .scripted_server import ANSWER, Step, reply, scripted

CLOSES = Step([], closes=True)
RESETS = Step([], resets=True)


def value(number: int) -> bytes:
    """A complete reply with this value."""
    return reply(b'{"Attributes":{"value":{"N":"%d"}}}' % number)


def test_calls_share_one_connection(caller: Caller) -> None:
    with fake_server() as server:
        call = caller(server.url)
        for _ in range(5):
            call()
    assert (len(server.paths), server.connections) == (5, 1)


def test_a_request_does_not_wait_for_an_acknowledgement(caller: Caller) -> None:
    """With Nagle's algorithm on, a body sent after its head would wait about 40 ms."""
    with fake_server() as server:
        call = caller(server.url)
        call()
        seconds = [timeit.timeit(call, number=1) for _ in range(15)]
    assert statistics.median(seconds) < 0.02


def test_nagles_algorithm_is_off(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """With it on, a request of two packets waits for an acknowledgement. On loopback, one packet holds it all."""
    opened = []
    connect = socket.create_connection

    def connected(*arguments: Any) -> socket.socket:
        opened.append(connect(*arguments))
        return opened[-1]

    monkeypatch.setattr(socket, "create_connection", connected)
    with scripted(ANSWER) as server:
        ask = caller(server.url)
        ask()
        assert [each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for each in opened] == [1]


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://[::1]:7", b"::1", 7),
        ("http://X.example.X", b"X.example.X", 80),
        ("https://a.example", b"a.example", 443),
    ],
)
def test_each_address_of_a_host_gets_a_second(
    monkeypatch: pytest.MonkeyPatch, url: str, host: bytes, port: int
) -> None:
    asked = []

    def refused(address: object, seconds: float) -> socket.socket:
        asked.append((address, seconds, threading.current_thread().daemon))
        raise OSError("refused by the test")

    monkeypatch.setattr(socket, "create_connection", refused)
    with pytest.raises(NotSentError, match="refused by the test"):
        transport.Transport(Endpoint.parse(url, "url"), "").send(b"", time.monotonic() + 3)
    assert asked == [((host, port), 1, True)], "a look-up that hangs must not keep the process alive"


def test_a_kept_connection_that_closed_costs_no_attempt(caller: Caller, pauses: list[float]) -> None:
    with fake_server(closes=True) as server:
        call = caller(server.url)
        for _ in range(3):
            assert not call().lost
            time.sleep(0.3)  # until the client sees that it is closed
    assert (len(server.paths), server.connections, pauses) == (3, 3, [])


def test_simultaneous_calls_are_all_answered(caller: Caller) -> None:
    with fake_server() as server:
        call = caller(server.url)
        threads = [threading.Thread(target=call) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.paths) == 8


@pytest.mark.parametrize("failure", [CLOSES, RESETS])
def test_a_kept_connection_that_fails_costs_an_attempt_without_a_pause(
    caller: Caller, pauses: list[float], failure: Step
) -> None:
    """AWS may have executed the request, so the result says that an attempt was lost."""
    with scripted(ANSWER, failure, ANSWER) as server:
        ask = caller(server.url)
        assert [ask().lost, ask().lost, ask().lost] == [False, True, False]
    assert (len(server.requests), server.connections, pauses) == (4, 2, [])


def test_a_new_connection_that_fails_costs_an_attempt_and_a_pause(caller: Caller, pauses: list[float]) -> None:
    with scripted(CLOSES, ANSWER) as server:
        assert caller(server.url)().lost
    assert (len(server.requests), server.connections, len(pauses)) == (2, 2, 1)


def test_a_kept_connection_that_times_out_costs_an_attempt_and_a_pause(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    monkeypatch.setattr(call, "ATTEMPT_SECONDS", 0.3)
    with scripted(ANSWER, Step([b"", reply()], pause=0.5), ANSWER) as server:
        ask = caller(server.url)
        assert [ask().lost, ask().lost] == [False, True]
    assert (len(server.requests), len(pauses)) == (3, 1)


def test_many_dead_connections_cost_only_one_attempt(caller: Caller) -> None:
    together = threading.Barrier(4)
    with scripted(*[Step([b"", reply()], pause=0.2)] * 4, RESETS, ANSWER) as server:
        ask = caller(server.url)

        def at_once() -> None:
            together.wait(5)
            ask()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: at_once(), range(4)))
        assert server.connections == 4
        time.sleep(0.3)  # until the steps are over
        assert ask().lost
    assert (len(server.requests), server.connections) == (6, 5)


@pytest.mark.parametrize(("seconds", "connections"), [(0, 1), (49, 1), (50, 2), (10**6, 2), (-10, 2)])
def test_a_connection_idle_for_too_long_is_replaced(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, seconds: int, connections: int
) -> None:
    """For example after a freeze: a frozen function does not notice that the server closed its connection."""
    now = [time.time()]
    monkeypatch.setattr(transport, "time", SimpleNamespace(time=lambda: now[0]))
    with scripted(ANSWER) as server:
        ask = caller(server.url)
        ask()
        now[0] += seconds
        ask()
    assert (len(server.requests), server.connections) == (2, connections)


def test_a_forked_process_does_not_use_its_parents_connections(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(ANSWER) as server:
        ask = caller(server.url)
        ask()
        monkeypatch.setattr(transport, "os", SimpleNamespace(getpid=lambda: -1))
        ask()
        ask()
    assert server.connections == 2


def test_a_late_reply_never_answers_the_next_request(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "ATTEMPT_SECONDS", 0.3)
    with scripted(Step([b"", value(1)], pause=0.5), Step([value(2)])) as server:
        ask = caller(server.url)
        answers = [ask(), ask()]
        time.sleep(0.5)
        answers.append(ask())
    assert [answer.body["Attributes"]["value"]["N"] for answer in answers] == ["2"] * 3
    assert [answer.lost for answer in answers] == [True, False, False]


def test_nothing_is_sent_after_the_time_limit() -> None:
    with scripted(ANSWER) as server:
        sender = transport.Transport(Endpoint.parse(server.url, "url"), "")
        with pytest.raises(NotSentError, match="no reply within the time limit"):
            sender.send(b"", time.monotonic() - 1)
    assert server.requests == []


def test_a_request_that_was_not_sent_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.create_connection
    refusals = [ConnectionRefusedError("refused by the test")]

    def refused_once(*arguments: Any) -> socket.socket:
        if refusals:
            raise refusals.pop()
        return connect(*arguments)

    monkeypatch.setattr(socket, "create_connection", refused_once)
    with scripted(ANSWER) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
        assert not aws.Service("dynamodb", os.environ).call("UpdateItem", UPDATE, what="table sequences").lost
    assert refusals == []


def test_a_hanging_tls_handshake_ends_at_the_time_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sender = transport.Transport(Endpoint.parse(f"https://127.0.0.1:{silent.getsockname()[1]}", "url"), "")
        begin = time.monotonic()
        with pytest.raises(NotSentError, match="timed out"):
            sender.send(b"", begin + 1.5)
    assert time.monotonic() - begin > 1.4, "the limit for connecting must not hold for the handshake"


def test_a_request_that_is_not_read_ends_at_the_time_limit_also_on_a_kept_connection() -> None:
    with scripted(Step([reply()], pause=20)) as server:
        sender = transport.Transport(Endpoint.parse(server.url, "url"), "")
        sender.send(b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", time.monotonic() + 15)
        begin = time.monotonic()
        with pytest.raises(LostReplyError, match="timed out"):
            sender.send(bytes(50_000_000), begin + 0.3)
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("at_once", [True, False])
def test_extra_bytes_after_a_reply_never_answer_the_next_request(caller: Caller, at_once: bool) -> None:
    twice = Step([value(1) + value(666)]) if at_once else Step([value(1), value(666)])
    with scripted(twice, Step([value(2)])) as server:
        ask = caller(server.url)
        first = ask()
        time.sleep(0.1)
        second = ask()
    assert [answer.body["Attributes"]["value"]["N"] for answer in (first, second)] == ["1", "2"]
    assert server.connections == 2


@pytest.mark.parametrize(
    "body", [[], "value", None, {"Attributes": {}, "more": "x" * 9}], ids=["list", "string", "null", "checksum"]
)
def test_a_reply_that_is_not_from_aws_counts_as_lost(caller: Caller, body: object, pauses: list[float]) -> None:
    checksum = "1" if isinstance(body, dict) else None
    failing = pytest.raises(SequenceUnavailableError, match="damaged on the way")
    with fake_server(body, checksum=checksum) as server, failing:
        caller(server.url)()
    assert (len(server.paths), len(pauses)) == (3, 2)
