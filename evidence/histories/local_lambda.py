"""A small Lambda: it hands events to function processes, and starts new ones for those that are killed."""

import asyncio
import json
import random
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from .children import Children
from .http import Message, json_reply

TIMEOUT = 5  # seconds; the function's own
PATIENCE = 6.3  # seconds; callers wait 6
SLOTS = 16  # calls at once in one process, as in an environment that serves concurrent requests
CLOCKS = (0, 86_400, -86_400)  # seconds that a process's clock is ahead
_TYPE = "x-amzn-errortype"


class Slot(NamedTuple):
    """A connection to one thread of a function process."""

    process: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class LocalLambda:
    """Lambda's operation Invoke. `module` has the handler."""

    patience = PATIENCE

    def __init__(self, children: Children, module: str, processes: int) -> None:
        self._children, self._module, self._processes = children, module, processes
        self._idle: asyncio.Queue[Slot] = asyncio.Queue()
        self._functions: dict[int, asyncio.subprocess.Process] = {}
        self._ready: set[int] = set()  # have a connection
        self.overdue: list[int] = []  # when a function's time was over, in nanoseconds
        self._writers: list[asyncio.StreamWriter] = []
        self._over = False
        self.started_with_wrong_clock = self.calls = self.died = self.kills = self.crashed = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["LocalLambda"]:
        """Keep function processes until the end of the block."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self._port = server.sockets[0].getsockname()[1]
        keepers = [asyncio.create_task(self._keep(number)) for number in range(self._processes)]
        try:
            yield self
        finally:
            self._over = True
            server.close()
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)
            for writer in self._writers:
                writer.close()

    async def _keep(self, number: int) -> None:
        """Start a process, and another one whenever it has ended. Each has another clock."""
        while not self._over:
            clock = CLOCKS[number % len(CLOCKS)]
            number += 1
            self.started_with_wrong_clock += clock != 0
            process = await self._children.start(
                f"{__package__}.function", self._port, SLOTS, clock, number % 2, self._module
            )
            self._functions[process.pid] = process
            self.crashed += await self._children.ended(process) != -signal.SIGKILL
            del self._functions[process.pid]
            self._ready.discard(process.pid)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        with suppress(ValueError, OSError):
            slot = Slot(int(await reader.readline()), reader, writer)
            self._idle.put_nowait(slot)
            self._ready.add(slot.process)

    async def kill_one(self) -> None:
        """Kill a function process in the middle of its calls. One that still starts has none."""
        if self._ready:
            self.kills += 1
            await self._kill(random.choice([*self._ready]))  # noqa: S311

    async def _kill(self, pid: int) -> None:
        if process := self._functions.get(pid):
            await self._children.kill(process)

    async def forward(self, request: Message) -> Message:
        """Run a function with the event in a request."""
        self.calls += 1
        try:
            slot = await asyncio.wait_for(self._free_slot(), 2)
        except TimeoutError:
            return self.throttled()
        event = json.dumps({"event": json.loads(request.body), "seconds": TIMEOUT}).encode()
        answer = b""
        try:
            slot.writer.write(event + b"\n")
            answer = await asyncio.wait_for(slot.reader.readline(), TIMEOUT)
        except TimeoutError:
            self.overdue.append(time.monotonic_ns())
            await self._kill(slot.process)
            return _error("Sandbox.Timedout", f"Task timed out after {TIMEOUT}.00 seconds")
        except OSError:
            pass
        if not answer.endswith(b"\n"):
            self.died += 1
            slot.writer.close()
            return _error("Runtime.ExitError", "Runtime exited with error: signal: killed")
        self._idle.put_nowait(slot)
        reply = json.loads(answer)
        return _reply(reply["body"], failed=reply["failed"])

    async def _free_slot(self) -> Slot:
        while True:
            slot = await self._idle.get()
            if not slot.reader.at_eof():
                return slot
            slot.writer.close()

    def throttled(self) -> Message:
        """Lambda's reply to too many requests."""
        return json_reply(
            "429 Too Many Requests", {"Type": "User", "message": "Rate Exceeded."},
            **{_TYPE: "TooManyRequestsException"},
        )  # fmt: skip

    def failed(self) -> Message:
        """Lambda's status 500."""
        return json_reply("500 Internal Server Error", {"message": "failed"}, **{_TYPE: "ServiceException"})

    def damaged(self, reply: Message) -> Message:
        """A reply that is not JSON. Lambda sends no checksum, so nobody could notice a wrong digit."""
        return reply._replace(body=b"\x00" + reply.body[1:])


def _reply(body: object, *, failed: bool) -> Message:
    headers = {"x_amz_function_error": "Unhandled"} if failed else {}
    return json_reply("200 OK", body, **headers)


def _error(type_: str, message: str) -> Message:
    return _reply({"errorType": type_, "errorMessage": f"RequestId: 1 Error: {message}"}, failed=True)
