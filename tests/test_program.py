"""The program with each of its stacks, run as the Pulumi CLI runs it."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from components import InvalidArgsError
from testing import ProjectError, RecordedStack, record

ROOT = Path(__file__).resolve().parent.parent
STACKS = sorted(file.name.split(".")[1] for file in ROOT.glob("Pulumi.*.yaml"))
FUNCTION = "aws:lambda/function:Function"
TABLE = "aws:dynamodb/table:Table"


def options(stack: str) -> dict[str, Any]:
    """The options in the stack's file."""
    found: dict[str, Any] = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]
    return dict(found["sequence-service:service"])


def run(stack: str, **changed: Any) -> RecordedStack:
    """Record the stack with some options changed."""
    return record(ROOT, stack=stack, config={"service": options(stack) | changed})


def test_there_is_a_dev_and_a_prod_stack() -> None:
    assert STACKS == ["dev", "prod"]


@pytest.mark.parametrize("stack", STACKS)
def test_each_stack_deploys_one_service_and_exports_its_outputs(stack: str) -> None:
    recorded = run(stack)
    assert recorded.outputs == recorded.one("sequence:index:SequenceService", "sequences").outputs
    assert recorded.outputs["parameter_name"] == f"/sequence-service/{stack}/sequences/table-name"
    assert recorded.outputs["function_name"] == "sequences-next-value-1a2b3c4"
    assert recorded.outputs["consumer_function_name"] == "sequences-consumer-1a2b3c4"


def test_dev_can_be_destroyed_and_prod_is_protected() -> None:
    dev, prod = run("dev"), run("prod")
    assert dev.one(TABLE).inputs["deletion_protection_enabled"] is False
    assert prod.one(TABLE).inputs["deletion_protection_enabled"] is True
    assert prod.one(TABLE).inputs["point_in_time_recovery"] == {"enabled": True, "recovery_period_in_days": 35}
    days = [
        {group.inputs["retention_in_days"] for group in stack.all("aws:cloudwatch/logGroup:LogGroup")}
        for stack in (dev, prod)
    ]
    assert days == [{1}, {365}]


@pytest.mark.parametrize("stack", STACKS)
def test_the_sequences_in_the_stacks_file_are_shipped(stack: str) -> None:
    declared = options(stack)["sequences"]
    archive = run(stack).one(FUNCTION, "sequences-next-value").inputs["code"]
    assert json.loads(archive.assets["sequences.json"].text).keys() == declared.keys()


def test_a_string_option_can_come_from_configuration() -> None:
    boundary = "arn:aws:iam::123456789012:policy/boundary"
    roles = run("dev", permissions_boundary_arn=boundary).all("aws:iam/role:Role")
    assert {role.inputs["permissions_boundary"] for role in roles} == {boundary}


def test_a_misspelt_option_is_reported_with_the_nearest_name() -> None:
    with pytest.raises(InvalidArgsError, match=r"sequnces: no such option; did you mean sequences\?"):
        run("dev", sequnces={})


@pytest.mark.parametrize("stack", STACKS)
def test_a_misspelt_sequence_name_is_unknown_in_each_stack(stack: str) -> None:
    archive = run(stack).one(FUNCTION, "sequences-next-value").inputs["code"]
    assert "*" not in json.loads(archive.assets["sequences.json"].text)


def test_a_sequence_can_be_declared_without_a_value() -> None:
    archive = run("dev", sequences={"offers": None}).one(FUNCTION, "sequences-next-value").inputs["code"]
    assert json.loads(archive.assets["sequences.json"].text)["offers"]["increment"] == 1


def test_a_stack_without_configuration_is_an_error_that_names_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ("Pulumi.yaml", "__main__.py"):
        (tmp_path / file).write_text((ROOT / file).read_text())
    (tmp_path / "Pulumi.bare.yaml").write_text("config:\n  aws:region: us-east-1\n")
    monkeypatch.syspath_prepend(str(ROOT))
    with pytest.raises(ProjectError, match="sequence-service:service"):
        record(tmp_path, stack="bare")


def test_the_program_has_one_configuration_key_with_a_description() -> None:
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    assert declared.keys() == {"service"}
    assert declared["service"]["description"]


def test_the_program_has_no_logic() -> None:
    lines = (ROOT / "__main__.py").read_text().splitlines()
    assert len(lines) <= 12
    assert not [line for line in lines if line.strip().startswith(("if ", "while ", "try", "def ", "class "))]
