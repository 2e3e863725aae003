"""The emulated AWS: MiniStack in a process of its own, with IAM enforced."""

import contextlib
import http.client
import os
import re
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NoReturn

import boto3
from botocore.config import Config

from ..errors import EmulatorError
from .process import HOST, emulator_process, free_port, new_scratch
from .session import DIRECT, root_session

START_SECONDS = 60  # a first start takes 2 s here, and far longer on a loaded machine

_LOG_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]+ \[")
_CLIENT_CONFIG = DIRECT.merge(
    Config(retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=5, read_timeout=60)
)


@dataclass(frozen=True)
class Emulator:
    """A running emulated AWS on loopback. `Emulator.start()` starts one."""

    port: int
    region: str
    root_key: str = field(repr=False)
    """The root user's access key; its secret key is the same. Each start makes a new one, which keeps others out."""
    _process: subprocess.Popen[bytes] = field(repr=False)
    _log: IO[bytes] = field(repr=False)
    scratch: Path
    """A folder of its own, which only the owner can read. It goes with the emulator, however that ends."""

    @property
    def endpoint(self) -> str:
        """The address of every service."""
        return f"http://{HOST}:{self.port}"

    def session(self, region: str | None = None) -> boto3.Session:
        """A boto3 session of the root user. All its clients and resources use this AWS.

        It ignores proxies, and the user's AWS variables, profile and files.
        """
        return root_session(self.endpoint, region or self.region, self.root_key)

    def client(self, service: str, *, session: boto3.Session | None = None, region: str | None = None) -> Any:
        """A boto3 client of this AWS, with the keys of the root user or of the session."""
        make: Any = (session or self.session(region)).client  # the stubs accept literal names only
        return make(service, endpoint_url=self.endpoint, config=_CLIENT_CONFIG)

    def log(self) -> str:
        """Everything that the emulator has logged so far."""
        size = os.fstat(self._log.fileno()).st_size
        return os.pread(self._log.fileno(), size, 0).decode(errors="replace")

    def printed_by(self, function: str) -> list[str]:
        """The lines that a function has printed so far, in the emulator's order."""
        lines, inside = [], False
        for line in self.log().splitlines():
            if _LOG_TIME.match(line):
                inside = f" Lambda {function} output:" in line or f" Lambda {function} failed processing " in line
            elif inside:
                lines.append(line)
        return lines

    def wait(self) -> NoReturn:
        """Wait as long as it runs. Raises `EmulatorError` when it ends by itself."""
        self._process.wait()
        raise EmulatorError(f"the emulated AWS has ended; its log ends with:\n{self._tail()}")

    @classmethod
    @contextlib.contextmanager
    def start(
        cls, *, port: int | None = None, region: str = "us-east-1", persist: Path | None = None
    ) -> Iterator["Emulator"]:
        """Start it and wait until it answers. At the end of the block it ends, with all workers that it started.

        `port` is a free one by default. `persist` is a folder that keeps the state for the next run; only its owner may
        have access to it. Raises `EmulatorError`.
        """
        port, root_key, scratch = free_port(port), f"local{secrets.token_hex(16)}", new_scratch()
        with (
            tempfile.TemporaryFile() as log,
            emulator_process(port, region, root_key, persist, log, scratch) as process,
        ):
            emulator = cls(port, region, root_key, process, log, scratch)
            emulator._wait_until_ready()
            yield emulator

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise EmulatorError(f"the emulated AWS ended at its start; its log ends with:\n{self._tail()}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
                with contextlib.closing(connection):
                    connection.request("GET", "/_ministack/health")
                    if connection.getresponse().status == http.HTTPStatus.OK:
                        return
            time.sleep(0.05)
        raise EmulatorError(
            f"the emulated AWS did not answer within {START_SECONDS} s; its log ends with:\n{self._tail()}"
        )

    def _tail(self, lines: int = 15) -> str:
        return "\n".join(f"  {line}" for line in self.log().splitlines()[-lines:]) or "  (empty)"
