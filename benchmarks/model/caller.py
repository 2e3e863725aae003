"""Those who call the function: through the client, with its retries."""

import random
from collections.abc import Iterable
from typing import NamedTuple

from client.attempts import FIRST_PAUSE, LATEST_START, MOST_ATTEMPTS

from .clock import Clock, Process
from .function import Answer, Function


class Call(NamedTuple):
    """When a call of the client began, how long it took, and whether it got its numbers."""

    began: float
    seconds: float
    answered: bool


def repeated(clock: Clock, function: Function, chance: random.Random) -> Answer:
    """Call the function as `client.attempts.repeated` does. A test compares the two."""
    begin, number = clock.now, 0
    while True:
        pause = chance.uniform(0, FIRST_PAUSE * 2**number)
        number += 1
        if (yield from function.call()):
            return True
        if number == MOST_ATTEMPTS or clock.now + pause > begin + LATEST_START:
            return False
        yield pause


class Callers:
    """Starts calls, and keeps what became of each."""

    def __init__(self, clock: Clock, function: Function, chance: random.Random) -> None:
        self._clock, self._function, self._chance = clock, function, chance
        self.calls: list[Call] = []

    def call_at(self, times: Iterable[float]) -> None:
        """Call at these times, whether or not earlier calls have their answers."""
        self._clock.start(self._arrive(iter(times)))

    def call_in_turn(self, callers: int, until: float) -> None:
        """Let so many callers each call again and again, until a time."""
        for number in range(callers):
            self._clock.start(self._loop(until), number * 0.001)

    def _arrive(self, times: Iterable[float]) -> Process:
        for when in times:
            yield when - self._clock.now
            self._clock.start(self._one())

    def _loop(self, until: float) -> Process:
        while self._clock.now < until:
            yield from self._one()

    def _one(self) -> Process:
        began = self._clock.now
        answered = yield from repeated(self._clock, self._function, self._chance)
        self.calls.append(Call(began, self._clock.now - began, answered))


def arrivals(rate: float, seconds: float, chance: random.Random) -> list[float]:
    """The times of calls that come independently of each other, at a mean rate."""
    times, now = [], 0.0
    while (now := now + chance.expovariate(rate)) < seconds:
        times.append(now)
    return times
