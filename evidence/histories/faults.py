"""What can happen to a request on its way, and how often."""

import random
import time
from collections import Counter
from enum import Enum

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


class Fault(Enum):
    """A fault of one request. The value says what the caller and the service notice."""

    REFUSED = "the connection is reset, and new ones are refused for 0.1 s"
    RESET = "the connection is reset, and the service gets nothing"
    LOST_REQUEST = "the service gets nothing, and the caller waits in vain"
    LATE_REQUEST = "the service gets the request after the caller has given up"
    LOST_REPLY = "the service answers, and the connection is reset instead"
    LATE_REPLY = "the reply comes after the caller has given up"
    TWICE = "the service gets the request twice at once, and the caller one of the replies"
    THROTTLED = "the service refuses the request: too many of them"
    FAILED = "status 500, and the service got nothing"
    FAILED_AFTER = "status 500, but the service has carried the request out"
    DAMAGED = "a byte of the reply's body is wrong"
    CUT = "the connection ends in the middle of the reply"


# A caller that waits in vain loses seconds, and then the run has fewer calls. So these faults are rare.
WEIGHTS = dict.fromkeys(Fault, 4) | {
    Fault.REFUSED: 1,
    Fault.LOST_REQUEST: 1,
    Fault.LATE_REQUEST: 1,
    Fault.LATE_REPLY: 1,
}


class Weather:
    """Decides which requests have a fault.

    The share of faulty requests changes every `spell` seconds. It takes each of `RATES` once before one comes again.
    """

    def __init__(self, seed: str, spell: float) -> None:
        self._dice, self._spell = random.Random(seed), spell  # noqa: S311 - repeatable, not secret
        self._rates: list[float] = []
        self._rate, self._ends = 0.0, 0.0
        self.over = False
        self.faults: Counter[Fault] = Counter()
        self.requests_by_rate: Counter[float] = Counter()
        self.faults_by_rate: Counter[float] = Counter()

    def next(self) -> Fault | None:
        """The fault of the next request, or None. After `over`, there are no more faults."""
        if self.over:
            return None
        if time.monotonic() >= self._ends:
            self._rates = self._rates or self._dice.sample(RATES, len(RATES))
            self._rate, self._ends = self._rates.pop(), time.monotonic() + self._spell
        self.requests_by_rate[self._rate] += 1
        if self._dice.random() >= self._rate:
            return None
        (fault,) = self._dice.choices([*WEIGHTS], [*WEIGHTS.values()])
        self.faults[fault] += 1
        self.faults_by_rate[self._rate] += 1
        return fault
