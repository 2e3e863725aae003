"""The component as other Pulumi languages see it: the schema that Pulumi makes of the types and their docstrings."""

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


def test_options_keep_their_names_in_other_languages(schema: AnalyzeResult) -> None:
    mapping = schema["component_definitions"]["SequenceService"].inputs_mapping
    assert set(mapping.values()) == SequenceServiceArgs.__annotations__.keys()
    assert mapping["permissionsBoundaryArn"] == "permissions_boundary_arn"


def test_what_decides_which_resources_exist_is_plain(schema: AnalyzeResult) -> None:
    component = schema["component_definitions"]["SequenceService"]
    kinds = {name: kind.properties for name, kind in schema["type_definitions"].items()}
    assert all(component.inputs[name].plain for name in ("sequences", "table", "function", "consumer", "consumers"))
    assert kinds["TableArgs"]["existing"].plain
    assert kinds["ParameterArgs"]["lookup"].plain
    assert kinds["FunctionArgs"]["tracing"].plain
    assert all(option.plain for option in kinds["SequenceDefinition"].values())
