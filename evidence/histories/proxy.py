"""A proxy on real sockets that does to requests what `Weather` decides."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

from .faults import Fault, Weather
from .http import Message, read_message

OUTAGE = 0.1  # seconds without a listening socket
NEVER = 60.0  # seconds that a lost request's connection stays open, at most; the caller closes it before


class Service(Protocol):
    """What is behind a proxy."""

    patience: float
    """Seconds after which a caller has given up."""

    async def forward(self, request: Message) -> Message:
        """Carry a request out."""

    def throttled(self) -> Message:
        """The service's own reply if there are too many requests."""

    def failed(self) -> Message:
        """The service's own reply with status 500."""

    def damaged(self, reply: Message) -> Message:
        """A reply that a caller can know to be damaged."""


class Proxy:
    """Listens on 127.0.0.1 and a free port."""

    def __init__(self, service: Service, weather: Weather) -> None:
        self._service, self._weather = service, weather
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._port = 0

    @property
    def url(self) -> str:
        """Where callers reach the service."""
        return f"http://127.0.0.1:{self._port}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Proxy"]:
        """Serve until the end of the block."""
        await self._listen()
        try:
            yield self
        finally:
            if self._server:
                self._server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port, backlog=256)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _refuse(self) -> None:
        """Close the listening socket for a moment, so that the system refuses connections."""
        server, self._server = self._server, None
        if not server:
            return  # during another outage
        server.close()
        await asyncio.sleep(OUTAGE)
        await self._listen()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._run(self._serve(reader, writer))

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            # A caller that hangs up, or that was killed, ends its connection in any of these ways.
            with suppress(OSError, asyncio.IncompleteReadError):
                while await self._answer(await read_message(reader), reader, writer):
                    await writer.drain()
        finally:
            writer.close()

    async def _answer(self, request: Message, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer a request. Returns whether the connection is still of use."""
        service, fault = self._service, self._weather.next()
        match fault:
            case Fault.REFUSED | Fault.RESET:
                _reset(writer)
                if fault is Fault.REFUSED:
                    self._run(self._refuse())
                return False
            case Fault.LOST_REQUEST:
                with suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(), NEVER)
                return False
            case Fault.THROTTLED:
                writer.write(service.throttled().encoded())
                return True
            case Fault.FAILED:
                writer.write(service.failed().encoded())
                return True
            case Fault.LATE_REQUEST:
                await asyncio.sleep(service.patience)
        if fault is Fault.TWICE:
            reply = random.choice(await asyncio.gather(service.forward(request), service.forward(request)))  # noqa: S311
        else:
            reply = await service.forward(request)
        match fault:
            case Fault.LOST_REPLY:
                _reset(writer)
                return False
            case Fault.FAILED_AFTER:
                reply = service.failed()
            case Fault.DAMAGED:
                reply = service.damaged(reply)
            case Fault.LATE_REPLY:
                await asyncio.sleep(service.patience)
            case Fault.CUT:
                whole = reply.encoded()
                writer.write(whole[: len(whole) - len(reply.body) // 2 - 1])
                await writer.drain()
                return False
        writer.write(reply.encoded())
        return True


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection with a reset instead of a proper end."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()
