"""Faults that are put into the code. The checker must find each one, or it would not find a real one either."""

from handlers.allocator import Allocator
from handlers.counter_table import CounterTable

from .actors import ONE, RANGE, TOKEN, TWICE, Ask, Wait, clients
from .checker import ALWAYS, IN_LAPS, unique
from .choices import Bounds
from .definitions import UPWARDS, counting
from .faulty_allocators import OneFewer, RepeatsReturned, SharesTorn, SharesUnlocked, ShortWindow
from .faulty_sequences import Hesitates, ShortRoom, TurnsToStart
from .faulty_tables import (
    ForgetsLostReplies,
    GivesUp,
    MistakesItsAnswer,
    MistakesTheEnd,
    ReadsThenWrites,
    RecordsAlways,
    RepeatsABlock,
    RepeatsExpired,
)
from .function import Function
from .scenario import Scenario


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
    Scenario(
        "seeded: the end of a sequence is taken for a wrong deployment",
        [counting(2, last=3)] * 2,
        _TWO,
        _RULES,
        _BOUNDS,
        "allowed_errors",
        function=_with(MistakesTheEnd),
    ),
    Scenario(
        "seeded: a range with one value less",
        _PLAIN,
        clients((0, [RANGE])),
        _RULES,
        _BOUNDS,
        "as_asked",
        function=_with(allocator=OneFewer),
    ),
    Scenario(
        "seeded: the last value before the limit is forgotten",
        [ShortRoom(*counting(2, last=3))] * 2,
        _TWO,
        _RULES,
        _BOUNDS,
        "exhausted_at_the_end",
    ),
    Scenario(
        "seeded: a cycle turns to its start",
        [TurnsToStart(*UPWARDS)] * 2,
        _TWO,
        IN_LAPS,
        _BOUNDS,
        "follows",
    ),
    Scenario(
        "seeded: a call does not notice that another one turned",
        [Hesitates(*UPWARDS)] * 2,
        clients((0, TWICE), (1, [ONE]), (1, [ONE])),
        IN_LAPS,
        Bounds(2, 0),
        "few_refusals",
    ),
    Scenario(
        "seeded: an answer is given again after its window",
        _PLAIN,
        clients((0, [TOKEN, Wait(2), TOKEN])),
        _RULES,
        _BOUNDS,
        "constant_tokens",
        token_seconds=1,
        function=_with(RepeatsExpired),
    ),
    Scenario(
        "seeded: a window of 1 s",
        _PLAIN,
        clients((0, [TOKEN])),
        _RULES,
        _BOUNDS,
        "whole_windows",
        function=_with(allocator=ShortWindow),
    ),
    Scenario(
        "seeded: a block gives a returned value without end",
        [counting(3)],
        clients((0, [ONE, TOKEN]), (0, [TOKEN, ONE])),
        _RULES,
        _BOUNDS,
        "ended",
        function=_with(allocator=RepeatsReturned),
    ),
]
