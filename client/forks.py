"""What a forked child does with its parent's leases: it empties them."""

import os
from typing import Protocol
from weakref import WeakSet


class Emptied(Protocol):
    """Something with values that a child must not share with its parent."""

    def start_empty(self) -> None:
        """Forget all values, which still belong to the parent."""


_inherited: WeakSet[Emptied] = WeakSet()


def empty_in_children(supply: Emptied) -> None:
    """Empty it in each child that this process forks with `os.fork` or `multiprocessing`."""
    _inherited.add(supply)


def _empty() -> None:
    for supply in list(_inherited):
        supply.start_empty()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_empty)
