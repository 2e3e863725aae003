"""What a million numbers cost in each mode."""

import math
from typing import NamedTuple

from .prices import MILLION, dollars

# How long a call takes. Assumed, and on the high side: nothing here was measured on AWS.
WAIT = 5.0  # milliseconds for each write, until DynamoDB has answered
CALL, WRITE = 0.2, 0.5  # milliseconds of a whole CPU, for each call and for each of its writes
WHOLE_CPU = 1_769  # MB: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
DEFAULT_MEMORY = 256  # MB
MEMORIES = (128, 256, 512, 1_024, 1_769)

# Lambda's two lines about a call, in JSON at the level INFO; CloudWatch adds 26 bytes to each event.
LINES = (
    '{"time":"2026-11-25T03:14:15.926Z","type":"platform.start","record":'
    '{"requestId":"3b1f9c52-8d1e-4f0a-9c1b-2f6f0c9a7d11","version":"$LATEST"}}',
    '{"time":"2026-11-25T03:14:15.936Z","type":"platform.report","record":'
    '{"requestId":"3b1f9c52-8d1e-4f0a-9c1b-2f6f0c9a7d11","metrics":{"durationMs":9.412,"billedDurationMs":10,'
    '"memorySizeMB":256,"maxMemoryUsedMB":41},"status":"success"}}',
)
LOG_BYTES = sum(len(line) + 26 for line in LINES)


def milliseconds(writes: int, memory: int) -> int:
    """The billed time of a call with so many writes."""
    return math.ceil(writes * WAIT + (CALL + writes * WRITE) * WHOLE_CPU / min(memory, WHOLE_CPU))


class Mode(NamedTuple):
    """How numbers are taken: `numbers` a call, and each kind of call's share by its writes. `way` is a price."""

    name: str
    shares: dict[int, float]
    numbers: int = 1
    way: str = "function_url"

    @property
    def calls(self) -> float:
        """Calls for a million numbers."""
        return MILLION / self.numbers

    @property
    def writes(self) -> float:
        """Writes for a million numbers."""
        return self.calls * sum(writes * share for writes, share in self.shares.items())

    def cost(self, memory: int = DEFAULT_MEMORY) -> float:
        """Dollars for a million numbers, without Lambda's logs."""
        seconds = (
            self.calls * sum(milliseconds(writes, memory) * share for writes, share in self.shares.items()) / 1_000
        )
        gigabyte_seconds = seconds * memory / 1_024
        return (
            dollars("call", self.calls)
            + dollars(self.way, self.calls)
            + dollars("write", self.writes)
            + dollars("duration", gigabyte_seconds)
        )


ORDERED = Mode("ordered: `cache: 1`", {1: 1.0})
CACHED = Mode("cached: `cache: 50`", {0: 0.98, 1: 0.02})
RANGES = Mode("range: `count: 100`", {1: 1.0}, numbers=100)
LEASE = Mode("lease with ranges of 1,000", {1: 1.0}, numbers=1_000)
MODES = (
    ORDERED,
    Mode("ordered, with a token", {3: 1.0}),
    Mode("ordered, over the function's URL", {1: 1.0}),
    Mode("ordered, over an HTTP API of API Gateway", {1: 1.0}, way="http_api"),
    CACHED,
    Mode("cached: `cache: 50`, with a token", {1: 0.98, 3: 0.02}),
    RANGES,
    LEASE,
)


def log_cost() -> float:
    """Dollars for Lambda's own lines about a million calls."""
    return dollars("log", MILLION * LOG_BYTES / 1e9)
