"""`Choices`: what makes one schedule differ from another, as a list of small numbers.

A schedule is run by its choices alone, so the same list always gives the same schedule. Choice 0 is the quiet one:
the same caller goes on, and nothing fails. A list may end early; then all further choices are 0.
"""

import random
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Bounds(NamedTuple):
    """How much may happen in one schedule.

    `preemptions`: how often a caller that could go on has to wait for another one. `faults`: how many faults.
    """

    preemptions: int
    faults: int


UNBOUNDED = Bounds(1_000_000, 1_000_000)


class ChoiceError(ValueError):
    """A list of choices that a scenario does not have."""


class Choices:
    """Makes the choices that are listed, and then the quiet ones. Notes what else was possible within `bounds`."""

    def __init__(self, listed: Iterable[int] = (), bounds: Bounds = UNBOUNDED) -> None:
        self._listed = list(listed)
        self._preemptions, self._faults = bounds
        self.made: list[int] = []
        self._wrong = ""
        self._possible: list[int] = []

    def actor(self, options: int, free: int) -> int:
        """Choose who goes on. The first `free` options interrupt nobody."""
        chosen = self._choose(options, options if self._preemptions else free, fault=False)
        self._preemptions -= chosen >= free
        return chosen

    def fault(self, options: int) -> int:
        """Choose a fault. 0 is none."""
        chosen = self._choose(options, options if self._faults else 1, fault=True)
        self._faults -= chosen > 0
        return chosen

    def following(self, fixed: int = 0) -> list[int] | None:
        """The list for the next schedule in a search through all with the same `fixed` first choices, or None."""
        for place in range(len(self.made) - 1, fixed - 1, -1):
            if self.made[place] + 1 < self._possible[place]:
                return [*self.made[:place], self.made[place] + 1]
        return None

    def check(self) -> None:
        """Raise `ChoiceError` if the schedule that ran is not the listed one.

        An actor's error ends the schedule and not the program, so it shows only here.
        """
        if not self._wrong and any(self._listed[len(self.made) :]):
            self._wrong = f"{len(self._listed)} choices, but the schedule has only {len(self.made)}"
        if self._wrong:
            raise ChoiceError(self._wrong)

    def branches(self) -> list[list[int]]:
        """How all other lists begin that a search makes, each list in one of them, if this one is the first."""
        return [
            [*self.made[:place], other] for place, options in enumerate(self._possible) for other in range(1, options)
        ]

    def shortest(self) -> list[int]:
        """The choices made, without the zeros at the end."""
        made = self.made[:]
        while made and not made[-1]:
            made.pop()
        return made

    def _choose(self, options: int, possible: int, *, fault: bool) -> int:
        if options == 1:
            return 0
        place = len(self.made)
        chosen = self._listed[place] if place < len(self._listed) else self._pick(possible, fault=fault)
        if chosen >= options:
            self._wrong = f"choice {place + 1} is {chosen}, but there are only {options} options"
            raise ChoiceError(self._wrong)
        self.made.append(chosen)
        self._possible.append(possible)
        return chosen

    def _pick(self, possible: int, *, fault: bool) -> int:  # noqa: ARG002
        return 0


class RandomChoices(Choices):
    """Random choices from a seed. The seed also decides how often something happens in this schedule."""

    def __init__(self, seed: str) -> None:
        super().__init__()
        self._random = random.Random(seed)  # noqa: S311  a schedule must be repeatable
        self._switches = self._random.choice((0.05, 0.2, 0.5))
        self._failures = self._random.choice((0.0, 0.03, 0.1, 0.3))

    def _pick(self, possible: int, *, fault: bool) -> int:
        if self._random.random() >= (self._failures if fault else self._switches):
            return 0
        return self._random.randrange(1, possible)


def every(bounds: Bounds, beginning: Iterable[int] = ()) -> Iterator[Choices]:
    """All choices with this beginning within the bounds, one schedule after the other.

    Run each one before you ask for the next.
    """
    begins = list(beginning)
    listed: list[int] | None = begins
    while listed is not None:
        choices = Choices(listed, bounds)
        yield choices
        listed = choices.following(len(begins))
