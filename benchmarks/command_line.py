"""What the commands of this folder share: counts, and the end after a signal."""

import argparse
from collections.abc import Callable

from local.cli.signals import Interrupted, interruptible


def at_least_one(text: str) -> int:
    """A count on the command line."""
    try:
        count = int(text)
    except ValueError:
        count = 0
    if count < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a count; use 1 or more")
    return count


def ended_in_order(main: Callable[[], int]) -> int:
    """Run a command. After Ctrl-C or SIGTERM, it ends in order: the exit code is 128 and the signal's number."""
    try:
        with interruptible():
            return main()
    except Interrupted as interrupted:
        return interrupted.exit_code
