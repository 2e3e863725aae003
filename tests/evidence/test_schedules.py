"""A small part of what `make torture` runs, and proof that the checker finds what is wrong."""

import subprocess
import sys

import pytest

from evidence.schedules.choices import Bounds, Choices, every
from evidence.schedules.exceptions import EXCEPTIONS
from evidence.schedules.explore import sample, search
from evidence.schedules.internals import under_the_scheduler
from evidence.schedules.jobs import BY_NAME
from evidence.schedules.scenario import Scenario, run
from evidence.schedules.scenarios import SCENARIOS
from evidence.schedules.seeded import SEEDED

DEEPER = [
    *((each, Bounds(1, 1)) for each in SCENARIOS if each.bounds == Bounds(1, 2)),
    (BY_NAME["2 functions with blocks of 3, 1 token whose window ends"], Bounds(1, 1)),
    (BY_NAME["2 functions, 3 clients, a cycle that starts at its last value"], Bounds(2, 0)),
]


def titled(scenario: Scenario) -> str:
    """A test's title."""
    return scenario.name


@pytest.mark.parametrize("scenario", SCENARIOS, ids=titled)
def test_no_schedule_breaks_a_promise(scenario: Scenario) -> None:
    chosen_at_random = sample(scenario, "tests", 60)
    assert chosen_at_random.values > 60
    assert chosen_at_random.examples == {}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=titled)
def test_no_single_fault_breaks_a_promise(scenario: Scenario) -> None:
    # A lease that works ahead has thousands of schedules with a fault or a preemption.
    bounds = Bounds(0, 0) if scenario.bounds == Bounds(1, 1) else Bounds(0, 1)
    searched = search(scenario, bounds)
    assert searched.complete
    assert searched.searched >= (20 if bounds.faults else 2)
    assert searched.examples == {}


@pytest.mark.parametrize(("scenario", "bounds"), DEEPER, ids=lambda each: getattr(each, "name", ""))
def test_no_fault_with_a_preemption_breaks_a_promise(scenario: Scenario, bounds: Bounds) -> None:
    searched = search(scenario, bounds)
    assert searched.complete
    assert searched.searched > 250 * bounds.faults
    assert searched.examples == {}


@pytest.mark.parametrize("scenario", [*EXCEPTIONS, *SEEDED], ids=titled)
def test_the_checker_finds_what_is_broken_on_purpose(scenario: Scenario) -> None:
    found = search(scenario, scenario.bounds, first=True)
    assert scenario.breaks in found.broken
    with under_the_scheduler():
        again = run(scenario, Choices(found.examples[scenario.breaks][0])).violations
    assert (scenario.breaks, found.examples[scenario.breaks][1]) in again, "the list of choices repeats the schedule"


def test_every_kind_of_fault_happens() -> None:
    injected = {fault for scenario in SCENARIOS[:2] for fault in sample(scenario, "faults", 120).faults}
    assert injected == {
        "crash before",
        "crash after",
        "lost request",
        "lost reply",
        "late request",
        "repeated request",
        "second reply",
        "throttle",
        "no connection",
        "Lambda throttles",
        "client gave up",
        "repeated invocation",
        "client crashes",
    }


def play(choices: Choices) -> None:
    """A schedule with one fault and two steps."""
    choices.fault(3)
    choices.actor(3, free=1)
    choices.actor(2, free=2)


def test_a_search_makes_every_combination_within_its_bounds_once() -> None:
    made = []
    for choices in every(Bounds(1, 1)):
        play(choices)
        made.append(tuple(choices.made))
    assert sorted(made) == [(fault, actor, free) for fault in range(3) for actor in range(3) for free in range(2)]
    first, *others = made
    choices = Choices(bounds=Bounds(1, 1))
    play(choices)
    assert tuple(choices.made) == first
    divided = []
    for beginning in choices.branches():
        for choices in every(Bounds(1, 1), beginning):
            play(choices)
            divided.append(tuple(choices.made))
    assert sorted(divided) == sorted(others)
    preempted = [list(choices.made) for choices in every(Bounds(1, 0)) if [choices.actor(2, 1), choices.actor(2, 1)]]
    assert preempted == [[0, 0], [0, 1], [1, 0]]


def test_a_replay_prints_what_happened_and_fails_if_a_promise_is_broken() -> None:
    command = [sys.executable, "-m", "evidence.schedules", "--replay", "0", "--scenario", EXCEPTIONS[0].name]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 1, ran.stderr
    assert "unique: 1 was given out 2 times" in ran.stdout
    assert "function 1 writes" in ran.stdout
