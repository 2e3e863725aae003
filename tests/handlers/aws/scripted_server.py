"""A server that follows a script: which bytes it sends, when, and when it hangs up."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

RESULT = b'{"Attributes":{"value":{"N":"7"}}}'


class Step(NamedTuple):
    """The response to one request: send the pieces, pause after each, then hang up if `closes` or `resets`."""

    pieces: Sequence[bytes]
    pause: float = 0
    closes: bool = False
    resets: bool = False


def reply(body: bytes = RESULT, status: int = 200, *headers: str, length: int | None = None) -> bytes:
    """An HTTP reply as DynamoDB sends it."""
    lines = [f"HTTP/1.1 {status} Reason", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


ANSWER = Step([reply()])


class ScriptedServer:
    """A server on loopback. Each request gets the next step; the last step repeats."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = list(steps)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._opened: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.requests: list[bytes] = []
        self.connections = 0

    def serve(self) -> None:
        """Accept connections until `end`."""
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.connections += 1
                self._opened.append(connection)
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def end(self) -> None:
        """Close all connections."""
        self._over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for connection in self._opened:
            connection.close()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while request := _request(connection):
                self.requests.append(request)
                step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
                for piece in step.pieces:
                    connection.sendall(piece)
                    if self._over.wait(step.pause):
                        return
                if step.resets:  # the client sees a reset, not a normal close
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                if step.closes or step.resets:
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
def scripted(*steps: Step) -> Iterator[ScriptedServer]:
    """Serve until the end of the block."""
    server = ScriptedServer(steps)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join(5)
