"""Replies that are damaged on their way: botocore raises many errors for them, and a caller sees one."""

import pytest
from botocore.config import Config

from client import SequenceClient
from client.errors import SequenceUnavailableError

from ..handlers.aws.scripted_server import Step, reply, scripted
from .faulty_lambda import SESSION

ONCE = Config(retries={"total_max_attempts": 1}, proxies={})
BODY = b'{"first": 1'


def closing(body: bytes, status: int = 200, *headers: str, length: int | None = None) -> bytes:
    """A reply after which the connection closes, so that no other attempt uses it."""
    return reply(body, status, "Connection: close", *headers, length=length)


DAMAGED = {
    "the body ends early": closing(BODY, length=99),
    "the body is not JSON": closing(BODY),
    "no body": closing(b""),
    "bytes that are not text": closing(b"\xff\xfe"),
    "bytes that are a number in UTF-16": closing(b"\x003"),
    "deep nesting": closing(b"[" * 100_000),
    "more digits than Python reads": closing(b"9" * 5000),
    "an error that ends early": closing(BODY, 500, length=99),
    "an error that is not JSON": closing(BODY, 503),
    "an error that is a list": closing(b"[]", 429),
    "an error that is not text": closing(b"\xff\xfe", 500),
    "an unknown status": closing(b"1", 999),
    "a length that is not a number": closing(b"1").replace(b"Length: 1", b"Length: one"),
    "wrong chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n1",
    "headers that end early": b"HTTP/1.1 200 OK\r\nContent-Le",
    "no HTTP": b"\x15\x03\x01\x00\x02\x02\x16",
    "a function error without fields": closing(b"null", 200, "X-Amz-Function-Error: Unhandled"),
    "a function error that is not JSON": closing(BODY, 200, "X-Amz-Function-Error: Unhandled"),
}


def client_of(url: str) -> SequenceClient:
    """A client of the server at this URL."""
    return SequenceClient("sequences", lambda_client=SESSION.client("lambda", endpoint_url=url, config=ONCE))


@pytest.mark.usefixtures("pauses")
@pytest.mark.parametrize("damaged", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_reply_is_repeated_and_then_unavailable(damaged: bytes) -> None:
    with scripted(Step([damaged], closes=True), Step([damaged], closes=True), Step([reply(b"7")])) as server:
        numbers = client_of(server.url)
        assert numbers.next_value("orders") == 7
    with scripted(Step([damaged], closes=True)) as server:
        numbers = client_of(server.url)
        with pytest.raises(SequenceUnavailableError, match="try again"):
            numbers.next_value("orders")
