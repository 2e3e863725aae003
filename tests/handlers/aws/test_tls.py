"""TLS: a host gets a request only if its certificate is valid for its name and from a trusted authority."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from handlers.aws import call
from handlers.errors import ConfigurationError, SequenceUnavailableError

from ..conftest import Caller
from ..fake_server import fake_server
from .scripted_server import ANSWER, scripted


class Authority:
    """A new certificate authority, and a server's TLS context with its certificate for one host."""

    def __init__(self, folder: Path, host: str, not_after: datetime | None = None) -> None:
        authority = trustme.CA()
        self.bundle = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.bundle))
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host, not_after=not_after).configure_cert(self.tls)


def test_an_authority_in_aws_ca_bundle_is_trusted(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = Authority(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(authority.bundle))
    with fake_server(tls=authority.tls) as server:
        ask = caller(server.url)
        for _ in range(3):
            ask()
    assert (server.paths, server.connections) == (["/"] * 3, 1)


def test_an_authority_in_aws_ca_bundle_is_trusted_for_credentials(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = Authority(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(authority.bundle))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    end = datetime.now(UTC) + timedelta(days=1)
    parts = {"AccessKeyId": "a", "SecretAccessKey": "b", "Token": "c", "Expiration": end.isoformat()}
    with fake_server(parts, tls=authority.tls) as container, fake_server() as server:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{container.url}/credentials")
        caller(server.url)()
    assert (container.connections, server.paths) == (1, ["/"])


@pytest.mark.parametrize(
    ("host", "trusted", "expired", "why"),
    [
        ("localhost", False, False, "unable to get local issuer certificate"),
        ("elsewhere.example", True, False, "Hostname mismatch"),
        ("localhost", True, True, "certificate has expired"),
    ],
)
def test_an_untrusted_host_gets_no_request(
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
    with fake_server(tls=authority.tls) as server, failing as caught:
        caller(server.url)()
    assert caught.value.__cause__
    assert (server.paths, pauses) == ([], [])


def test_the_certificate_must_match_the_requested_host(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The client connects to the server's address, but the certificate has only its name."""
    authority = Authority(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(authority.bundle))
    failing = pytest.raises(ConfigurationError, match="IP address mismatch")
    with fake_server(tls=authority.tls) as server, failing:
        caller(server.url.replace("localhost", "127.0.0.1"))()
    assert server.paths == []


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_an_unreadable_bundle_is_a_configuration_error(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_text(content)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(bundle))
    with pytest.raises(ConfigurationError, match=r"AWS_CA_BUNDLE: .*bundle\.pem.* cannot be read; name a PEM file"):
        caller("https://localhost:1")


def test_a_server_without_tls_is_unavailable(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "ATTEMPT_SECONDS", 0.3)
    with scripted(ANSWER) as server, pytest.raises(SequenceUnavailableError, match="no connection to"):
        caller(server.url.replace("http:", "https:"))()
    assert server.requests == []


def test_tls_1_1_is_refused(caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(authority.bundle))
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        authority.tls.maximum_version = ssl.TLSVersion.TLSv1_1
    with fake_server(tls=authority.tls) as server, pytest.raises(SequenceUnavailableError):
        caller(server.url)()
    assert server.paths == []


def test_proxy_variables_are_ignored(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_server() as proxy, fake_server() as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        caller(server.url)()
    assert (len(proxy.paths), len(server.paths)) == (0, 1)
