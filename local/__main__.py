"""`python -m local`: runs the command line, and ends in order after a signal."""

import gc
import sys

from .cli.signals import Interrupted, interruptible

EXTRA = ("boto3", "botocore", "ministack", "rich")
"""What the extra `local` installs."""


def main() -> int:
    """Returns the exit code: 0, 1 after an error, 128 and the signal's number after a signal."""
    try:
        with interruptible():
            from .cli.command_line import run  # late: the imports take a second

            return run()
    except Interrupted as interrupted:
        return interrupted.exit_code
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in EXTRA:
            raise
        sys.stderr.write(f"local: {package} is not installed; run pip install 'sequence-service[local]'\n")
        return 1


if __name__ == "__main__":
    gc.disable()  # boto3 and Pulumi make 300,000 objects that stay: the collector would walk them for a second
    exit_code = main()
    gc.freeze()  # at its end, Python collects in any case
    sys.exit(exit_code)
