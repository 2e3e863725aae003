"""MiniStack as a child process that cannot outlive this one."""

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

from .errors import EmulatorError
from .kept_state import locked

HOST = "127.0.0.1"
ACCOUNT = "000000000000"
STOP_SECONDS = 15  # more than the leash takes to save

# The leash belongs to this package, which its interpreter may not find by itself (in a checkout).
_RUN = "import importlib, sys; sys.path.append(sys.argv.pop(1)); importlib.import_module(sys.argv.pop(1)).main()"
_LEASH = f"{__package__}.leash"


def free_port(wanted: int | None) -> int:
    """The wanted port, or any, if nobody uses it on loopback. Raises `EmulatorError`."""
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
def child(
    port: int, region: str, root_key: str, persist: Path | None, log: IO[bytes]
) -> Iterator[subprocess.Popen[bytes]]:
    """MiniStack on this port, not yet ready; ended with all that it started when the block is left, or we are gone.

    `root_key` is the root user's access key. Whoever knows it may do everything.
    """
    scratch = Path(tempfile.gettempdir()) / f"sequence-service-{uuid.uuid4().hex}"
    with locked(persist) if persist else contextlib.nullcontext() as lock:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            # -P: no folder of the user's is searched for modules
            [sys.executable, "-P", "-c", _RUN, str(_import_root()), _LEASH, str(scratch)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=_environment(port, region, root_key, persist, scratch),  # not readable by other users, as `ps` is
            pass_fds=[lock] if lock is not None else [],
            start_new_session=True,  # a terminal's Ctrl-C is ours to handle, and the group is ours to end
            umask=0o077,  # what it keeps is for the owner only
        )
    try:
        yield process
    finally:
        _end(process, scratch)


def _import_root() -> Path:
    """The folder in which this package's topmost one is."""
    return Path(str(sys.modules[str(__package__).partition(".")[0]].__file__)).resolve().parents[1]


def _environment(port: int, region: str, root_key: str, persist: Path | None, scratch: Path) -> dict[str, str]:
    """What the emulator, and the functions in it, see of this machine: none of the user's AWS variables and files."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    state = {"PERSIST_STATE": "1", "STATE_DIR": str(persist.resolve())} if persist else {}
    ours = {
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": root_key,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SECRET_ACCESS_KEY": root_key,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
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
    return kept | state | ours


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
