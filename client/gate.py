"""`Gate`: where callers of a lease wait between two pieces."""

from itertools import chain

from .supply import Supply


class Gate(chain[int]):
    """An iterator without values: asked for one, it waits until its supply has values, then ends.

    An error passes through it to the caller, and so does what a signal handler raises. It is a
    `chain` only to get `__iter__` from C: then no Python code, and so no signal handler, runs where an exception would
    end the lease's chain for good.
    """

    def __init__(self, supply: Supply) -> None:
        self._supply = supply

    def __next__(self) -> int:
        """Wait. Several threads may do so at the same time."""
        self._supply.refill()
        raise StopIteration
