"""Connections: kept, made anew where the other end closed them, and trusted only with the right certificate."""

import ssl
import statistics
import threading
import time
import timeit
from pathlib import Path

import pytest
import trustme

from handlers.errors import SequenceUnavailableError

from .conftest import Caller
from .far_end import far_end


def test_calls_share_one_connection(caller: Caller) -> None:
    with far_end() as server:
        call = caller(server.url)
        for _ in range(5):
            call()
    assert (len(server.asked), server.connections) == (5, 1)


def test_a_request_does_not_wait_for_the_acknowledgement_of_its_head(caller: Caller) -> None:
    """Sent with Nagle's algorithm on, its body would: 40 ms a call."""
    with far_end() as server:
        call = caller(server.url)
        call()
        seconds = [timeit.timeit(call, number=1) for _ in range(15)]
    assert statistics.median(seconds) < 0.02


def test_a_connection_that_was_closed_meanwhile_costs_no_try(caller: Caller, pauses: list[float]) -> None:
    with far_end(closes=True) as server:
        call = caller(server.url)
        for _ in range(3):
            call()
            time.sleep(0.3)  # until this end has heard of it
    assert (len(server.asked), server.connections, pauses) == (3, 3, [])


def test_calls_at_once_are_all_answered(caller: Caller) -> None:
    with far_end() as server:
        call = caller(server.url)
        threads = [threading.Thread(target=call) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.asked) == 8


@pytest.mark.parametrize(
    "reply", [[], "value", None, {"Attributes": {}, "more": "x" * 9}], ids=["list", "string", "null", "checksum"]
)
def test_a_reply_that_is_none_of_awss_counts_as_lost(caller: Caller, reply: object, pauses: list[float]) -> None:
    checksum = "1" if isinstance(reply, dict) else None
    failing = pytest.raises(SequenceUnavailableError, match="damaged on the way")
    with far_end(reply, checksum=checksum) as server, failing:
        caller(server.url)()
    assert (len(server.asked), len(pauses)) == (3, 2)


class Authority:
    """A certificate authority that nobody knows, and a server's TLS with its certificate for one host."""

    def __init__(self, folder: Path, host: str) -> None:
        authority = trustme.CA()
        self.bundle = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.bundle))
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(self.tls)


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_an_authority_that_the_environment_names_is_trusted(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    authority = Authority(tmp_path, "localhost")
    monkeypatch.setenv(variable, str(authority.bundle))
    with far_end(tls=authority.tls) as server:
        caller(server.url)()
    assert server.asked == ["/"]


@pytest.mark.parametrize(("host", "trusted"), [("localhost", False), ("elsewhere.example", True)])
def test_nothing_is_asked_of_a_host_that_cannot_prove_its_name(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str, trusted: bool
) -> None:
    authority = Authority(tmp_path, host)
    if trusted:
        monkeypatch.setenv("AWS_CA_BUNDLE", str(authority.bundle))
    failing = pytest.raises(SequenceUnavailableError, match="SSL validation failed")
    with far_end(tls=authority.tls) as server, failing:
        caller(server.url)()
    assert server.asked == []


def test_a_proxy_that_the_environment_names_is_used(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with far_end() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        caller("http://dynamodb.invalid")()
    assert proxy.asked == ["http://dynamodb.invalid/"]
