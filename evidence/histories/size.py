"""The size of a run: how many processes and threads, and how often they are killed."""

from typing import NamedTuple

LAST_CALLS = 32  # seconds, longer than a call may take; see endings.py


class Size(NamedTuple):
    """How large a run is.

    `function_kills` and `caller_kills` are the seconds between two kills. At its end, callers get `last_calls` seconds
    to finish. With `calls`, it ends earlier, after so many calls of functions.
    """

    functions: int = 3
    callers: int = 3
    threads: int = 20
    leases: int = 3
    function_kills: float = 1.0
    caller_kills: float = 4.0
    last_calls: float = LAST_CALLS
    calls: int = 0
