"""Run MiniStack, behind the guard, until whoever started it is gone. The main module of a process of its own.

Standard input is a pipe whose other end only the starter holds. However the starter ends, SIGKILL included, the kernel
closes that end; then this process saves the state (where it is kept), removes its scratch folder and ends its whole
process group, the functions' workers included. Every ordinary stop takes the same way.
"""

import os
import shutil
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

SAVE_SECONDS = 10  # how long an orderly shutdown may take: a few hundred kilobytes of JSON are saved in well under one


def end(scratch: Path) -> None:
    """Remove the scratch folder and end this process with all its children."""
    shutil.rmtree(scratch, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def hold(scratch: Path, *, save: bool) -> None:
    """Wait for the end of standard input, then end."""
    sys.stdin.buffer.read()
    if save:
        os.kill(os.getpid(), signal.SIGTERM)  # the main thread then saves, returns and ends
        time.sleep(SAVE_SECONDS)
    end(scratch)


def main() -> None:
    """Serve until the leash is let go; `argv` is the scratch folder to be made."""
    scratch = Path(sys.argv[1])
    scratch.mkdir(mode=0o700)  # here, so that whoever makes it also removes it
    save = os.environ.get("PERSIST_STATE") == "1"
    threading.Thread(target=hold, args=(scratch,), kwargs={"save": save}, daemon=True).start()
    try:
        from . import ministack_internals as ministack  # late: the import takes a second
        from .guard import Guard

        ministack.issue_secret_function_credentials()
        ministack.report_function_errors_as_lambda_does()
        host, port = os.environ["BIND_HOST"], int(os.environ["GATEWAY_PORT"])
        root_key = os.environ["AWS_ACCESS_KEY_ID"]
        ministack.serve(lambda application: Guard(application, host, port, root_key))
    except Exception:  # noqa: BLE001 - whatever it is, the log must hold it, and after `end` it is too late
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        end(scratch)
