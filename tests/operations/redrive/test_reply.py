"""The consumer's reply: which replies are a success, and how a failure is printed."""

import io
import json
from typing import Any

import pytest

from ...consumer.conftest import Queue
from .fakes import Streams, message, redeliver


class Replies:
    """A client of Lambda with the same raw reply for every call."""

    def __init__(self, payload: bytes, **reply: Any) -> None:
        self.invoked: list[str] = []
        self._payload = payload
        self._reply = reply

    def invoke(self, **request: str) -> dict[str, Any]:
        """Answer as Lambda does."""
        self.invoked.append(request["FunctionName"])
        return {"StatusCode": 200, **self._reply, "Payload": io.BytesIO(self._payload)}


@pytest.mark.parametrize("payload", [b"OK", b"\xff\xfe", b"{", b"[" * 100_000, b"\x1b[2J"], ids=str)
@pytest.mark.parametrize("error", [{}, {"FunctionError": "Unhandled"}], ids=["reply", "error"])
def test_a_reply_that_is_not_json_fails_only_its_message(
    queue: Queue, payload: bytes, error: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    queue.send(message(1, 1))
    queue.send(message(2, 2))
    functions = Replies(payload, **error)
    assert redeliver(queue, Streams(), functions) == 2
    assert len(functions.invoked) == queue.size() == 2
    printed = capsys.readouterr().out
    assert printed.count("that is not JSON: b") == 2
    assert "\x1b" not in printed


@pytest.mark.parametrize("payload", [b"", b"null", b"{}", b'{"batchItemFailures": []}', b'"OK"'])
def test_a_reply_without_failures_is_a_success(queue: Queue, payload: bytes) -> None:
    queue.send(message(1, 1))
    assert redeliver(queue, Streams(), Replies(payload)) == queue.size() == 0


def test_a_function_error_is_printed_as_one_short_ascii_line(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    error = {"errorType": "E\u00fc", "errorMessage": "a\x1b[2Jb\nc" + "d" * 10_000}
    queue.send(message(1, 1))
    assert redeliver(queue, Streams(), Replies(json.dumps(error).encode(), FunctionError="Unhandled")) == 1
    line = capsys.readouterr().out.splitlines()[3]
    assert r"the function raised E\xfc: a\x1b[2Jb\ncddd" in line
    assert len(line) < 2200
    assert line.endswith("; the message stays")
