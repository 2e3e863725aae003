"""operations/ and handlers/ find the same definitions, and compute the same shares, limits and names."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from components import SequenceDefinition
from components.checking.mistakes import Mistakes
from components.definitions import args
from components.definitions.complete import complete_definitions, exact_definitions
from components.function import alias
from components.monitoring.runbook import runbook
from handlers import definitions as handlers_definitions
from handlers import request
from handlers.aws.call import CallResult
from handlers.counter_table import CounterTable
from handlers.errors import ConfigurationError
from handlers.sequence import Move, Sequence
from handlers.stream.watchdog import percent_used
from operations import checks, concurrency, definitions, guide, names
from operations.cli import check, take
from operations.counters import not_an_integer
from operations.definitions import Definitions
from operations.service import Service

from .components.monitored import SERVICES, alarms, metric_of, monitored

DEFINITIONS: dict[str, SequenceDefinition] = {
    "*": {"max_value": 10},
    "a": {"min_value": -5, "max_value": 20, "increment": 3, "start": 2},
    "a/*": {"increment": -4, "min_value": -30, "max_value": 11, "start": 9},
    "a/b/*": {"max_value": 10**37, "increment": 10**35},
    "a/b/c": {"cycle": True, "max_value": 2},
}
ROOT = Path(__file__).parents[1]
REPOSITORY = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Repository"]
NAMES = ["a", "b", "a/", "a/b", "a/b/", "a/b/c", "a/b/cd", "a/b/c/", "ab", "A", "*", "a/*", "", "#a", "a b", "x" * 128]


def both(declared: Mapping[str, SequenceDefinition]) -> tuple[handlers_definitions.Definitions, Definitions]:
    """The same definitions, as the handler and as the command read them."""
    whole = complete_definitions(declared, Mistakes())
    shipped: dict[str, Any] = json.loads(json.dumps(whole))
    handler = handlers_definitions.Definitions({key: Sequence(**fields) for key, fields in shipped.items()})
    return handler, Definitions.parse(json.loads(json.dumps(exact_definitions(whole))))


@pytest.mark.parametrize("left_out", [[], ["*"], ["a", "a/*"], ["*", "a/b/*"]], ids=str)
def test_the_command_finds_the_definition_that_the_handler_finds(left_out: list[str]) -> None:
    handler, command = both({key: given for key, given in DEFINITIONS.items() if key not in left_out})
    for name in filter(request._NAME.fullmatch, NAMES):
        found = handler.find(name)
        assert command.key_of(name) == (found and found[0]), name
        if found:
            assert tuple(command.by_key[found[0]]) == tuple(found[1])


def test_the_command_accepts_the_names_that_the_handler_accepts() -> None:
    assert names.NAME.pattern == request._NAME.pattern


@pytest.mark.parametrize("key", DEFINITIONS)
def test_the_command_computes_shares_and_what_is_left_as_the_handler_does(key: str) -> None:
    handler, command = both(DEFINITIONS)
    name = key.replace("*", "zz")
    found = handler.find(name)
    assert found
    sequence, definition = found[1], command.by_key[key]
    for value in [None, *range(-35, 30), 10**36, 10**37 - 1, 10**37]:
        if value is not None:
            assert definition.percent_used(value) == percent_used(sequence, value)
        run = sequence._replace(cycle=False).after(value, 10**40, whole=False)
        assert definition.left(value) == (0 if run is None else (run[-1] - run[0]) // sequence.increment + 1)


def test_the_command_accepts_the_widest_limits_that_the_component_accepts() -> None:
    assert definitions.WIDEST == args.WIDEST


def test_the_command_pauses_the_alias_that_the_component_creates() -> None:
    assert concurrency.ALIAS == alias.LIVE


def test_the_command_takes_as_many_values_as_the_handler_gives() -> None:
    assert take.MAX_COUNT == request.MAX_COUNT


@pytest.mark.parametrize("key", DEFINITIONS)
def test_the_command_and_the_handler_agree_on_wide_sequences(key: str) -> None:
    handler, command = both(DEFINITIONS)
    found = handler.find(key.replace("*", "zz"))
    assert found
    assert command.by_key[key].wide is found[1].wide


@pytest.mark.parametrize("options", SERVICES.values(), ids=SERVICES)
def test_check_knows_every_alarm_that_the_component_creates(options: dict[str, Any]) -> None:
    stack = monitored(options)
    outputs = stack.outputs
    watched = check._watched(Service(outputs, outputs["function_name"], outputs["table_name"]))
    found = {name: checks._dimensions(described(alarm)) & watched for name, alarm in alarms(stack).items()}
    assert found
    assert [name for name, known in found.items() if not known] == []


def described(alarm: dict[str, Any]) -> dict[str, Any]:
    """An alarm as `DescribeAlarms` returns it: with metric math, its dimensions are in `Metrics`."""
    dimensions = [{"Name": name, "Value": value} for name, value in metric_of(alarm).dimensions.items()]
    if "metric_name" in alarm:
        return {"Dimensions": dimensions}
    return {"Metrics": [{"MetricStat": {"Metric": {"Dimensions": dimensions}}}, {"Expression": "FILL(source, 0)"}]}


def test_the_command_and_the_handler_give_the_same_remedy_for_a_value_that_is_no_integer() -> None:
    def update(*_: object, **__: object) -> CallResult:
        return CallResult({"Attributes": {"value": {"S": "x"}}}, refused=False, lost=False)

    table = CounterTable(SimpleNamespace(call=update), "numbers")  # type: ignore[arg-type] # only `call` is used
    name = "a" * 128
    with pytest.raises(ConfigurationError) as caught:
        table.move(name, Move(1, 1, 9, 1))
    assert str(caught.value) == f"sequence {name}: {not_an_integer(name)}"


def test_each_guide_that_the_command_names_is_a_section_in_the_repository() -> None:
    links = [link for link in vars(guide).values() if isinstance(link, str) and "#" in link]
    assert len(links) == 6
    for link in links:
        address, _, section = link.partition("#")
        page = address.removeprefix(f"{REPOSITORY}/blob/main/")
        headings = re.findall(r"^#+ (.*)$", (ROOT / page).read_text(), re.MULTILINE)
        assert section in {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}, link
    assert runbook("alarms") == guide.ALARMS
