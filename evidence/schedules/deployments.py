"""The scenarios in which functions of an old and a new deployment run at once."""

from handlers.sequence import Sequence

from .actors import ONE, RANGE, TOKEN, TWICE, clients
from .checker import ALWAYS, ordered
from .choices import Bounds
from .definitions import BELOW, counting
from .scenario import Scenario

DEPLOYMENTS = [
    Scenario(
        "old and new: cache 1 and 3",
        [counting(), counting(3)],
        clients((0, TWICE), (1, TWICE)),
        ALWAYS,
        Bounds(3, 1),
    ),
    Scenario(
        "old and new: increment 2 and 5, limits widened",
        [counting(increment=2, last=9), counting(increment=5, last=90)],
        clients((0, TWICE), (1, TWICE)),
        (*ALWAYS, ordered),
        Bounds(3, 1),
    ),
    Scenario(
        "old and new: limits moved up, downwards",
        [counting(increment=-1, last=90), counting(increment=-3, last=50)],
        clients((0, [ONE, RANGE]), (1, [TOKEN, ONE])),
        (*ALWAYS, ordered),
        Bounds(3, 1),
    ),
    Scenario(
        "old and new: stored values before the new limits",
        [counting(last=4), Sequence(1, min_value=11, max_value=14, start=12, cycle=False, cache=1)],
        clients((0, TWICE), (1, [ONE, RANGE])),
        (*ALWAYS, ordered),
        Bounds(3, 1),
    ),
    Scenario(
        "old and new: stored values before the new limits, downwards, blocks of 2",
        [counting(2, increment=-1, last=4), BELOW],
        clients((0, TWICE), (1, [ONE, RANGE])),
        ALWAYS,
        Bounds(2, 1),
    ),
]
