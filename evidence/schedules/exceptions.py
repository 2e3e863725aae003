"""The contract's exceptions: scenarios in which a value comes twice. The checker must find it, without any fault."""

from .actors import ONE, TWICE, Rewind, clients
from .checker import unique
from .choices import Bounds
from .definitions import counting
from .scenario import Scenario

_BOUNDS = Bounds(2, 0)

EXCEPTIONS = [
    Scenario(
        "exception: a cycle",
        [counting(last=3, cycle=True)] * 2,
        clients((0, TWICE), (1, TWICE)),
        (unique,),
        _BOUNDS,
        breaks="unique",
    ),
    Scenario(
        "exception: an operator sets the sequence back",
        [counting()] * 2,
        clients((0, TWICE), (1, [Rewind(0), ONE])),
        (unique,),
        _BOUNDS,
        breaks="unique",
    ),
    Scenario(
        "exception: a new definition reverses the direction",
        [counting(), counting()._replace(increment=-1)],
        clients((0, TWICE), (1, [ONE])),
        (unique,),
        _BOUNDS,
        breaks="unique",
    ),
    Scenario(
        "exception: a new definition starts to cycle",
        [counting(last=2), counting(last=2, cycle=True)],
        clients((0, TWICE), (1, [ONE])),
        (unique,),
        _BOUNDS,
        breaks="unique",
    ),
    Scenario(
        "exception: new limits leave the stored value outside",
        [counting(last=100, cycle=True), counting(last=2, cycle=True)],
        clients((0, [*TWICE, ONE]), (1, [ONE])),
        (unique,),
        _BOUNDS,
        breaks="unique",
    ),
    Scenario(
        "exception: laps of two blocks overlap",
        [counting(2, last=4, cycle=True)] * 2,
        clients((0, TWICE), (1, [*TWICE, ONE])),
        (unique,),
        _BOUNDS,
        breaks="unique",
    ),
]
