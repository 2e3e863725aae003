"""The text of error messages: how values are shown, and that secrets are hidden."""

import re
from collections import OrderedDict
from pathlib import Path
from typing import Any, cast

import pulumi
import pytest

from components import InvalidArgsError, SequenceServiceArgs
from components.service_options import read_options
from testing import record

from .registered import ONE
from .test_mistakes import mistakes


def test_the_message_starts_with_the_component_and_the_number_of_errors() -> None:
    with pytest.raises(InvalidArgsError, match=r"^Invalid options for \"orders\" \(1 error\):\n  tabel: "):
        read_options("orders", cast(SequenceServiceArgs, {**ONE, "tabel": {}}))
    with pytest.raises(InvalidArgsError, match=r"^Invalid options for \"orders\" \(2 errors\):\n  tabel: "):
        read_options("orders", cast(SequenceServiceArgs, {**ONE, "tabel": {}, "functoin": {}}))


def test_a_long_value_is_shortened() -> None:
    (found,) = mistakes({"table": {"name": "a" * 10_000}})
    assert len(found) < 300


def test_wrong_environment_variables_are_reported_without_their_values() -> None:
    variables = {"AWS_REGION": "a", "1 bad": "hunter2", "SEQUENCE_SSM": "hunter2", "LEVEL": ["hunter2"], "GOOD": "b"}
    found = mistakes({"function": {"environment": variables}})
    assert [mistake.split(": ")[0] for mistake in found] == [
        "function.environment.AWS_REGION",
        'function.environment["1 bad"]',
        "function.environment.LEVEL",
        "function.environment.SEQUENCE_SSM",
    ]
    assert "hunter2" not in str(found + mistakes({"function": {"environment": ["PASSWORD=hunter2"]}}))


@pytest.mark.parametrize("option", ["no_cycle", "nocycle", "not_cycle", "recycle", "uncached"])
def test_an_option_with_the_opposite_meaning_is_not_suggested(option: str) -> None:
    (found,) = mistakes({"sequences": {"a": {option: True}}})
    assert found.endswith("no such option; the options are cache, cycle, increment, max_value, min_value, start")
    for negated in ("disable_deletion_protection", "no_deletion_protectoin"):
        (found,) = mistakes({"table": {negated: True}})
        assert "did you mean" not in found


@pytest.mark.parametrize("option", ["cyle", "cycel", "maxvalue", "maxValue", "max_vale", "strat"])
def test_a_misspelt_option_is_reported_with_the_nearest_one(option: str) -> None:
    (found,) = mistakes({"sequences": {"a": {option: True}}})
    assert re.search(r"did you mean (cycle|max_value|start)\?$", found)


def test_a_name_with_braces_is_printed_as_it_is() -> None:
    found = mistakes({"consumers": {"{x}": {"policy_arns": [1]}}})
    assert found[1].startswith('consumers["{x}"].policy_arns[0] = 1: must be an ARN; for example "arn:')


@pytest.mark.parametrize("name", ["a" * 10_000, "a\n\ud800", None])
def test_a_wrong_component_name_is_one_short_ascii_line(name: Any) -> None:
    with pytest.raises(InvalidArgsError) as refused:
        read_options(name, ONE)
    assert len(str(refused.value)) < 400
    assert str(refused.value).isascii()
    assert len(str(refused.value).splitlines()) == 2


def test_outputs_are_reported_and_secrets_are_hidden() -> None:
    found: list[str] = []

    def program() -> None:
        secret = pulumi.Output.secret("hunter2")
        found.extend(mistakes({"sequences": secret, "table": [secret], "consumer": {"code": (secret,)}}))

    record(program)
    assert [text.split(": ")[0] for text in found] == [
        "sequences = an Output",
        "table = [an Output]",
        "consumer.code = (an Output,)",
    ]


class Options:
    """An object with a secret in its repr."""

    def __repr__(self) -> str:
        """Show the secret."""
        return "Options(password='hunter2')"


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        ({"consumer": {"environment": {"PASSWORD": "hunter2"}}}, "consumer.environment: no such option"),
        ({"password": "hunter2"}, "password: no such option"),
        ({"table": [{"password": "hunter2"}]}, "table = [{'password': ...}]: "),
        ({"table": [OrderedDict(password="hunter2")]}, "table = [{'password': ...}]: "),  # noqa: S106  not a real password
        ({"function": Options()}, "function = <Options>: "),
        ({"consumers": {f"c{number}": {} for number in range(9)}}, "consumers = {'c0': ..., 'c1': ..., 'c2': ..., "),
        ({"consumer": {"code": Path("app"), "handler": "a.b"}}, "consumer.code = PosixPath('app'): "),
    ],
)
def test_a_value_that_may_hold_a_secret_is_hidden(args: Any, shown: str) -> None:
    (found,) = mistakes(args)
    assert found.startswith(shown)
    assert "hunter2" not in found
