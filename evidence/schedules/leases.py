"""Rules of leases."""

from collections.abc import Iterator

from .history import History


def unique_in_a_lease(history: History) -> Iterator[str]:
    """A lease gives every value that reached it to one caller, or returns it at the end.

    What it holds is lost if its process crashes.
    """
    for lease in history.leases:
        given = [*lease.handed, *(value for values in lease.returned for value in values)]
        arrived = [value for values in lease.arrived for value in values]
        lost = set(arrived) - set(given) if lease.process.crashed else ()
        if sorted([*given, *lost]) != sorted(arrived):
            yield f"the lease got {arrived}, and gave and returned {given}"


def ordered_in_a_lease(history: History) -> Iterator[str]:
    """A lease hands out values in the order in which they reached it, and returns the others in that order."""
    for lease in history.leases:
        given = [*lease.handed, *(value for values in lease.returned for value in values)]
        places = {value: place for place, value in enumerate(value for values in lease.arrived for value in values)}
        order = [places[value] for value in given if value in places]
        if order != sorted(order):
            yield f"the lease got {lease.arrived}, and gave and returned {given}"
