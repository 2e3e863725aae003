"""A far end that does exactly what a test writes down: which bytes it sends, when, and when it hangs up."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

RESULT = b'{"Attributes":{"value":{"N":"7"}}}'


class Act(NamedTuple):
    """What happens once a request has arrived: these pieces are sent, with a pause after each; then it may hang up."""

    pieces: Sequence[bytes]
    pause: float = 0
    closes: bool = False
    resets: bool = False


def reply(body: bytes = RESULT, status: int = 200, *headers: str, length: int | None = None) -> bytes:
    """An HTTP reply as DynamoDB sends it."""
    lines = [f"HTTP/1.1 {status} Reason", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


ANSWER = Act([reply()])


class Scripted:
    """A server on loopback; `acts` are for its requests in turn, and the last one is for all that follow."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self._acts = list(acts)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._opened: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.requests: list[bytes] = []
        self.connections = 0

    def serve(self) -> None:
        """Take connections until the end."""
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.connections += 1
                self._opened.append(connection)
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def end(self) -> None:
        """Hang up on everybody."""
        self._over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for connection in self._opened:
            connection.close()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while request := _request(connection):
                self.requests.append(request)
                act = self._acts.pop(0) if len(self._acts) > 1 else self._acts[0]
                for piece in act.pieces:
                    connection.sendall(piece)
                    if self._over.wait(act.pause):
                        return
                if act.resets:  # the other end sees a reset, not an end
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                if act.closes or act.resets:
                    break
            connection.close()


def _request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65_536)
        if not piece:
            return b""
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


@contextlib.contextmanager
def scripted(*acts: Act) -> Iterator[Scripted]:
    """Serve until the end of the block."""
    server = Scripted(acts)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join(5)
