"""One process of the next-value function. It runs the real handler in several threads.

    python -m evidence.histories.function PORT SLOTS CLOCK STEPS MODULE

Each thread gets events over a connection to `PORT`. The process's clock is `CLOCK` seconds ahead. With `STEPS` 1 it is
right at first and steps there after a second, as a clock that is set. `MODULE` has the handler.
"""

import importlib
import json
import os
import socket
import sys
import threading
import time
from types import SimpleNamespace
from typing import Any

from .children import end_with_parent

STEP_AFTER = 1.0  # seconds
SWITCH_INTERVAL = 1e-5  # seconds; threads take turns 500 times as often, which shows races


def set_clock(ahead: float, *, steps: bool) -> None:
    """Change what this process takes for the time."""
    right, begin = time.time, time.monotonic()

    def wrong() -> float:
        return right() + (0 if steps and time.monotonic() < begin + STEP_AFTER else ahead)

    time.time = wrong


def serve(handler: Any, port: int) -> None:
    """Answer events until the connection ends."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(f"{os.getpid()}\n".encode())
    for line in connection.makefile("rb"):
        asked = json.loads(line)
        end = time.monotonic() + asked["seconds"]
        context = SimpleNamespace(get_remaining_time_in_millis=lambda end=end: int((end - time.monotonic()) * 1000))
        try:
            reply = {"body": handler(asked["event"], context), "failed": False}
        except Exception as error:  # noqa: BLE001 - what the function raises is its answer
            body = {"errorType": type(error).__name__, "errorMessage": str(error)}
            reply = {"body": body, "failed": True}
        connection.sendall(json.dumps(reply).encode() + b"\n")


def main() -> None:
    """Run until the parent ends."""
    port, slots, clock, steps = map(int, sys.argv[1:5])
    end_with_parent()
    set_clock(clock, steps=bool(steps))
    handler = importlib.import_module(sys.argv[5]).handler
    sys.setswitchinterval(SWITCH_INTERVAL)
    threads = [threading.Thread(target=serve, args=(handler, port)) for _ in range(slots)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
