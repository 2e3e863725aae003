"""A proxy before DynamoDB Local that throttles as DynamoDB does. The emulator itself has no limits."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Protocol, cast

from .limits import Table

# As botocore's model of DynamoDB describes it.
_BODY = json.dumps(
    {
        "__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException",
        "message": "Throughput exceeds the current capacity of your table or index.",
        "throttlingReasons": [{"reason": "TableWriteKeyRangeThroughputExceeded", "resource": "table"}],
    }
).encode()
THROTTLED = b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n%b" % (len(_BODY), _BODY)


class Limiter(ThreadingTCPServer):
    """Passes requests on. After `limit`, each item may be written so often a second."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Proxy)
        self.behind = ("127.0.0.1", port)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self._lock = threading.Lock()
        self.limit(1e9)

    def limit(self, writes: float) -> None:
        """Set how many writes a second each item takes, and start counting."""
        self._writes = writes
        self.began = time.monotonic()
        self._tables: dict[str, Table] = {}

    def table(self, key: str) -> Table:
        """The limits and counts of an item."""
        return self._tables.setdefault(key, Table(partition_writes=self._writes))

    def accepts(self, key: str) -> bool:
        """Whether an item may be written now."""
        with self._lock:
            return self.table(key).write(time.monotonic() - self.began)


class _Proxy(StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        limiter = cast(Limiter, self.server)
        with socket.create_connection(limiter.behind) as behind, behind.makefile("rb") as replies:
            behind.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while message := _read(self.rfile):
                head, body = message
                if limiter.accepts(json.loads(body)["Key"]["name"]["S"]):
                    behind.sendall(head + body)
                    head, body = _read(replies) or (b"", b"")
                    self.wfile.write(head + body)
                else:
                    self.wfile.write(THROTTLED)


class Stream(Protocol):
    """What is read of a request or a reply."""

    def readline(self, size: int = -1, /) -> bytes:
        """Read a line."""

    def read(self, size: int = -1, /) -> bytes:
        """Read so many bytes."""


def _read(stream: Stream) -> tuple[bytes, bytes] | None:
    """The head and the body of the next request or reply; None at the end of the connection."""
    head, length = b"", 0
    while (line := stream.readline()) not in (b"\r\n", b""):
        head += line
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return (head + b"\r\n", stream.read(length)) if head else None


@contextmanager
def limiter(port: int) -> Iterator[Limiter]:
    """Serve until the end of the block, in front of a server on this machine."""
    with Limiter(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
