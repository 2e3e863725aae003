"""A Lambda endpoint on loopback with faults, between a client and a next-value function. It uses real sockets."""

import json
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import unquote

import boto3
from botocore.config import Config

SESSION = boto3.Session("test", "test", region_name="us-east-1")  # shared, because it keeps the API's model
Function = Callable[[Any], object]
"""A Lambda function. What it raises becomes a function error."""


class Fault(Enum):
    """What happens to one call. The first four happen before the function runs, the others after it has run."""

    THROTTLED = "429 TooManyRequestsException"
    FAILED = "500 ServiceException"
    UNAVAILABLE = "a SequenceUnavailableError of the function"
    CLOSED = "the connection ends without a reply"
    LOST = "the connection is reset instead of a reply"
    CUT = "the connection ends in the middle of the reply"
    DAMAGED = "the reply is not JSON"
    GARBLED = "the reply is not HTTP"
    SLOW = "the reply comes after `delay` seconds"
    TIMED_OUT = "a Sandbox.Timedout of the function"
    CRASHED = "a Runtime.ExitError of the function"


BEFORE = (Fault.THROTTLED, Fault.FAILED, Fault.UNAVAILABLE, Fault.CLOSED)
ERRORS = {
    Fault.UNAVAILABLE: ("SequenceUnavailableError", "table sequences: throttled; try again"),
    Fault.TIMED_OUT: ("Sandbox.Timedout", "RequestId: 1 Error: Task timed out after 10.00 seconds"),
    Fault.CRASHED: ("Runtime.ExitError", "RequestId: 1 Error: Runtime exited with error: signal: killed"),
}
STATUS = {Fault.THROTTLED: (429, "TooManyRequestsException"), Fault.FAILED: (500, "ServiceException")}
Plan = Callable[[], Fault | None]
"""The fault of the next call; None: the call works."""


def always(fault: Fault) -> Plan:
    """Every call has this fault."""
    return lambda: fault


def script(*faults: Fault | None) -> Plan:
    """The first calls have these faults, and all later calls work."""
    left = list(faults)
    return lambda: left.pop(0) if left else None


def some(share: float, *kinds: Fault, seed: int = 1) -> Plan:
    """A share of the calls, 0 to 1, has a random fault: one of `kinds`, or by default any."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return lambda: dice.choice(kinds or tuple(Fault)) if dice.random() < share else None


class FaultyLambda(ThreadingHTTPServer):
    """The endpoint. `requests` has the function's name and the event of each call; `connections` is a count."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, function: Function, plan: Plan, delay: float) -> None:
        super().__init__(("127.0.0.1", 0), _Invocation)
        self.function, self.plan, self.delay = function, plan, delay
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.requests: list[tuple[str, Any]] = []
        self.faults: list[Fault] = []
        self.connections = 0
        self.over = threading.Event()

    def client(self, *, read_timeout: float = 0.4, **options: Any) -> Any:
        """An impatient boto3 client, so that tests take less time. It makes one attempt."""
        config = Config(
            connect_timeout=2, read_timeout=read_timeout, retries={"total_max_attempts": 1}, proxies={}, **options
        )
        return SESSION.client("lambda", endpoint_url=self.url, config=config)

    def handle_error(self, *_: object) -> None:
        """Print nothing: clients hang up on purpose."""


class _Invocation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self._lambda = cast(FaultyLambda, self.server)
        self._lambda.connections += 1

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._lambda.requests.append((unquote(self.path.split("/")[3]), event))
        fault = self._lambda.plan()
        if fault:
            self._lambda.faults.append(fault)
        answer, error = (None, False) if fault in BEFORE else self._call(event)
        if fault in ERRORS:
            answer, error = dict(zip(("errorType", "errorMessage"), ERRORS[fault], strict=True)), True
        body = json.dumps(answer).encode()
        match fault:
            case Fault.THROTTLED | Fault.FAILED:
                status, code = STATUS[fault]
                self._reply(json.dumps({"message": "a fault"}).encode(), status, {"x-amzn-ErrorType": code})
            case Fault.CLOSED:
                self.close_connection = True
            case Fault.LOST:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                self.connection.close()
                self.close_connection = True
            case Fault.CUT:
                self._reply(body[: len(body) // 2], 200, {}, length=len(body))
                self.close_connection = True
            case Fault.DAMAGED:
                self._reply(b"\x00" + body[1:] + b"}", 200, {})
            case Fault.GARBLED:
                self.wfile.write(b"\xff\x00 " + body + b"\r\n\r\n")
                self.close_connection = True
            case _:
                if fault is Fault.SLOW:
                    self._lambda.over.wait(self._lambda.delay)
                self._reply(body, 200, {"X-Amz-Function-Error": "Unhandled"} if error else {})

    def _call(self, event: object) -> tuple[object, bool]:
        try:
            return self._lambda.function(event), False
        except Exception as error:  # noqa: BLE001 - what the function raises is its answer
            return {"errorType": type(error).__name__, "errorMessage": str(error)}, True

    def _reply(self, body: bytes, status: int, headers: dict[str, str], *, length: int | None = None) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body) if length is None else length)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def faulty_lambda(function: Function, plan: Plan | None = None, *, delay: float = 1) -> Iterator[FaultyLambda]:
    """Serve until the end of the block. `plan` decides the fault of each call; without it, all calls work."""
    with FaultyLambda(function, plan or script(), delay) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
