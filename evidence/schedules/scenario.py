"""`Scenario`: who does what with which definitions, and which promises hold there. `run` runs one schedule of it."""

from contextlib import suppress
from typing import NamedTuple

from handlers.errors import SequenceError
from handlers.sequence import Sequence

from .actors import NAME, Actors
from .checker import Rule, Violation, check
from .choices import Bounds, Choices
from .function import Function
from .history import History
from .internals import require_the_scheduler
from .world import World


class Scenario(NamedTuple):
    """One scenario. `deployed` has the definition of each function, `bounds` those of the search through everything.

    `key` is the name or the pattern that they stand for. `breaks` is the promise that must not hold here: an exception
    of the contract, or a fault that was put in.
    """

    name: str
    deployed: list[Sequence]
    actors: Actors
    rules: tuple[Rule, ...]
    bounds: Bounds
    breaks: str = ""
    token_seconds: int = 86_400
    function: type[Function] = Function
    key: str = NAME


class Outcome(NamedTuple):
    """A schedule's history, and the promises that it broke."""

    history: History
    violations: list[Violation]


def run(scenario: Scenario, choices: Choices) -> Outcome:
    """Run one schedule, see what is left, and check all that happened. Raises `RuntimeError` in real time."""
    require_the_scheduler()
    deployed = [{scenario.key: sequence} for sequence in scenario.deployed]
    world = World(choices, scenario.function, deployed, scenario.token_seconds)
    scenario.actors(world)
    world.scheduler.run()
    world.history.stuck = world.scheduler.stuck
    if not world.history.stuck:
        _empty(world)
        world.history.dropped = {function.number: function.dropped for function in world.functions}
    return Outcome(world.history, list(check(world.history, scenario.rules)))


def _empty(world: World) -> None:
    """Ask for each token's answer again, and for the values in the functions' blocks, so that the checker sees them."""
    world.quiet = True
    for token, name, count in dict.fromkeys((call.token, call.name, call.count) for call in world.history.calls):
        if token:
            with suppress(SequenceError):
                world.ask(0, {"name": name, "count": count, "token": token})
    for name in dict.fromkeys(call.name for call in world.history.calls):
        for index, function in enumerate(world.functions):
            if function.definition(name).cache > 1:
                _empty_block(world, index, name)


def _empty_block(world: World, index: int, name: str) -> None:
    """Ask until the function turns to the table. Calls with a token return values, so a block may exceed `cache`.

    A block cannot have more values than were taken from the table.
    """
    writes = len(world.history.writes)
    with suppress(SequenceError):
        for _ in range(1 + sum(len(write.values) for write in world.history.writes)):
            world.ask(index, {"name": name})
            if len(world.history.writes) > writes:
                return
        world.history.stuck = f"function {world.functions[index].number} has a block without end"
