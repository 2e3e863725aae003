"""The curl snippet of docs/calling.md: its signature, and what it repeats. The emulator checks no signature of curl's.

So a server here takes the place of the function URL, and compares the signature with botocore's.
"""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from ..conftest import skip_unless_ci
from . import callers
from .callers import Outcome

KEYS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG", "AWS_REGION": "eu-west-1"}
REQUEST = {"name": "orders", "token": "cart-7f3a"}
UNAVAILABLE = {"error": "SequenceUnavailableError", "message": "orders: try again"}


class Received:
    """What the server received, as text."""

    def __init__(self, headers: dict[str, str], body: bytes) -> None:
        self.headers = headers
        self.body = body


@contextmanager
def url_that_answers(*answers: tuple[int, Any]) -> Iterator[tuple[str, list[Received]]]:
    """A server that gives these answers in turn: its URL, and what it receives."""
    received: list[Received] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(Received({name.lower(): value for name, value in self.headers.items()}, body))
            status, answer = answers[len(received) - 1]
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            if status == 503:
                self.send_header("Retry-After", "1")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", received
        finally:
            server.shutdown()
            thread.join()


def call(folder: Path, url: str, **variables: str) -> Outcome:
    if reason := callers.missing("curl"):
        skip_unless_ci(reason)
    (outcome,) = callers.curl(folder, {"PATH": os.environ["PATH"], "SEQUENCE_URL": url, **KEYS, **variables}, [REQUEST])
    return outcome


def signature(received: Received, url: str, token: str | None, monkeypatch: pytest.MonkeyPatch) -> str:
    """The header `Authorization` that botocore makes for this request, at the time and with the headers of curl."""
    sent = received.headers
    moment = datetime.strptime(sent["x-amz-date"], "%Y%m%dT%H%M%SZ")
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_: moment)
    signed = sent["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    others = {name: sent[name] for name in signed if name not in ("host", "x-amz-date", "x-amz-security-token")}
    request = AWSRequest("POST", url, others, received.body)
    credentials = Credentials(KEYS["AWS_ACCESS_KEY_ID"], KEYS["AWS_SECRET_ACCESS_KEY"], token)
    botocore.auth.SigV4Auth(credentials, "lambda", KEYS["AWS_REGION"]).add_auth(request)
    made: str = request.headers["Authorization"]
    return made


@pytest.mark.parametrize("token", [None, "a-session"])
def test_its_signature_is_botocores(tmp_path: Path, token: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    with url_that_answers((200, 1)) as (url, received):
        assert call(tmp_path, url, AWS_SESSION_TOKEN=token or "") == Outcome(1)
    (request,) = received
    assert request.headers.get("x-amz-security-token") == token
    assert request.headers["authorization"] == signature(request, url, token, monkeypatch)


def test_it_repeats_an_unavailable_call_with_the_same_token(tmp_path: Path) -> None:
    with url_that_answers((503, UNAVAILABLE), (429, {"Message": "slow down"}), (200, 7)) as (url, received):
        assert call(tmp_path, url) == Outcome(7)
    assert [each.headers["idempotency-key"] for each in received] == ["cart-7f3a"] * 3


def test_it_does_not_repeat_a_wrong_request(tmp_path: Path) -> None:
    refusal = {"error": "UnknownSequenceError", "message": "orders: not declared"}
    with url_that_answers((404, refusal)) as (url, received):
        assert call(tmp_path, url) == Outcome(None, refusal["error"], refusal["message"])
    assert len(received) == 1
