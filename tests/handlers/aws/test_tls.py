"""TLS: a host that cannot prove its name gets no request, and only the authorities that are named are trusted."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from handlers.aws import call
from handlers.errors import ConfigurationError, SequenceUnavailableError

from ..conftest import Caller
from ..far_end import far_end
from .scripted import ANSWER, scripted


class Authority:
    """A certificate authority that nobody knows, and a server's TLS with its certificate for one host."""

    def __init__(self, folder: Path, host: str, not_after: datetime | None = None) -> None:
        authority = trustme.CA()
        self.bundle = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.bundle))
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host, not_after=not_after).configure_cert(self.tls)


def test_an_authority_that_the_environment_names_is_trusted(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = Authority(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(authority.bundle))
    with far_end(tls=authority.tls) as server:
        ask = caller(server.url)
        for _ in range(3):
            ask()
    assert (server.asked, server.connections) == (["/"] * 3, 1)


@pytest.mark.parametrize(
    ("host", "trusted", "expired", "why"),
    [
        ("localhost", False, False, "unable to get local issuer certificate"),
        ("elsewhere.example", True, False, "Hostname mismatch"),
        ("localhost", True, True, "certificate has expired"),
    ],
)
def test_nothing_is_asked_of_a_host_that_cannot_prove_its_name(
    caller: Caller,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    pauses: list[float],
    host: str,
    trusted: bool,
    expired: bool,
    why: str,
) -> None:
    authority = Authority(tmp_path, host, datetime.now(UTC) - timedelta(days=1) if expired else None)
    if trusted:
        monkeypatch.setenv("AWS_CA_BUNDLE", str(authority.bundle))
    failing = pytest.raises(ConfigurationError, match=f"^localhost: its certificate is not trusted .*{why}")
    with far_end(tls=authority.tls) as server, failing as caught:
        caller(server.url)()
    assert caught.value.__cause__
    assert (server.asked, pauses) == ([], [])


def test_the_certificate_must_be_for_the_host_that_was_asked_for(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The same server under its address; its certificate has the name alone."""
    authority = Authority(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(authority.bundle))
    failing = pytest.raises(ConfigurationError, match="IP address mismatch")
    with far_end(tls=authority.tls) as server, failing:
        caller(server.url.replace("localhost", "127.0.0.1"))()
    assert server.asked == []


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_a_bundle_that_cannot_be_read_is_the_deployments_fault(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_text(content)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(bundle))
    with pytest.raises(ConfigurationError, match=r"AWS_CA_BUNDLE: .*bundle\.pem.* cannot be read; name a PEM file"):
        caller("https://localhost:1")


def test_a_server_that_does_not_speak_tls_is_unavailable(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "ATTEMPT_SECONDS", 0.3)
    with scripted(ANSWER) as server, pytest.raises(SequenceUnavailableError, match="no connection to"):
        caller(server.url.replace("http:", "https:"))()
    assert server.requests == []


def test_old_tls_is_not_spoken(caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(authority.bundle))
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        authority.tls.maximum_version = ssl.TLSVersion.TLSv1_1
    with far_end(tls=authority.tls) as server, pytest.raises(SequenceUnavailableError):
        caller(server.url)()
    assert server.asked == []


def test_a_proxy_that_the_environment_names_is_not_used(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with far_end() as proxy, far_end() as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        caller(server.url)()
    assert (len(proxy.asked), len(server.asked)) == (0, 1)
