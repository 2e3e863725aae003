"""DynamoDB's limits for writes, as AWS documents them, for one sequence: one item that takes all writes.

- "every partition in a DynamoDB table is designed to deliver a maximum capacity of [...] 1,000 write units per second",
  in both capacity modes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
- Burst capacity: up to 300 seconds of a table's unused capacity are kept and may be spent faster than it was set.
  Adaptive capacity gives a hot partition what the table has left, at once, but never more than the partition's limit:
  https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html
- Burst capacity does not lift the partition's limit, and AWS does not promise it:
  https://repost.aws/knowledge-center/dynamodb-spiky-workloads-short-intervals

Assumed, because AWS does not say: the partition's limit holds over one second, so a second's worth may come at once; a
throttled request uses up no capacity; a fresh item needs no time to get its partition's whole limit.
"""

PARTITION_WRITES = 1_000  # a second
PARTITION_SECONDS = 1.0  # over which that holds
BURST_SECONDS = 300.0


class Bucket:
    """Tokens that come in at a steady rate and are kept for some seconds."""

    def __init__(self, rate: float, seconds: float, *, full: bool) -> None:
        self._rate, self._most = rate, rate * seconds
        self._tokens = self._most if full else 0.0
        self._since = 0.0

    def has_one(self, now: float) -> bool:
        """Whether a token is there."""
        self._tokens = min(self._most, self._tokens + (now - self._since) * self._rate)
        self._since = now
        return self._tokens >= 1

    def take_one(self) -> None:
        """Use up a token."""
        self._tokens -= 1


class Table:
    """Accepts or throttles writes to one item.

    `table_writes` is the table's own limit: provisioned capacity, or `max_write_request_units` of an on-demand table.
    `idle` begins with all unused capacity kept; otherwise the load has been there before.
    """

    def __init__(
        self, table_writes: float | None = None, *, partition_writes: float = PARTITION_WRITES, idle: bool = False
    ) -> None:
        self._buckets = [Bucket(partition_writes, PARTITION_SECONDS, full=idle)]
        if table_writes is not None:
            self._buckets.append(Bucket(table_writes, BURST_SECONDS, full=idle))
        self.accepted = self.throttled = 0

    def write(self, now: float) -> bool:
        """Take a write, or throttle it."""
        if all(bucket.has_one(now) for bucket in self._buckets):
            for bucket in self._buckets:
                bucket.take_one()
            self.accepted += 1
            return True
        self.throttled += 1
        return False
