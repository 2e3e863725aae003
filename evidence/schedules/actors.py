"""Actors: who uses a sequence, and how. Each function here adds them to a world."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from client import Lease
from client.errors import SequenceError

from .history import Leased
from .invocations import Caller
from .waiting import ClientCrashedError
from .world import World

NAME = "a"
Actors = Callable[[World], None]


class Ask(NamedTuple):
    """One call: for a value, or for a range of `size`."""

    size: int | None = None
    token: str | None = None
    name: str = NAME


class Wait(NamedTuple):
    """Let time pass."""

    seconds: float


class Rewind(NamedTuple):
    """Set the sequence back, as an operator can."""

    last: int


Step = Ask | Wait | Rewind
ONE, RANGE, TOKEN = Ask(), Ask(3), Ask(token="t")
TWICE: list[Step] = [ONE, ONE]


def clients(*programs: tuple[int, Sequence[Step]]) -> Actors:
    """Clients, each with the number of its function and what it does."""

    def made(world: World) -> None:
        for function, steps in programs:
            world.scheduler.spawn(_client(world, function, steps))

    return made


def lease(size: int, threads: list[int], *, ahead: bool, others: Actors | None = None) -> Actors:
    """One lease, used by threads that take so many values each. The first one closes it. Beside it, other actors."""

    def made(world: World) -> None:
        leased = Leased()
        world.history.leases.append(leased)
        numbers = Lease(_Source(world, leased), NAME, size=size, ahead=ahead)
        for place, count in enumerate(threads):
            world.scheduler.spawn(_taker(numbers, leased, count, closes=not place), leased.process)
        if others:
            others(world)

    return made


class _Source:
    """Where a lease gets its ranges."""

    def __init__(self, world: World, leased: Leased) -> None:
        self._caller = Caller(world, 0)
        self._leased = leased

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        values = self._caller.next_range(name, count, token=token)
        self._leased.arrived.append(values)
        return values


def _client(world: World, function: int, steps: Sequence[Step]) -> Callable[[], None]:
    def body() -> None:
        caller = Caller(world, function)
        left = list(steps)
        while left:
            try:
                _do(world, caller, left[0])
            except ClientCrashedError:  # a new process begins again with the same step
                caller = Caller(world, function)
            else:
                left.pop(0)

    return body


def _do(world: World, caller: Caller, step: Step) -> None:
    if isinstance(step, Ask):
        with suppress(SequenceError):
            if step.size is None:
                caller.next_value(step.name, token=step.token)
            else:
                caller.next_range(step.name, step.size, token=step.token)
        return
    world.scheduler.pause()
    if isinstance(step, Wait):
        world.clock.sleep(step.seconds)
    else:
        world.update(_rewind(step.last), None, "")


def _taker(numbers: Lease, leased: Leased, count: int, *, closes: bool) -> Callable[[], None]:
    def body() -> None:
        try:
            for _ in range(count):
                leased.handed.append(numbers.next())
        except SequenceError:
            pass
        except ClientCrashedError:
            return
        except RuntimeError as error:  # the other thread has closed it
            if closes or "closed" not in str(error):
                raise
        if closes:
            with suppress(ClientCrashedError):
                leased.returned = numbers.close()

    return body


def _rewind(last: int) -> bytes:
    update = {
        "Key": {"name": {"S": NAME}},
        "UpdateExpression": "SET #value = :last",
        "ExpressionAttributeNames": {"#value": "value"},
        "ExpressionAttributeValues": {":last": {"N": str(last)}},
    }
    return json.dumps(update).encode()
