"""`Lease`: values at the speed of a local iterator, from ranges taken ahead of need."""

import sys
from collections.abc import Iterator
from itertools import chain, cycle
from typing import TYPE_CHECKING, NoReturn, cast

from .errors import InvalidRequestError
from .gate import Gate
from .pace import MOST
from .requests import RangeSource
from .supply import Supply

# `chain` and the iterators of ranges are written in C. Under the GIL, no other thread runs while they hand out a value.
# Without it, two threads could get the same one.
_ONE_STEP = sys.implementation.name == "cpython" and getattr(sys, "_is_gil_enabled", lambda: True)()


class Lease(chain[int]):
    """An iterator over a sequence's next values. It takes them in ranges, before you need them.

        from sequence_service.client import SequenceClient

        numbers = SequenceClient("sequences-next-value-c48703f")
        with numbers.lease("orders") as orders:
            next(orders)      # 1
            orders.next()     # 2; also for libraries that call a function, for example `default=orders.next`

    Make it with `SequenceClient.lease(name, *, size=None, ahead=True)`.

    - `size` is the number of values per range, 1 to 1,000,000. By default a range lasts about 5 seconds at your pace,
      and has at least 10 values.
    - `ahead` takes the next range in the background, when a fifth of the latest one is used. With `ahead=False`, a call
      that finds no values waits for the service, and the lease starts no threads.

    **Unique.** Threads may share a lease, and each value goes to one caller. A child of `os.fork` or `multiprocessing`
    starts with an empty lease and takes its own ranges. A process that ends without `close` leaves a gap.

    **Errors.** If a call of the service fails, nobody notices while values are left. When they run out, `next` raises
    the error, one of the six in `client.errors`, and a later `next` tries again. At the sequence's end you get all
    values that are left, then `SequenceExhaustedError`. After `close`, `next` raises `RuntimeError`. It never raises
    `StopIteration`, which would silently end a caller's loop.

    **Cycles.** Do not lease a sequence that cycles. The service does not say whether one does. If a range does not lie
    beyond the one before, `next` raises `InvalidRequestError` and hands out none of it. If other callers took the
    values around the turn, the lease cannot see it.
    """

    _supply: Supply

    def __new__(cls, source: RangeSource, name: str, *, size: int | None = None, ahead: bool = True) -> "Lease":
        """Make a lease. It calls the service when the first value is needed."""
        if size is not None and not 1 <= size <= MOST:
            raise InvalidRequestError(f"size: must be 1 to {MOST:,}, or None to adapt to the pace; got {size}")
        supply = Supply(source, name, size, ahead=ahead)
        gate: list[Iterator[int]] = [Gate(supply)]
        pieces = chain.from_iterable(cycle((gate, supply.in_use)))
        lease = cast(Lease, super().from_iterable(pieces))
        lease._supply = supply
        return lease

    if _ONE_STEP and not TYPE_CHECKING:
        next = chain.__next__
    else:

        def __next__(self) -> int:
            """The next value."""
            while (value := self._supply.take()) is None:
                self._supply.refill()
            return value

        def next(self) -> int:
            """The next value, as `next(lease)`."""
            return self.__next__()

    async def next_async(self) -> int:
        """The next value. Waits in a thread if none is left, so that other tasks go on.

        A cancelled call loses no value.
        """
        import asyncio  # most callers do not need it, and it is slow to import

        while (value := self._supply.take()) is None:
            await asyncio.to_thread(self._supply.refill)
        return value

    def close(self) -> list[range]:
        """Stop, and return the unused values as ranges, in order. No value is handed out after this.

        If a call of the service is under way, wait for it, because its values come back too. It does not wait for a
        call that it interrupted in a signal handler, nor while the interpreter ends. Call it again for later values.
        """
        return self._supply.close()

    def __enter__(self) -> "Lease":
        """Close the lease at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> NoReturn:
        """Refuse copies and pickles: two leases would hand out the same values."""
        raise TypeError("a Lease cannot be copied or pickled; make one in each process with client.lease(name)")
