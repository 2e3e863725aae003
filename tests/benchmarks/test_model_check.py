"""The simulation beside the real client and the real handler, on DynamoDB Local with a limiter."""

from typing import NamedTuple

import pytest

from benchmarks.model.check import WRITES, Comparison, compare, scenarios
from benchmarks.model.emulator import Run
from benchmarks.model.scenario import simulate

TRIES = 2  # a busy machine may be too far off once


class Checked(NamedTuple):
    """All scenarios, simulated and seen."""

    compared: dict[str, Comparison]
    runs: dict[str, Run]


@pytest.fixture(scope="module")
def checked(dynamodb_local_url: str) -> Checked:
    """Compare them; again if a figure is too far off."""
    for _ in range(TRIES):
        found = Checked(*compare(dynamodb_local_url))
        if not any(pair.misses() for pair in found.compared.values()):
            break
    return found


def test_the_simulation_agrees_with_the_emulator(checked: Checked) -> None:
    assert {name: pair.misses() for name, pair in checked.compared.items()} == {name: [] for name in scenarios()}


def test_the_check_sees_errors_throttling_and_none(checked: Checked) -> None:
    seen = {name: pair.seen for name, pair in checked.compared.items()}
    assert seen["ranges"].throttles == seen["ranges"].errors == 0
    assert seen["beyond"].throttles > WRITES
    assert seen["beyond"].errors > 0.02


def test_a_wrong_simulation_would_not_agree(checked: Checked) -> None:
    seen = checked.compared["beyond"].seen
    twice = simulate(scenarios()["beyond"]._replace(partition_writes=2 * WRITES))
    impatient = simulate(scenarios()["beyond"]._replace(concurrency=int(WRITES)))
    assert Comparison(twice, seen).misses()
    assert Comparison(impatient, seen).misses()


def test_no_number_is_given_out_twice(checked: Checked) -> None:
    for name, run in checked.runs.items():
        assert run.numbers
        assert len(set(run.numbers)) == len(run.numbers), name
