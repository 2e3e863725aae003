"""Attempts: repeat what may succeed later, a bounded number of times and for a bounded time."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from .errors import SequenceUnavailableError

MOST_ATTEMPTS = 4
FIRST_PAUSE = 0.2  # seconds; the longest pause before the second attempt. It doubles with each attempt
LATEST_START = 14  # seconds after the first attempt's start; no attempt starts later

T = TypeVar("T")


def repeated(attempt: Callable[[], T]) -> T:
    """Call `attempt` until it does not raise `SequenceUnavailableError`, or raise the last of these errors.

    Each pause is random, so that callers who failed together do not return together.
    """
    begin = time.monotonic()
    number = 0
    while True:
        pause = random.uniform(0, FIRST_PAUSE * 2**number)  # noqa: S311 - it spreads load, it hides nothing
        number += 1
        try:
            return attempt()
        except SequenceUnavailableError:
            if number == MOST_ATTEMPTS or time.monotonic() + pause > begin + LATEST_START:
                raise
        time.sleep(pause)
