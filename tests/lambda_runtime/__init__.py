"""Lambda's runtime API on loopback, and a function in its own process under AWS's runtime client.

The API's paths are those of "Using the Lambda runtime API", AWS Lambda Developer Guide.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any, NamedTuple

SECONDS = 30  # the longest wait for a reply
ROOT = Path(__file__).resolve().parent.parent.parent


class Outcome(NamedTuple):
    """What the runtime client reported: a reply, or an error document."""

    reply: Any
    error: Any


class Runtime:
    """A function's process, and the API that sends it events."""

    def __init__(
        self, process: subprocess.Popen[bytes], events: "queue.Queue[bytes]", outcomes: "queue.Queue[Outcome]"
    ):
        self.process = process
        self._events = events
        self._outcomes = outcomes

    def invoke(self, event: object) -> Outcome:
        """Send one event, as JSON. Raises `queue.Empty` if the process does not answer."""
        self._events.put(json.dumps(event).encode())
        return self._outcomes.get(timeout=SECONDS)


@contextlib.contextmanager
def running(
    entry_point: str,
    environment: Mapping[str, str],
    python: str = sys.executable,
    log: IO[bytes] | int = subprocess.DEVNULL,
) -> Iterator[Runtime]:
    """Run `entry_point` under awslambdaric, which writes to `log`; the process ends with the block."""
    events: queue.Queue[bytes] = queue.Queue()
    outcomes: queue.Queue[Outcome] = queue.Queue()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(events, outcomes))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    process = subprocess.Popen(
        [python, "-m", "awslambdaric", entry_point],
        cwd=ROOT,
        env={
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}",
            "AWS_LAMBDA_FUNCTION_NAME": "next-value",
            "LAMBDA_TASK_ROOT": str(ROOT),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            **environment,
        },
        stdout=log,
        stderr=None if log == subprocess.DEVNULL else log,
    )
    try:
        yield Runtime(process, events, outcomes)
    finally:
        process.kill()
        process.wait()
        server.shutdown()
        server.server_close()


def _handler(events: "queue.Queue[bytes]", outcomes: "queue.Queue[Outcome]") -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(
                events.get(),
                {
                    "Lambda-Runtime-Aws-Request-Id": "request-1",
                    "Content-Type": "application/json",  # the runtime client crashes without it
                    "Lambda-Runtime-Deadline-Ms": "99999999999999",
                    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:next-value",
                },
            )

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            failed = self.path.endswith("/error")
            outcomes.put(Outcome(None, body) if failed else Outcome(body, None))
            self._answer(b"{}", {})

        def _answer(self, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(200)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
            """Print nothing."""

    return Handler
