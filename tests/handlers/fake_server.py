"""A server on a real socket: it gives every request the same reply, and counts requests and connections."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

RESULT = {"Attributes": {"value": {"N": "7"}}}
THROTTLED = {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "slow down"}


class FakeServer(ThreadingHTTPServer):
    """A server with one fixed reply. With `closes`, it closes each connection after a reply without announcing it."""

    daemon_threads = True

    def __init__(
        self, status: int, reply: object, checksum: str | None, tls: ssl.SSLContext | None, *, closes: bool
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.status, self.body, self.checksum, self.closes = status, json.dumps(reply).encode(), checksum, closes
        self.url = f"{'https' if tls else 'http'}://localhost:{self.server_port}"
        self.paths: list[str] = []
        self.headers: list[Message] = []
        self.connections = 0
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, *_: object) -> None:
        """Print nothing: in some tests the client hangs up on purpose."""


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self._fake = cast(FakeServer, self.server)
        self._fake.connections += 1

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._fake.paths.append(self.path)
        self._fake.headers.append(self.headers)
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer()

    def _answer(self) -> None:
        self.send_response(self._fake.status)
        self.send_header("Content-Length", str(len(self._fake.body)))
        if self._fake.checksum:
            self.send_header("x-amz-crc32", self._fake.checksum)
        self.end_headers()
        self.wfile.write(self._fake.body)
        self.close_connection = self._fake.closes

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def fake_server(
    reply: object = RESULT,
    *,
    status: int = 200,
    checksum: str | None = None,
    tls: ssl.SSLContext | None = None,
    closes: bool = False,
) -> Iterator[FakeServer]:
    """Serve until the end of the block."""
    with FakeServer(status, reply, checksum, tls, closes=closes) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
