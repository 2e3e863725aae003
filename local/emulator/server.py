"""Runs MiniStack behind the guard until the program that started it ends. The main module of its own process.

Standard input is a pipe, and only the starting program has its other end. The kernel closes that end when the program
ends, even by SIGKILL. This process then saves the state (if it is kept), removes its scratch folder, and ends its
process group with all workers of functions. An ordinary stop works in the same way.
"""

import os
import shutil
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

SAVE_SECONDS = 10  # the time to save the state; a few hundred kilobytes of JSON take well under one second


def end_all(scratch: Path) -> None:
    """Remove the scratch folder, then end this process and all its children."""
    shutil.rmtree(scratch, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def end_with_starter(scratch: Path, *, save: bool) -> None:
    """Wait until the starting program has ended, then end too."""
    sys.stdin.buffer.read()
    if save:
        os.kill(os.getpid(), signal.SIGTERM)  # the main thread then saves and ends
        time.sleep(SAVE_SECONDS)
    end_all(scratch)


def main() -> None:
    """Serve until the starting program ends. `argv` names the scratch folder, which does not exist yet."""
    scratch = Path(sys.argv[1])
    scratch.mkdir(mode=0o700)  # made and removed by the same process
    save = os.environ.get("PERSIST_STATE") == "1"
    threading.Thread(target=end_with_starter, args=(scratch,), kwargs={"save": save}, daemon=True).start()
    try:
        from . import ministack_functions as functions  # late, because the import takes a second
        from . import ministack_internals as ministack
        from .guard import Guard

        functions.issue_secret_function_credentials()
        functions.report_function_errors_as_lambda_does()
        functions.read_lines_up_to_a_mark()
        ministack.list_alarms_under_their_arn()
        host, port = os.environ["BIND_HOST"], int(os.environ["GATEWAY_PORT"])
        root_key = os.environ["AWS_ACCESS_KEY_ID"]
        ministack.serve(lambda application: Guard(application, host, port, root_key))
    except Exception:  # noqa: BLE001 - the log must show it; after `end_all` it is too late
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        end_all(scratch)
