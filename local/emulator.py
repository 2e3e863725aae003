"""The emulated AWS: MiniStack as a child process, with IAM enforced."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NoReturn

import boto3
from botocore.config import Config

from .errors import EmulatorError

_LOG_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]+ \[")

HOST = "127.0.0.1"
ACCOUNT = "000000000000"
ROOT_KEY = "test"  # MiniStack's root: every other key is held to its IAM policies
START_SECONDS = 60  # a cold start takes 2 s here; a loaded machine with a cold disk far longer
STOP_SECONDS = 15  # more than the leash takes to save

_CLIENT_CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=5, read_timeout=60)


@dataclass(frozen=True)
class Emulator:
    """A running emulated AWS on loopback. `Emulator.start()` gives one."""

    port: int
    region: str
    _process: subprocess.Popen[bytes] = field(repr=False)
    _log: IO[bytes] = field(repr=False)

    @property
    def endpoint(self) -> str:
        """The address of every service."""
        return f"http://{HOST}:{self.port}"

    def session(self, region: str | None = None) -> boto3.Session:
        """A boto3 session of the root user; its clients need `endpoint_url=emulator.endpoint`, or use `client()`."""
        return boto3.Session(ROOT_KEY, ROOT_KEY, region_name=region or self.region)

    def client(self, service: str, *, session: boto3.Session | None = None, region: str | None = None) -> Any:
        """A boto3 client of this AWS, as the root user or as the session's."""
        make: Any = (session or self.session(region)).client  # its stubs know services by literal names only
        return make(service, endpoint_url=self.endpoint, config=_CLIENT_CONFIG)

    def log(self) -> str:
        """All that the emulator has logged up to now."""
        size = os.fstat(self._log.fileno()).st_size
        return os.pread(self._log.fileno(), size, 0).decode(errors="replace")

    def printed_by(self, function: str) -> list[str]:
        """The lines that a function has printed up to now, whoever invoked it, in the emulator's order.

        (Its log group holds those of direct calls only, not those of an event source mapping.)
        """
        lines, inside = [], False
        for line in self.log().splitlines():
            if _LOG_TIME.match(line):
                inside = f" Lambda {function} output:" in line or f" Lambda {function} failed processing " in line
            elif inside:
                lines.append(line)
        return lines

    def wait(self) -> NoReturn:
        """Wait as long as it runs; raise `EmulatorError` when it has ended by itself."""
        self._process.wait()
        raise EmulatorError(f"the emulated AWS has ended; the end of its log:\n{self._tail()}")

    @classmethod
    @contextlib.contextmanager
    def start(
        cls, *, port: int | None = None, region: str = "us-east-1", persist: Path | None = None
    ) -> Iterator["Emulator"]:
        """Start it and wait until it answers; on leaving the block it is ended, with every worker that it started.

        `port` is a free one by default. `persist` is a folder that keeps the state from one run to the next.
        Raises `EmulatorError`.
        """
        port = _free_port(port)
        with tempfile.TemporaryFile() as log, _process(port, region, persist, log) as process:
            emulator = cls(port, region, process, log)
            emulator._wait_until_ready()
            yield emulator

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise EmulatorError(f"the emulated AWS ended at its start; the end of its log:\n{self._tail()}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
                with contextlib.closing(connection):
                    connection.request("GET", "/_ministack/health")
                    if connection.getresponse().status == http.HTTPStatus.OK:
                        return
            time.sleep(0.05)
        raise EmulatorError(f"the emulated AWS gave no answer for {START_SECONDS} s; its log ends:\n{self._tail()}")

    def _tail(self, lines: int = 15) -> str:
        return "\n".join(f"  {line}" for line in self.log().splitlines()[-lines:]) or "  (empty)"


def _free_port(wanted: int | None) -> int:
    with socket.socket() as probe:
        if wanted:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free
        try:
            probe.bind((HOST, wanted or 0))
        except OSError as cause:
            raise EmulatorError(
                f"port {wanted} cannot be used ({cause.strerror}); choose another with --port"
            ) from cause
        free: int = probe.getsockname()[1]
        return free


@contextlib.contextmanager
def _process(port: int, region: str, persist: Path | None, log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    if persist:
        try:
            persist.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise EmulatorError(f"{persist} cannot hold the state: {cause.strerror}; name another folder") from cause
    scratch = Path(tempfile.gettempdir()) / f"sequence-service-{uuid.uuid4().hex}"
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
        # -P: the script's folder must not hide modules of the same name
        [sys.executable, "-P", str(Path(__file__).with_name("leash.py")), str(scratch)],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        env=_environment(port, region, persist, scratch),
        start_new_session=True,  # a terminal's Ctrl-C is ours to handle, and the group is ours to end
    )
    try:
        yield process
    finally:
        _end(process, scratch)


def _environment(port: int, region: str, persist: Path | None, scratch: Path) -> dict[str, str]:
    """All that the emulator, and the functions in it, may see of this machine: none of the user's AWS variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    state = {"PERSIST_STATE": "1", "STATE_DIR": str(persist.resolve())} if persist else {}
    return (
        kept
        | state
        | {
            "AUTH": "true",
            "AWS_ACCESS_KEY_ID": ROOT_KEY,
            "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
            "BIND_HOST": HOST,
            "DOCKER_HOST": f"unix://{scratch}/no-docker",  # else it clears away other emulators' containers
            "GATEWAY_PORT": str(port),
            "IOT_MTLS_ENABLED": "0",  # it would listen on a port of its own, on all interfaces
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_REGION": region,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
            "SFTP_ENABLED": "0",
            "TMPDIR": str(scratch),
        }
    )


def _end(process: subprocess.Popen[bytes], scratch: Path) -> None:
    died = process.poll() is not None
    if process.stdin:
        process.stdin.close()  # lets the leash go
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        died = True
    if died:  # so it could not clear up after itself
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(scratch, ignore_errors=True)
