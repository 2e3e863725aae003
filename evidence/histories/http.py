"""HTTP/1.1 on asyncio's streams, as much as the proxy needs."""

import asyncio
import email.utils
import json
import zlib
from typing import NamedTuple


class Message(NamedTuple):
    """A request or a reply. `start` is its first line; the names of the headers are in lower case."""

    start: str
    headers: dict[str, str]
    body: bytes

    def encoded(self) -> bytes:
        """The bytes on the wire."""
        headers = {**self.headers, "content-length": str(len(self.body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.start}\r\n{lines}\r\n".encode("latin-1") + self.body


async def read_message(reader: asyncio.StreamReader) -> Message:
    """Read a message. Raises `IncompleteReadError` if the connection ends before it does."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    start, *lines = head[:-4].split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if "content-length" not in headers:
        raise ValueError(f"a message without a length: {start}")
    return Message(start, headers, await reader.readexactly(int(headers["content-length"])))


def json_reply(status: str, fields: object, **headers: str) -> Message:
    """A reply as AWS's services write it. An underscore in a header's name stands for a hyphen."""
    body = json.dumps(fields).encode()
    own = {name.replace("_", "-"): value for name, value in headers.items()}
    return Message(
        f"HTTP/1.1 {status}",
        {
            "content-type": "application/x-amz-json-1.0",
            "date": email.utils.formatdate(usegmt=True),
            "x-amzn-requestid": "made-by-the-proxy",
            "x-amz-crc32": str(zlib.crc32(body)),
            **own,
        },
        body,
    )
