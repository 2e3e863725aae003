"""How long requests take when nothing is throttled."""

import math
import random
from typing import NamedTuple


class Latency(NamedTuple):
    """A log-normal distribution by its median and its 99th percentile, in seconds."""

    median: float
    p99: float

    def draw(self, chance: random.Random) -> float:
        """One request's time."""
        if self.p99 <= self.median:
            return self.median
        return chance.lognormvariate(math.log(self.median), math.log(self.p99 / self.median) / 2.3263)


class Latencies(NamedTuple):
    """Of each part of a call. These are assumptions: nothing here was measured on AWS.

    `write`: function to DynamoDB and back. AWS promises single-digit milliseconds.
    `invoke`: caller to Lambda and back, without the function. `start`: a cold start, as 256 MB take.
    `busy`: the function's own time for a call, at a seventh of a CPU.
    """

    write: Latency = Latency(0.005, 0.020)
    invoke: Latency = Latency(0.008, 0.030)
    start: Latency = Latency(0.4, 0.9)
    busy: float = 0.003
