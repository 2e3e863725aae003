"""Runs many schedules of a scenario: all within its bounds, then random ones. Counts them and what they show."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .choices import Bounds, Choices, RandomChoices, every
from .internals import under_the_scheduler
from .scenario import Scenario, run


@dataclass
class Result:
    """What schedules of one scenario showed. `unfinished`: the searches that were stopped.

    `broken`: how many broke which promise. `examples`: for each promise, a schedule's choices and what it broke.
    """

    scenario: str
    bounds: Bounds
    searched: int = 0
    unfinished: int = 0
    random: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    values: int = 0
    longest: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    examples: dict[str, tuple[list[int], str]] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def schedules(self) -> int:
        """All of them."""
        return self.searched + self.random

    @property
    def complete(self) -> bool:
        """Whether the search came to its end."""
        return not self.unfinished

    def add(self, scenario: Scenario, choices: Choices) -> None:
        """Run a schedule, and note what it shows."""
        history, violations = run(scenario, choices)
        self.faults.update(history.faults)
        self.values += sum(len(each.values or ()) for each in history.invocations)
        self.longest = max(self.longest, history.step)
        for promise, detail in violations:
            self.broken[promise] += 1
            self.examples.setdefault(promise, (choices.shortest(), detail))

    def merge(self, other: "Result") -> None:
        """Add what others showed of the same scenario."""
        self.searched += other.searched
        self.unfinished += other.unfinished
        self.random += other.random
        self.faults += other.faults
        self.values += other.values
        self.longest = max(self.longest, other.longest)
        self.broken += other.broken
        self.examples = {**other.examples, **self.examples}
        self.seconds += other.seconds

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        return {
            "scenario": self.scenario,
            "bounds": self.bounds._asdict(),
            "schedules": self.schedules,
            "searched": self.searched,
            "complete": self.complete,
            "random": self.random,
            "values": self.values,
            "longest": self.longest,
            "faults": dict(self.faults),
            "broken": dict(self.broken),
            "examples": {each: {"choices": made, "shows": shows} for each, (made, shows) in self.examples.items()},
        }


def search(
    scenario: Scenario,
    bounds: Bounds,
    until: float = float("inf"),
    *,
    first: bool = False,
    beginning: Iterable[int] = (),
) -> Result:
    """Run all schedules that begin so, within the bounds.

    Stop at the time `until`, or if `first` when the promise is broken that the scenario breaks.
    """
    result = Result(scenario.name, bounds, unfinished=1)
    with _measured(result):
        for choices in every(bounds, beginning):
            if time.monotonic() > until or (first and scenario.breaks in result.broken):
                return result
            result.add(scenario, choices)
            result.searched += 1
        result.unfinished = 0
    return result


def divided(scenario: Scenario) -> tuple[Result, list[list[int]]]:
    """Run the first schedule of a search. Returns its result, and how all other schedules begin."""
    result = Result(scenario.name, scenario.bounds, searched=1)
    choices = Choices(bounds=scenario.bounds)
    with _measured(result):
        result.add(scenario, choices)
    return result, choices.branches()


def sample(scenario: Scenario, seed: str, count: int, until: float = float("inf")) -> Result:
    """Run random schedules."""
    result = Result(scenario.name, scenario.bounds)
    with _measured(result):
        for number in range(count):
            if time.monotonic() > until:
                break
            result.add(scenario, RandomChoices(f"{seed} {scenario.name} {number}"))
            result.random += 1
    return result


@contextmanager
def _measured(result: Result) -> Iterator[None]:
    begin = time.monotonic()
    try:
        with under_the_scheduler():
            yield
    finally:
        result.seconds = time.monotonic() - begin
