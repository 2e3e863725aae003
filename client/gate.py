"""`Gate`: where callers of a lease wait between two pieces."""

from itertools import chain

from .supply import Supply


class Gate(chain[int]):
    """An iterator without values: asked for one, it waits until its supply has values, then ends.

    Errors pass through it to the caller, and so does what a signal handler raises. It is a `chain` only to get
    `__iter__` from C. So no Python code runs where an exception would end the lease's chain for good. A generator would
    not do: threads may wait here together.
    """

    def __init__(self, supply: Supply) -> None:
        self._supply = supply

    def __next__(self) -> int:
        """Wait for values, or raise what stands in the way."""
        self._supply.refill()
        raise StopIteration
