"""HTTP/1.1, as much as a client of JSON services needs: one request out, one reply in."""

import re
from typing import NamedTuple

from .connection import LARGEST_REPLY, Connection

_STATUS_LINE = re.compile(r"HTTP/1\.([01]) ([2-5][0-9]{2})( .*)?")
_LENGTH = re.compile(r"[0-9]{1,9}")
_CHUNK = re.compile(rb"0*([0-9A-Fa-f]{1,6})[ \t]*(;.*)?")


class HttpReply(NamedTuple):
    """A reply as it arrived, the names of its headers in lower case. `last`: the connection is of no more use."""

    status: int
    headers: dict[str, str]
    body: bytes
    last: bool


def exchange(connection: Connection, request: bytes, until: float) -> HttpReply:
    """Send a request and read the reply.

    Raises `OSError` or `ValueError` if no whole reply arrives. The connection is of no use then.
    """
    connection.send(request, until)
    status_line, *lines = connection.read_through(b"\r\n\r\n", until).decode("latin-1").split("\r\n")
    match = _STATUS_LINE.fullmatch(status_line)
    if not match:
        raise ValueError("the reply is not HTTP")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = headers.get("content-length", "")
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _chunks(connection, until)
    elif _LENGTH.fullmatch(length) and int(length) < LARGEST_REPLY:
        body = connection.read(int(length), until)
    else:
        raise ValueError("the reply does not say how long it is, or is too long")
    last = match[1] == "0" or headers.get("connection", "").lower() == "close"
    return HttpReply(int(match[2]), headers, body, last)


def _chunks(connection: Connection, until: float) -> bytes:
    body = b""
    while match := _CHUNK.fullmatch(connection.read_through(b"\r\n", until)):
        size = int(match[1], 16)
        if not size:
            while connection.read_through(b"\r\n", until):
                pass  # a trailer
            return body
        body += connection.read(size + 2, until)[:-2]
        if len(body) > LARGEST_REPLY:
            break
    raise ValueError("a chunk of the reply is damaged, or there are too many")
