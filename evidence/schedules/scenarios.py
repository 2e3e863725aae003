"""The scenarios that keep every promise."""

from .actors import ONE, RANGE, TOKEN, TWICE, Ask, Wait, clients, lease
from .checker import DEFINED, IN_LAPS, IN_ORDER
from .choices import Bounds
from .definitions import DOWNWARDS, UPWARDS, counting
from .deployments import DEPLOYMENTS
from .function import HttpFunction
from .scenario import Scenario

FIRST, SECOND = Ask(name="a"), Ask(name="b")

SCENARIOS = [
    Scenario(
        "2 functions, 1 value a call",
        [counting()] * 2,
        clients((0, TWICE), (1, TWICE)),
        IN_ORDER,
        Bounds(1, 2),
    ),
    Scenario(
        "3 functions, 1 value a call",
        [counting()] * 3,
        clients((0, [ONE]), (1, [ONE]), (2, [ONE])),
        IN_ORDER,
        Bounds(3, 1),
    ),
    Scenario(
        "2 functions, values and ranges, downwards",
        [counting(increment=-2)] * 2,
        clients((0, [ONE, RANGE]), (1, [RANGE, ONE])),
        IN_ORDER,
        Bounds(1, 2),
    ),
    Scenario(
        "1 function, 2 threads on one block of 2",
        [counting(2)],
        clients((0, TWICE), (0, TWICE)),
        DEFINED,
        Bounds(1, 2),
    ),
    Scenario(
        "2 functions, 2 threads on one block of 2 in the first",
        [counting(2)] * 2,
        clients((0, TWICE), (0, [ONE]), (1, TWICE)),
        DEFINED,
        Bounds(2, 1),
    ),
    Scenario(
        "2 functions, 1 token",
        [counting()] * 2,
        clients((0, [TOKEN, ONE]), (1, [TOKEN])),
        IN_ORDER,
        Bounds(3, 1),
    ),
    Scenario(
        "3 functions, 1 token for ranges",
        [counting()] * 3,
        clients(*((function, [Ask(3, "t")]) for function in range(3))),
        IN_ORDER,
        Bounds(2, 1),
    ),
    Scenario(
        "2 functions with blocks of 3, 1 token",
        [counting(3)] * 2,
        clients((0, [ONE, TOKEN, ONE]), (1, [ONE, TOKEN])),
        DEFINED,
        Bounds(3, 1),
    ),
    Scenario(
        "1 function, 2 threads on one block of 3, 1 token",
        [counting(3)],
        clients((0, [ONE, TOKEN]), (0, [TOKEN, ONE])),
        DEFINED,
        Bounds(3, 1),
    ),
    Scenario(
        "2 functions, 1 token for two different requests",
        [counting()] * 2,
        clients((0, [TOKEN, ONE]), (1, [Ask(3, "t"), ONE])),
        IN_ORDER,
        Bounds(2, 1),
    ),
    Scenario(
        "2 functions with blocks of 3, 1 token whose window ends",
        [counting(3)] * 2,
        clients((0, [ONE, TOKEN, ONE]), (1, [TOKEN, Wait(1), TOKEN])),
        DEFINED,
        Bounds(2, 1),
        token_seconds=1,
    ),
    Scenario(
        "2 functions with blocks of 2 at the limit",
        [counting(2, last=3)] * 2,
        clients((0, TWICE), (1, TWICE)),
        DEFINED,
        Bounds(3, 1),
    ),
    Scenario(
        "2 functions, ranges at the limit",
        [counting(last=7)] * 2,
        clients((0, [RANGE, ONE]), (1, [RANGE, ONE])),
        IN_ORDER,
        Bounds(3, 1),
    ),
    Scenario(
        "2 functions with blocks of 2 at the limit, downwards",
        [counting(2, increment=-2, last=6)] * 2,
        clients((0, TWICE), (1, TWICE)),
        DEFINED,
        Bounds(3, 1),
    ),
    Scenario(
        "2 functions, ranges at the limit, downwards",
        [counting(increment=-1, last=7)] * 2,
        clients((0, [RANGE, ONE]), (1, [RANGE, ONE])),
        IN_ORDER,
        Bounds(3, 1),
    ),
    Scenario(
        "2 functions, 3 clients, a cycle that starts at its last value",
        [UPWARDS] * 2,
        clients((0, TWICE), (1, [ONE]), (1, [ONE])),
        IN_LAPS,
        Bounds(2, 1),
    ),
    Scenario(
        "2 functions, a cycle downwards, ranges, 1 token",
        [DOWNWARDS] * 2,
        clients((0, [ONE, RANGE, Ask(5)]), (1, [TOKEN, ONE])),
        IN_LAPS,
        Bounds(2, 1),
    ),
    Scenario(
        "2 functions, a lease of 2 values and another client",
        [counting()] * 2,
        lease(2, [3], ahead=True, others=clients((1, [ONE]))),
        DEFINED,
        Bounds(1, 1),
    ),
    Scenario(
        "2 functions, a lease of 5 values for 2 threads",
        [counting()] * 2,
        lease(5, [3, 3], ahead=True),
        DEFINED,
        Bounds(1, 1),
    ),
    Scenario(
        "2 functions, a lease of 2 values at the limit and another client",
        [counting(last=3)] * 2,
        lease(2, [4], ahead=True, others=clients((1, [ONE]))),
        DEFINED,
        Bounds(1, 1),
    ),
    Scenario(
        "2 functions, 2 leases of 2 values",
        [counting()] * 2,
        lease(2, [3], ahead=False, others=lease(2, [3], ahead=False)),
        DEFINED,
        Bounds(3, 1),
    ),
    Scenario(
        "2 functions over HTTP, values of 60 bits, 1 token",
        [counting(last=2**60)] * 2,
        clients((0, [TOKEN, ONE]), (1, [TOKEN, RANGE])),
        IN_ORDER,
        Bounds(2, 1),
        function=HttpFunction,
    ),
    Scenario(
        "2 functions, 2 names of one pattern",
        [counting()] * 2,
        clients((0, [FIRST, SECOND]), (1, [SECOND, FIRST])),
        IN_ORDER,
        Bounds(3, 1),
        key="*",
    ),
    Scenario(
        "1 function with blocks of 2 and room for one, 2 names of one pattern",
        [counting(2)],
        clients((0, [FIRST, FIRST, SECOND]), (0, [FIRST, SECOND])),
        DEFINED,
        Bounds(3, 1),
        key="*",
    ),
    *DEPLOYMENTS,
]
