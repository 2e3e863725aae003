"""Faults that are put into the code. The checker must find each one, or it would not find a real one either."""

from handlers.allocator import Allocator
from handlers.counter_table import CounterTable

from .actors import Ask, Wait, clients
from .checker import ALWAYS, unique
from .choices import Bounds
from .faulty import (
    ForgetsLostReplies,
    GivesUp,
    MistakesItsAnswer,
    ReadsThenWrites,
    RecordsAlways,
    RepeatsABlock,
    SharesTorn,
    SharesUnlocked,
)
from .function import Function
from .scenario import Scenario
from .scenarios import ONE, TOKEN, TWICE, counting


def _with(table: type[CounterTable] = CounterTable, allocator: type[Allocator] = Allocator) -> type[Function]:
    return type("Seeded", (Function,), {"table": table, "allocator": allocator})


_BOUNDS = Bounds(2, 1)
_RULES = ALWAYS
_PLAIN, _BLOCKS, _BLOCK = [counting()] * 2, [counting(3)] * 2, [counting(2)]
_TWO = clients((0, TWICE), (1, TWICE))
_THREADS = clients((0, TWICE), (0, TWICE))

SEEDED = [
    Scenario("seeded: reads, then writes", _PLAIN, _TWO, _RULES, _BOUNDS, "unique", function=_with(ReadsThenWrites)),
    Scenario(
        "seeded: a block shared without a lock",
        _BLOCK,
        _THREADS,
        _RULES,
        _BOUNDS,
        "no_gaps",
        function=_with(allocator=SharesUnlocked),
    ),
    Scenario(
        "seeded: a block shared without a lock, read then written",
        _BLOCK,
        _THREADS,
        _RULES,
        _BOUNDS,
        "unique",
        function=_with(allocator=SharesTorn),
    ),
    Scenario(
        "seeded: a retry that reuses a block",
        [counting(2)],
        clients((0, [*TWICE, ONE])),
        _RULES,
        Bounds(0, 3),
        "unique",
        function=_with(RepeatsABlock),
    ),
    Scenario(
        "seeded: a token recorded without a condition",
        _PLAIN,
        clients((0, [TOKEN]), (1, [TOKEN])),
        _RULES,
        _BOUNDS,
        "constant_tokens",
        function=_with(RecordsAlways),
    ),
    Scenario(
        "seeded: a value returned to its block after a lost record",
        _BLOCKS,
        clients((0, [ONE, TOKEN, ONE]), (1, [Wait(1), Ask(token="t")])),
        (unique,),
        _BOUNDS,
        "unique",
        token_seconds=1,
        function=_with(ForgetsLostReplies),
    ),
    Scenario(
        "seeded: a token's own answer is taken for another call's",
        _BLOCKS,
        clients((0, [ONE, TOKEN, ONE])),
        (unique,),
        _BOUNDS,
        "unique",
        function=_with(MistakesItsAnswer),
    ),
    Scenario(
        "seeded: a call makes one attempt",
        [counting(2, last=3)] * 2,
        _TWO,
        _RULES,
        _BOUNDS,
        "available",
        function=_with(GivesUp),
    ),
]
