"""The queue that redrive reads, shared with the tests in tests/consumer."""

from ...consumer.conftest import queue as queue
