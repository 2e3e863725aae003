"""DynamoDB with tables of any size: it answers Scan page by page over HTTP, and counts updates.

The pages are made when they are asked for. moto would take minutes to fill such a table.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = 8_000  # about what fits into the 1 MB of a page


class LargeTables:
    """Tables by name: how many sequences each one has, and the value of each, by its number."""

    def __init__(self) -> None:
        self.tables: dict[str, tuple[int, Callable[[int], int]]] = {}
        self.pages = 0
        self.updated: dict[str, int] = {}
        self.faults: list[tuple[int, str]] = []
        """Statuses and error codes of the next replies, instead of what was asked for. The last one stays."""
        self.url = ""

    def scan(self, request: dict[str, Any]) -> dict[str, Any]:
        """One page."""
        size, value = self.tables[request["TableName"]]
        start = int(request.get("ExclusiveStartKey", {"name": {"S": "s-1"}})["name"]["S"][1:]) + 1
        end = min(start + PAGE, size)
        self.pages += 1
        reply: dict[str, Any] = {
            "Items": [{"name": {"S": f"s{nth}"}, "value": {"N": str(value(nth))}} for nth in range(start, end)]
        }
        return reply if end == size else {**reply, "LastEvaluatedKey": {"name": {"S": f"s{end - 1}"}}}

    def update_item(self, request: dict[str, Any]) -> dict[str, Any]:
        """Accept an update of a value."""
        self.updated[request["Key"]["name"]["S"]] = int(request["ExpressionAttributeValues"][":to"]["N"])
        return {}


@contextmanager
def large_tables() -> Iterator[LargeTables]:
    """Serve tables until the end of the block."""
    tables = LargeTables()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            scan = self.headers["X-Amz-Target"].endswith(".Scan")
            status, code = tables.faults[0] if tables.faults else (200, "")
            tables.faults[: len(tables.faults) > 1] = []
            if code:
                reply: dict[str, Any] = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "a fault"}
            else:
                reply = tables.scan(request) if scan else tables.update_item(request)
            body = json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    tables.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield tables
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
