"""What the tests of the command line look at: what a process prints, and what it leaves behind."""

import re
import subprocess
import time
from pathlib import Path
from typing import Any

import boto3


def processes_of(scratch: Path) -> list[str]:
    """Process number and command line of what was started with this folder: the emulator and the functions in it."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(scratch) in line]


def left_behind(scratch: Path, *, within: float = 10) -> list[str]:
    """The processes and files that are still there after this many seconds."""
    deadline = time.monotonic() + within
    while True:
        left = processes_of(scratch)
        left += [str(each) for each in scratch.iterdir() if not _of_tempfile(each)]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.1)


def _of_tempfile(path: Path) -> bool:
    """Whether Python's `tempfile` made it to try the folder. A SIGKILL at that moment leaves it."""
    return path.is_file() and re.fullmatch(r"[a-z0-9_]{8}", path.name) is not None and path.stat().st_size <= 4


def wait_for_line(process: subprocess.Popen[str], text: str) -> list[str]:
    """The lines up to the one with this text."""
    lines: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if text in line:
            return lines
    raise AssertionError("".join(lines))


def client_of(text: str, service: str) -> Any:
    """A boto3 client with what `up` printed."""
    exports = dict(re.findall(r"(AWS_\w+)=(\S+)", text))
    make: Any = boto3.Session(exports["AWS_ACCESS_KEY_ID"], exports["AWS_SECRET_ACCESS_KEY"]).client
    return make(service, endpoint_url=exports["AWS_ENDPOINT_URL"], region_name=exports["AWS_DEFAULT_REGION"])
