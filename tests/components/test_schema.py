"""The schema that Pulumi makes from the types and their docstrings, for other languages."""

import pytest
from pulumi.provider.experimental.analyzer import Analyzer, AnalyzeResult

from components import SequenceService, SequenceServiceArgs


@pytest.fixture(scope="module")
def schema() -> AnalyzeResult:
    return Analyzer("sequence").analyze([SequenceService])


def test_every_option_and_output_is_described(schema: AnalyzeResult) -> None:
    component = schema["component_definitions"]["SequenceService"]
    described = {"SequenceService": component.inputs, "outputs": component.outputs}
    described |= {name: kind.properties for name, kind in schema["type_definitions"].items()}
    assert not [f"{of}.{name}" for of, named in described.items() for name, it in named.items() if not it.description]


def test_every_option_has_its_name_in_camel_case(schema: AnalyzeResult) -> None:
    mapping = schema["component_definitions"]["SequenceService"].inputs_mapping
    assert set(mapping.values()) == SequenceServiceArgs.__annotations__.keys()
    assert mapping["permissionsBoundaryArn"] == "permissions_boundary_arn"


def test_options_that_decide_which_resources_exist_are_plain(schema: AnalyzeResult) -> None:
    component = schema["component_definitions"]["SequenceService"]
    kinds = {name: kind.properties for name, kind in schema["type_definitions"].items()}
    assert all(
        component.inputs[name].plain
        for name in ("sequences", "table", "function", "http", "consumer", "consumers", "alarms")
    )
    assert kinds["TableArgs"]["existing"].plain
    assert kinds["HttpArgs"]["authorization"].plain
    assert kinds["ParameterArgs"]["lookup"].plain
    assert kinds["FunctionArgs"]["tracing"].plain
    assert kinds["AlarmsArgs"]["thresholds"].plain
    assert kinds["FunctionArgs"]["provisionedConcurrentExecutions"].plain
    assert all(option.plain for option in kinds["SequenceDefinition"].values())
