"""Every command on a deployed service, under enforced IAM: with the operator policy alone, and without it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import Deployment, Emulator
from operations.cli.app import COMMANDS

from ..local.conftest import emulator as emulator
from .deployed import Run, command, deployed, user

ARGS = {
    "sequences": {"orders": {}, "wide": {"max_value": 10**37, "start": 10**36}, "shop/*": {"max_value": 2}},
    "function": {"timeout": 2},
    "consumer": {},
}
RUNS: dict[str, list[object]] = {  # every command, in a form that changes nothing if AWS refuses it
    "next": ["orders"],
    "list": [],
    "show": ["orders"],
    "advance": ["orders", "--to", 5],
    "restart": ["orders", "--force", "--yes"],
    "pause": ["--dry-run"],
    "resume": [],
    "redrive": [],
    "check": [],
    "watch": ["--times", 1, "--every", 0.2],
}


@pytest.fixture(scope="module")
def service(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> tuple[Deployment, Path]:
    return deployed(emulator, "operated", ARGS, tmp_path_factory.mktemp("outputs"))


@pytest.fixture(scope="module")
def operator(emulator: Emulator, service: tuple[Deployment, Path]) -> Iterator[Run]:
    with user(emulator, "operator", service[0].outputs["operator_policy_arn"]) as environment:
        yield command(environment, service[1])


@pytest.fixture(scope="module")
def stranger(emulator: Emulator, service: tuple[Deployment, Path]) -> Iterator[Run]:
    with user(emulator, "stranger", None) as environment:
        yield command(environment, service[1])


def test_the_forms_below_cover_every_command() -> None:
    assert RUNS.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_runs_under_the_operator_policy_alone(operator: Run, name: str) -> None:
    ended = operator(name, *RUNS[name])
    assert (ended.code, ended.err) == (0, ""), ended


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_refused_without_the_policy_with_one_line(stranger: Run, name: str) -> None:
    ended = stranger(name, *RUNS[name])
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith(f"sequences {name}: ")
    assert ended.err.endswith("ask for the operator policy (output operator_policy_arn)\n")


def test_values_are_taken_and_shown(operator: Run) -> None:
    operator("restart", "orders", "--force", "--yes")
    assert [operator("next", "orders").out, operator("next", "orders", "--count", 3).out] == ["1\n", "2 to 4\n"]
    reply = {"first": 5, "last": 6, "increment": 1, "count": 2}
    for _ in range(2):
        ended = operator("next", "orders", "--count", 2, "--token", "cart 7", "--json")
        assert json.loads(ended.out) == reply
    assert json.loads(operator("show", "orders", "--json").out)["value"] == 6
    assert operator("next", "wide").out == f"{10**36}\n"
    assert json.loads(operator("show", "wide", "--json").out)["left"] == str(10**37 - 10**36)
    assert operator("next", "shop/de").out == "1\n"
    assert json.loads(operator("show", "shop/de", "--json").out)["declared_as"] == "shop/*"
    assert "shop/de\t1\t50.0 %\t1\tshop/*\t" in operator("list").out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["nobody"], "sequences next: UnknownSequenceError: sequence nobody: not declared;"),
        (["orders", "--token", "caf\u00e9"], "sequences next: InvalidRequestError: token: not a string of 1 to 128"),
        (["shop/x", "--count", 3], "sequences next: SequenceExhaustedError: "),
    ],
)
def test_the_functions_own_errors_are_shown_in_one_line(operator: Run, arguments: list[object], problem: str) -> None:
    ended = operator("next", *arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith(problem)


def test_after_an_advance_the_next_value_is_the_one_after_it(operator: Run) -> None:
    assert operator("advance", "orders", "--to", 1000).code == 0
    assert operator("next", "orders").out == "1001\n"
    assert operator("advance", "orders", "--to", 1000).out.startswith("orders: 1001 is already past 1000;")
    assert operator("restart", "orders", "--with", 2000, "--force", "--yes").code == 0
    assert operator("next", "orders").out == "2000\n"


def test_a_paused_function_gives_out_nothing_until_it_is_resumed(operator: Run) -> None:
    assert operator("pause").code == 0
    try:
        ended = operator("next", "orders")
        assert (ended.code, ended.err.count("\n")) == (1, 1)
        assert "if it is paused, run sequences resume when" in ended.err
    finally:
        assert operator("resume").code == 0
    assert operator("next", "orders").code == 0
