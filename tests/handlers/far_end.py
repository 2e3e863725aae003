"""A far end on a real socket: it answers every request alike, and counts what it sees."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

MOVED = {"Attributes": {"value": {"N": "7"}}}
THROTTLED = {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "slow down"}


class FarEnd(ThreadingHTTPServer):
    """What it answers; one that `closes` ends each connection after a reply, unannounced."""

    daemon_threads = True

    def __init__(
        self, status: int, reply: object, checksum: str | None, tls: ssl.SSLContext | None, *, closes: bool
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.status, self.body, self.checksum, self.closes = status, json.dumps(reply).encode(), checksum, closes
        self.url = f"{'https' if tls else 'http'}://localhost:{self.server_port}"
        self.asked: list[str] = []
        self.headers: list[Message] = []
        self.connections = 0
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, *_: object) -> None:
        """Say nothing: a client that hangs up is what some tests are about."""


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self._end = cast(FarEnd, self.server)
        self._end.connections += 1

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._end.asked.append(self.path)
        self._end.headers.append(self.headers)
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer()

    def _answer(self) -> None:
        self.send_response(self._end.status)
        self.send_header("Content-Length", str(len(self._end.body)))
        if self._end.checksum:
            self.send_header("x-amz-crc32", self._end.checksum)
        self.end_headers()
        self.wfile.write(self._end.body)
        self.close_connection = self._end.closes

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def far_end(
    reply: object = MOVED,
    *,
    status: int = 200,
    checksum: str | None = None,
    tls: ssl.SSLContext | None = None,
    closes: bool = False,
) -> Iterator[FarEnd]:
    """Serve, until the test is over."""
    with FarEnd(status, reply, checksum, tls, closes=closes) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
