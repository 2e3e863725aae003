"""A schedule repeats: the same choices give the same history, in any process and after any other schedule."""

import os
import subprocess
import sys

import pytest

from evidence.schedules.choices import Choices, RandomChoices
from evidence.schedules.history import History
from evidence.schedules.internals import under_the_scheduler
from evidence.schedules.jobs import BY_NAME
from evidence.schedules.scenario import Scenario, run
from evidence.schedules.scenarios import SCENARIOS

ENDING = BY_NAME["2 functions with blocks of 3, 1 token whose window ends"]
TWO_REQUESTS = BY_NAME["2 functions, 1 token for two different requests"]
# Two calls with a token return their values to a block, which then holds 4 values.
FULL_BLOCK = (
    "4,0,2,0,0,5,0,0,1,0,0,0,3,2,3,0,0,0,0,1,0,7,0,7,0,1,1,3,4,0,1,4,0,0,0,0,0,0,0,0,3,1,2,3,0,2,3,3,4,0,4,0,0,0,0,1,"
    "0,0,0,0,1,0,0,0,1,1"
)


def lines(history: History) -> list[str]:
    """All that happened."""
    return [*(each.line() for each in history.invocations), *(each.line() for each in history.writes), *history.faults]


def test_random_schedules_repeat_after_others_ran() -> None:
    with under_the_scheduler():
        made: list[tuple[Scenario, Choices, list[str]]] = []
        for number in range(8):
            for scenario in SCENARIOS:
                choices: Choices = RandomChoices(f"replays {number}")
                made.append((scenario, choices, lines(run(scenario, choices).history)))
        assert sum(map(len, (choices.made for _, choices, _ in made))) > 2_000
        for scenario, choices, happened in [*made, *reversed(made)]:
            repeated = Choices(choices.shortest())
            assert lines(run(scenario, repeated).history) == happened
            assert repeated.made == choices.made


def test_a_schedule_repeats_in_another_process() -> None:
    with under_the_scheduler():
        choices = RandomChoices("another process")
        run(TWO_REQUESTS, choices)
    listed = ",".join(map(str, choices.made))
    command = [sys.executable, "-m", "evidence.schedules", "--scenario", TWO_REQUESTS.name, "--replay", listed]
    shown = [
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "5")
    ]
    assert len(shown[0].splitlines()) > 5
    assert shown[0] == shown[1]


def test_a_schedule_in_real_time_is_refused() -> None:
    with pytest.raises(RuntimeError, match="run it within under_the_scheduler"):
        run(ENDING, Choices())


def test_a_block_with_more_values_than_cache_leaves_no_gap() -> None:
    with under_the_scheduler():
        history, violations = run(ENDING, Choices(map(int, FULL_BLOCK.split(","))))
    left = [each for each in history.invocations if each.after_all and each.function == 3 and not each.token]
    assert len(left) > ENDING.deployed[0].cache + 1
    assert violations == []
