"""`next_async`: tasks that wait for values do not stop the event loop."""

import asyncio

import pytest

from client import Lease
from client.errors import SequenceUnavailableError

from .ranges_in_memory import Ranges


async def ticks(until: "asyncio.Task[object]") -> int:
    """Count how often the event loop comes by before a task ends."""
    count = 0
    while not until.done():
        await asyncio.sleep(0.001)
        count += 1
    return count


def test_values_come_in_order_and_each_task_gets_its_own() -> None:
    async def main() -> None:
        lease = Lease(Ranges(), "orders", size=7)
        values = [await lease.next_async() for _ in range(50)]
        values += await asyncio.gather(*(lease.next_async() for _ in range(100)))
        assert values[:50] == list(range(1, 51))
        assert sorted(values) == list(range(1, 151))

    asyncio.run(main())


def test_the_event_loop_goes_on_while_a_task_waits_for_the_service() -> None:
    async def main() -> None:
        source = Ranges()
        source.open.clear()
        lease = Lease(source, "orders")
        waiting = asyncio.create_task(lease.next_async())
        asyncio.get_running_loop().call_later(0.2, source.open.set)
        assert await ticks(waiting) > 10
        assert await waiting == 1

    asyncio.run(main())


def test_a_cancelled_call_loses_no_value() -> None:
    async def main() -> None:
        source = Ranges()
        source.open.clear()
        lease = Lease(source, "orders", size=10)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(lease.next_async(), 0.05)
        source.open.set()
        assert [await lease.next_async() for _ in range(5)] == [1, 2, 3, 4, 5]

    asyncio.run(main())


def test_errors_reach_the_task() -> None:
    async def main() -> None:
        source = Ranges()
        source.errors.append(SequenceUnavailableError("down"))
        lease = Lease(source, "orders")
        with pytest.raises(SequenceUnavailableError):
            await lease.next_async()
        assert await lease.next_async() == 1
        lease.close()
        with pytest.raises(RuntimeError, match="closed"):
            await lease.next_async()

    asyncio.run(main())
