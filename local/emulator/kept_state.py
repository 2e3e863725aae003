"""The folder that keeps an emulator's state for the next run."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from ..errors import EmulatorError

_OTHERS = 0o077  # the permissions of everyone but the owner


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Make the folder if it does not exist, and lock it. Yields the lock's file descriptor.

    A child process that inherits the descriptor holds the lock too. The kernel releases it when the last holder ends.
    Raises `EmulatorError`, also for a folder that other users can read, because the state contains keys and all data.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_private(folder)
        lock = os.open(folder / "lock", os.O_CREAT | os.O_WRONLY, 0o600)
    except OSError as cause:
        raise EmulatorError(f"{folder} cannot hold the state: {cause.strerror}; name another folder") from cause
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as cause:
            raise EmulatorError(
                f"{folder} cannot be locked ({cause.strerror}): another emulator uses it, or is "
                "saving its state there; end that one first, or name another folder"
            ) from cause
        yield lock
    finally:
        os.close(lock)


def _check_private(folder: Path) -> None:
    """Refuse a folder that is open to others. It stays open: someone may have a reason for it."""
    status = folder.stat()
    if status.st_uid != os.geteuid():
        raise EmulatorError(f"{folder} belongs to another user; name a folder of your own")
    if status.st_mode & _OTHERS:
        mode = f"{status.st_mode & 0o777:03o}"
        raise EmulatorError(
            f"{folder} is open to other users (mode {mode}), and the state contains keys; run `chmod 700 {folder}`, or "
            "name a new folder"
        )
