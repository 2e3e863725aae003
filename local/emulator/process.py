"""Starts and ends the emulator's process. It always ends with this process."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ..errors import EmulatorError
from .kept_state import locked

HOST = "127.0.0.1"
ACCOUNT = "000000000000"
STOP_SECONDS = 15  # longer than the server takes to save its state

# In a checkout, the new interpreter does not find this package by itself.
_RUN = "import importlib, sys; sys.path.append(sys.argv.pop(1)); importlib.import_module(sys.argv.pop(1)).main()"
_SERVER = f"{__package__}.server"


def free_port(wanted: int | None) -> int:
    """Return the wanted port, or any free one. Raises `EmulatorError` if another program uses the wanted port."""
    with socket.socket() as probe:
        if wanted:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free
        try:
            probe.bind((HOST, wanted or 0))
        except OSError as cause:
            raise EmulatorError(
                f"port {wanted} cannot be used ({cause.strerror}); choose another one with --port"
            ) from cause
        free: int = probe.getsockname()[1]
        return free


def new_scratch() -> Path:
    """A path for an emulator's scratch folder, which does not exist yet."""
    return Path(tempfile.gettempdir()) / f"sequence-service-{uuid.uuid4().hex}"


@contextlib.contextmanager
def emulator_process(
    port: int, region: str, root_key: str, persist: Path | None, log: IO[bytes], scratch: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run MiniStack on this port. It is not ready yet. It ends with all its children, also if this process dies.

    `root_key` is the root user's access key; it allows everything. `scratch` is a folder that it makes and removes.
    """
    with locked(persist) if persist else contextlib.nullcontext() as lock:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            # -P: do not search the user's folders for modules
            [sys.executable, "-P", "-c", _RUN, str(_import_root()), _SERVER, str(scratch)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=_environment(port, region, root_key, persist, scratch),  # `ps` shows it to no other user
            pass_fds=[lock] if lock is not None else [],
            start_new_session=True,  # we handle a terminal's Ctrl-C, and end the group
            umask=0o077,  # only the owner can read its files
        )
    try:
        yield process
    finally:
        _end(process, scratch)


def _import_root() -> Path:
    """The folder from which this package is imported."""
    return Path(str(sys.modules[str(__package__).partition(".")[0]].__file__)).resolve().parents[1]


def _environment(port: int, region: str, root_key: str, persist: Path | None, scratch: Path) -> dict[str, str]:
    """The environment of the emulator and its functions: without the user's AWS variables and files."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    state = {"PERSIST_STATE": "1", "STATE_DIR": str(persist.resolve())} if persist else {}
    ours = {
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": root_key,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SECRET_ACCESS_KEY": root_key,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "BIND_HOST": HOST,
        "DOCKER_HOST": f"unix://{scratch}/no-docker",  # otherwise it removes other emulators' containers
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",  # it would listen on one more port, on all interfaces
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": region,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "SFTP_ENABLED": "0",
        "TMPDIR": str(scratch),
    }
    return kept | state | ours


def _end(process: subprocess.Popen[bytes], scratch: Path) -> None:
    died = process.poll() is not None
    if process.stdin:
        process.stdin.close()  # tells the server to end
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        died = True
    if died:  # then it has not cleaned up
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(scratch, ignore_errors=True)
