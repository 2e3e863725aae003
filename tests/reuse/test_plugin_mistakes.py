"""Mistakes in a program of another language: the plugin names the option as that language writes it."""

import json
from typing import Any

import grpc  # type: ignore[import-untyped]  # has no types
import pytest
from pulumi.runtime.proto import errors_pb2, status_pb2

from components.definitions.names import NAME_OR_PATTERN
from tests.components.registered import ONE

from .engine import Plugin, output


def refusals(plugin: Plugin, inputs: dict[str, Any], kind: str = "SequenceService") -> list[tuple[str, str]]:
    """The errors that the engine would print: pairs of property and reason. `sequences` is valid if it is not given."""
    with pytest.raises(grpc.RpcError) as refused:
        plugin.construct({**(ONE if kind == "SequenceService" else {}), **inputs}, kind=kind)
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert refused.value.details().startswith('Invalid options for "numbers" (')
    packed = dict(refused.value.trailing_metadata())["grpc-status-details-bin"]
    errors = errors_pb2.InputPropertiesError()
    status_pb2.Status.FromString(packed).details[0].Unpack(errors)
    return [(error.property_path, error.reason) for error in errors.errors]


NEAR = "no such option; did you mean maxValue?"
HIDDEN = " (value hidden)"  # no property has such a path, so the engine finds no value to print
NAME = f"the name {NAME_OR_PATTERN[0].requirement()}"
MEMORY = "must be an integer from 128 to 10,240; for example 256"
BEYOND = "floats beyond 2^53 - 1 are inexact; pass an int"
PLAIN = "must be a plain value, because it is needed before anything is created; write it here or in the configuration"


@pytest.mark.parametrize(
    ("inputs", "option", "reason"),
    [
        (
            {"sequences": {"a": {"maxvalue": 5}}},
            f"sequences.a.maxvalue{HIDDEN}",
            NEAR,
        ),
        ({"sequence": {}}, f"sequence{HIDDEN}", "no such option; did you mean sequences?"),
        ({"sequences": {"a": {"maxValue": 2**53}}}, "sequences.a.maxValue", BEYOND),
        ({"sequences": {"a": {"minValue": -1e37}}}, "sequences.a.minValue", BEYOND),
        (
            {"sequences": {"a": {"maxValue": 2.5}}},
            "sequences.a.maxValue",
            "must be an integer from -10^37 to 10^37; for example 999999",
        ),
        ({"sequences": {"a": {"start": output(5)}}}, f"sequences.a.start{HIDDEN}", PLAIN),
        ({"sequences": {"a": output({"start": 5})}}, f"sequences.a{HIDDEN}", PLAIN),
        ({"sequences": output({"a": {}}, secret=True)}, f"sequences{HIDDEN}", PLAIN),
        ({"function": {"memorySize": 64}}, "function.memorySize", MEMORY),
        ({"function": {"architecture": "mips"}}, "function.architecture", "must be one of arm64, x86_64"),
        ({"sequences": {"a b": {}}}, 'sequences["a b"]', NAME),
        ({"sequences": {"a*b": {}}}, 'sequences["a*b"]', f"the name {NAME_OR_PATTERN[1].requirement()}"),
        (
            {"http": {"authorization": "none"}},
            "http.authorization",
            "must be AWS_IAM, or NONE to let everyone on the internet take numbers",
        ),
        (
            {"http": {"cors": {"allowOrigins": ["*"], "allowCredentials": True}}},
            "http.cors.allowCredentials",
            "cannot be used with the origin *, which allows every web page; list the origins, or leave it out",
        ),
        ({"http": {"cors": output({"allowOrigins": ["*"]})}}, f"http.cors{HIDDEN}", PLAIN),
        (
            {"table": {"existing": {"name": "numbers"}}},
            "table.existing.arn",
            "missing; give the ARN of the table, without wildcards, for example "
            '"arn:aws:dynamodb:us-east-1:123456789012:table/sequences"',
        ),
        (
            {"sequences": {"a": {"minValue": 5, "maxValue": 3}}},
            "sequences.a.minValue",
            "must be less than maxValue, which is 3; lower it, or raise maxValue",
        ),
    ],
)
def test_a_mistake_is_reported_with_the_other_languages_names(
    plugin: Plugin, inputs: dict[str, Any], option: str, reason: str
) -> None:
    assert refusals(plugin, inputs) == [(option, reason)]


def test_sequences_are_required_in_other_languages_too(plugin: Plugin) -> None:
    schema = json.loads(plugin.schema())
    assert schema["resources"]["sequence:index:SequenceService"]["requiredInputs"] == ["sequences"]
    ((option, reason),) = refusals(plugin, {"sequences": None})
    assert option == "sequences"
    assert reason.startswith("missing; give a mapping from one or more names or patterns")


def test_top_level_options_keep_their_camel_case_names(plugin: Plugin) -> None:
    ((option, _),) = refusals(plugin, {"permissionsBoundaryArn": "x"})
    ((_, reason),) = refusals(plugin, {"nope": 1})
    assert option == "permissionsBoundaryArn"
    assert "permissionsBoundaryArn" in reason


def test_all_mistakes_are_reported_together(plugin: Plugin) -> None:
    found = refusals(plugin, {"function": {"memorySize": 64, "timout": 3}, "sequences": {"a": {"cache": 0}}})
    assert {option for option, _ in found} == {"function.memorySize", f"function.timout{HIDDEN}", "sequences.a.cache"}


def test_the_engine_finds_no_value_that_may_be_secret(plugin: Plugin) -> None:
    function = {"environment": {"AWS_SECRET_ACCESS_KEY": "hunter2"}}
    found = refusals(plugin, {"function": function, "consumer": {"function": function}})
    assert sorted((option for option, _ in found), reverse=True) == [
        f"function.environment.AWS_SECRET_ACCESS_KEY{HIDDEN}",
        f"consumer.function.environment.AWS_SECRET_ACCESS_KEY{HIDDEN}",
    ]
    found = refusals(plugin, {"consumers": {name: {} for name in "abc"}})
    assert [option for option, _ in found] == [f"consumers{HIDDEN}"]
