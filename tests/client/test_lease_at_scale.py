"""Leases in threads, processes and forks, on a service with faults: each value comes once or is accounted for."""

from pathlib import Path

import pytest

from .lease_run import run
from .naive_leases import LEASES

ATTEMPTS = 5  # a race does not happen in each run
NOTICED = {  # what shows that a trick is missing
    "no lock": "values arrived",
    "no fork guard": "a value came twice",
    "close discards": "values arrived",
    "close does not stop": "a value came twice",
}


def test_ten_million_values_are_all_different_and_accounted_for(tmp_path: Path) -> None:
    outcome = run("ours", 10_000_000, 20_000, 0.15, tmp_path)
    assert outcome.wrong == []
    assert outcome.handed_out >= 10_000_000
    forks, faults = outcome.forks_and_faults
    assert forks == 2
    assert faults > 50


@pytest.mark.parametrize("kind", NOTICED)
def test_a_lease_without_one_of_the_tricks_fails_the_same_test(kind: str, tmp_path: Path) -> None:
    for attempt in range(ATTEMPTS):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        if any(NOTICED[kind] in wrong for wrong in run(kind, 2_000_000, 200_000, 0, folder).wrong):
            return
    pytest.fail(f"{ATTEMPTS} runs did not notice")


def test_every_naive_lease_is_run() -> None:
    assert {"ours", *NOTICED} == LEASES.keys()
