"""A pattern with 100,000 names in one function: neither memory nor time grows with the names."""

import time
import tracemalloc

from handlers.request import Request

from .empty_table import allocator

NAMES, BATCH = 100_000, 2_000
SETTLED = 20_000  # by then, every block that may be kept is kept


def test_memory_and_latency_stay_flat() -> None:
    function = allocator({"orders/*": {"cache": 50}})
    sizes, seconds = [], []
    tracemalloc.start()
    try:
        for first in range(0, NAMES, BATCH):
            begin = time.process_time()
            for number in range(first, first + BATCH):
                assert function.answer(Request.parse({"name": f"orders/customer-{number}"})) == 1
            seconds.append(time.process_time() - begin)
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    settled = SETTLED // BATCH
    assert sizes[-1] < 20_000_000, "too much for the smallest function"
    assert abs(sizes[-1] - sizes[settled]) < 500_000
    assert min(seconds[-settled:]) < 2.5 * min(seconds[:settled])
    again = function.answer(Request.parse({"name": f"orders/customer-{NAMES - 1}"}))
    assert again == 2, "the last name has lost its block"
