"""One connection: opened, kept, and used for one request at a time, each step within a time limit."""

import select
import socket
import ssl
import time
from threading import Thread

from ..errors import ConfigurationError
from .endpoint import Endpoint

CONNECT_SECONDS = 1.0  # for one of the host's addresses: another one may answer
LARGEST_REPLY = 4_194_304  # bytes; DynamoDB's largest item has 400 KB


class Connection:
    """A socket to an endpoint. `until`, in seconds of time.monotonic, bounds each call in total."""

    used_at: float  # set when it is kept, in epoch seconds

    def __init__(self, endpoint: Endpoint, tls: ssl.SSLContext | None, until: float) -> None:
        host = endpoint.host.strip("[]").encode()  # as text Python would load its tables of Unicode first
        self._socket = _connect(host, endpoint.port, until)
        self._socket.settimeout(_left(until))
        if tls:
            try:
                self._socket = tls.wrap_socket(self._socket, server_hostname=host)
            except ssl.SSLCertVerificationError as error:
                raise ConfigurationError(
                    f"{endpoint.host:.100}: its certificate is not trusted ({error.verify_message:.80}); "
                    "check the endpoint, and set AWS_CA_BUNDLE if its authority is your own"
                ) from error
        self._received = bytearray()
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLIN)

    def is_quiet(self) -> bool:
        """Whether nothing came after the last reply. The end of the connection would be something."""
        return not (self._received or self._poll.poll(0))

    def send(self, request: bytes, until: float) -> None:
        """Send a whole request."""
        self._socket.settimeout(_left(until))
        self._socket.sendall(request)

    def read_through(self, end: bytes, until: float) -> bytes:
        """Read through `end`, and return what is before it."""
        while (found := self._received.find(end)) < 0:
            self._receive(until)
        piece = bytes(self._received[:found])
        del self._received[: found + len(end)]
        return piece

    def read(self, length: int, until: float) -> bytes:
        """Read this number of bytes."""
        while len(self._received) < length:
            self._receive(until)
        piece = bytes(self._received[:length])
        del self._received[:length]
        return piece

    def _receive(self, until: float) -> None:
        self._socket.settimeout(_left(until))
        piece = self._socket.recv(16_384)  # most replies arrive in one piece
        if not piece:
            raise ConnectionError("the connection was closed before the whole reply arrived")
        self._received += piece
        if len(self._received) > LARGEST_REPLY:
            raise ValueError("the reply is too long")

    def __del__(self) -> None:
        # Close a connection that is not kept. Python would warn otherwise.
        if opened := getattr(self, "_socket", None):
            opened.close()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("no reply within the time limit")
    return left


def _connect(host: bytes, port: int, until: float) -> socket.socket:
    """Connect in a thread of its own, since nothing can interrupt the look-up of a name. It costs about 0.2 ms."""
    outcome: list[socket.socket | Exception] = []

    def connect() -> None:
        try:
            limit = min(CONNECT_SECONDS, _left(until))
            outcome.append(socket.create_connection((host, port), limit))  # type: ignore[arg-type]  # as getaddrinfo may
        except OSError as error:
            outcome.append(error)

    thread = Thread(target=connect, daemon=True)
    thread.start()
    thread.join(_left(until))
    result = outcome[0] if outcome else TimeoutError("the look-up of the name took too long")
    if isinstance(result, Exception):
        raise OSError(str(result)) from result
    result.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return result
