"""MiniStack as a child process that cannot outlive this one."""

import contextlib
import fcntl
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

HOST = "127.0.0.1"
ACCOUNT = "000000000000"
ROOT_KEY = "test"  # MiniStack's root: every other key is held to its IAM policies
STOP_SECONDS = 15  # more than the leash takes to save


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
def child(port: int, region: str, persist: Path | None, log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """MiniStack on this port, not yet ready; ended with all that it started when the block is left, or we are gone."""
    scratch = Path(tempfile.gettempdir()) / f"sequence-service-{uuid.uuid4().hex}"
    with _locked(persist) as locks:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
            # -P: the script's folder must not hide modules of the same name
            [sys.executable, "-P", str(Path(__file__).with_name("leash.py")), str(scratch)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=_environment(port, region, persist, scratch),
            pass_fds=locks,
            start_new_session=True,  # a terminal's Ctrl-C is ours to handle, and the group is ours to end
        )
    try:
        yield process
    finally:
        _end(process, scratch)


@contextlib.contextmanager
def _locked(persist: Path | None) -> Iterator[list[int]]:
    """The folder's lock, for the child to hold: the kernel lets it go when the last process that has it is gone."""
    if persist is None:
        yield []
        return
    try:
        persist.mkdir(parents=True, exist_ok=True)
        file = (persist / "lock").open("w")
    except OSError as cause:
        raise EmulatorError(f"{persist} cannot hold the state: {cause.strerror}; name another folder") from cause
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as cause:
            raise EmulatorError(
                f"{persist} cannot be locked ({cause.strerror}): where another emulator keeps its state there, or is "
                "just saving it, end that one first, or name another folder"
            ) from cause
        yield [file.fileno()]


def _environment(port: int, region: str, persist: Path | None, scratch: Path) -> dict[str, str]:
    """What the emulator, and the functions in it, see of this machine: none of the user's AWS variables and files."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    state = {"PERSIST_STATE": "1", "STATE_DIR": str(persist.resolve())} if persist else {}
    ours = {
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
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
