"""A share of one CPU, as AWS Lambda gives it to a small function: a control group of the kernel with a quota."""

import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SHARE = 0.14  # a 256 MB function has 256 / 1,769 of a CPU ("Configure Lambda function memory", AWS)
PERIOD = 100_000  # microseconds, the kernel's default
GROUPS = Path("/sys/fs/cgroup")
_numbers = itertools.count()


@contextmanager
def quota(share: float = SHARE) -> Iterator[list[str]]:
    """Yield a prefix for a command, which then gets this share of a CPU.

    Raises `OSError` if the kernel refuses.
    """
    microseconds = int(PERIOD * share)
    second = (GROUPS / "cgroup.controllers").exists()
    group = (GROUPS if second else GROUPS / "cpu") / f"benchmark-{os.getpid()}-{next(_numbers)}"
    group.mkdir()
    try:
        if second:
            (group / "cpu.max").write_text(f"{microseconds} {PERIOD}")
        else:
            (group / "cpu.cfs_period_us").write_text(str(PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(microseconds))
        yield ["/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', str(group / "cgroup.procs")]
    finally:
        for _ in range(20):  # the kernel takes a moment to see that its last process has ended
            with suppress(OSError):
                group.rmdir()
                break
            time.sleep(0.05)


def missing() -> str | None:
    """Why there can be no quota here, or None."""
    try:
        with quota():
            return None
    except OSError as error:
        return f"the kernel's control group cannot be written: {error.strerror}"
