"""HTTP replies: complete ones are read in any number of pieces, damaged ones are refused."""

import pytest

from handlers.errors import SequenceUnavailableError

from ..conftest import Caller
from .scripted_server import ANSWER, RESULT, Step, reply, scripted

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunks(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end


COMPLETE = {
    "plain": reply(),
    "header names in any case": reply().replace(b"Content-Length", b"cOnTeNt-LeNgTh"),
    "spaces around a value": reply().replace(b"Length: ", b"Length: \t  "),
    "no reason": reply().replace(b" Reason", b""),
    "an empty reason": reply().replace(b"Reason", b""),
    "many headers": reply(RESULT, 200, *(f"X-{number}: {'x' * 100}" for number in range(300))),
    "a header in Latin-1": reply(RESULT, 200, "X-Name: \xe4"),
    "chunked": CHUNKED + chunks(RESULT),
    "chunks": CHUNKED + chunks(RESULT[:1], RESULT[1:20], RESULT[20:]),
    "chunks with extensions": CHUNKED + chunks(RESULT).replace(b"\r\n{", b" ;a=b\r\n{"),
    "chunks with trailers": CHUNKED + chunks(RESULT, end=b"0\r\nX-One: 1\r\nX-Two: 2\r\n\r\n"),
    "a chunk's length in capitals": CHUNKED + b"00000" + b"%X\r\n%s\r\n0\r\n\r\n" % (len(RESULT), RESULT),
}
DAMAGED = {
    "nothing": b"",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "HTTP/2": reply().replace(b"HTTP/1.1", b"HTTP/2.0"),
    "no status": b"HTTP/1.1 \r\nContent-Length: 0\r\n\r\n",
    "a status of four digits": reply().replace(b" 200 ", b" 2000 "),
    "an interim status": b"HTTP/1.1 100 Continue\r\n\r\n",
    "an interim status with a body": reply(RESULT, 103),
    "a short body": reply(length=len(RESULT) + 1),
    "no length": b"HTTP/1.1 200 OK\r\n\r\n" + RESULT,
    "a negative length": reply(length=-1),
    "a length that is not a number": reply().replace(b"Content-Length: ", b"Content-Length: 0x"),
    "a length that is too large": reply(length=999_999_999),
    "an endless head": b"HTTP/1.1 200 OK\r\n" + b"X-More: more\r\n" * 400_000,
    "a chunk without its length": CHUNKED + RESULT,
    "a chunk with a negative length": CHUNKED + b"-1\r\n" + RESULT,
    "a short chunk": CHUNKED + b"ff\r\n" + RESULT,
    "no last chunk": CHUNKED + chunks(RESULT, end=b""),
    "too many chunks": CHUNKED + chunks(*[b"x" * 1_000_000] * 5),
    "a huge chunk": CHUNKED + b"ffffff\r\n" + b"x" * 5_000_000,
}


@pytest.mark.parametrize("sent", COMPLETE.values(), ids=COMPLETE)
@pytest.mark.parametrize("byte_by_byte", [False, True])
def test_a_complete_reply_is_read(caller: Caller, sent: bytes, byte_by_byte: bool) -> None:
    step = Step([sent[at : at + 1] for at in range(len(sent))] if byte_by_byte else [sent])
    with scripted(step) as server:
        ask = caller(server.url)
        for _ in range(2):
            assert ask().body == {"Attributes": {"value": {"N": "7"}}}
    assert (len(server.requests), server.connections) == (2, 1)


@pytest.mark.parametrize("sent", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_reply_counts_as_lost(caller: Caller, sent: bytes) -> None:
    damaged = Step([sent], closes=True)
    with scripted(damaged, ANSWER) as server:
        answer = caller(server.url)()
    assert (answer.lost, len(server.requests), server.connections) == (True, 2, 2)


@pytest.mark.parametrize("sent", DAMAGED.values(), ids=DAMAGED)
def test_repeated_damaged_replies_make_the_service_unavailable(caller: Caller, sent: bytes) -> None:
    with scripted(Step([sent], closes=True)) as server:
        with pytest.raises(SequenceUnavailableError, match="table sequences: no answer; try again later: no reply"):
            caller(server.url)()
        assert len(server.requests) == 3


@pytest.mark.parametrize("name", ["an endless head", "a length that is too large", "too many chunks", "a huge chunk"])
def test_an_oversized_reply_is_not_read_to_the_end(caller: Caller, name: str) -> None:
    failing = pytest.raises(SequenceUnavailableError, match=r"too long|too many")
    with scripted(Step([DAMAGED[name]], closes=True)) as server, failing:
        caller(server.url)()


@pytest.mark.parametrize(
    "sent",
    [reply(RESULT, 200, "Connection: close"), reply(RESULT, 200, "CONNECTION: Close"), reply().replace(b"1.1", b"1.0")],
)
def test_a_connection_that_the_server_will_close_is_not_kept(caller: Caller, sent: bytes) -> None:
    with scripted(Step([sent])) as server:
        ask = caller(server.url)
        assert [ask().lost for _ in range(3)] == [False] * 3
    assert server.connections == 3
