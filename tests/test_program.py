"""The program itself, for each of its stacks, as the Pulumi CLI would run it."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from components import InvalidArgsError, SequenceServiceArgs
from testing import RecordedStack, record

ROOT = Path(__file__).resolve().parent.parent
STACKS = sorted(file.name.split(".")[1] for file in ROOT.glob("Pulumi.*.yaml"))
FUNCTION = "aws:lambda/function:Function"
TABLE = "aws:dynamodb/table:Table"


def run(stack: str, **changed: Any) -> RecordedStack:
    return record(ROOT, stack=stack, config=changed)


def test_there_is_a_stack_to_play_with_and_one_for_production() -> None:
    assert STACKS == ["dev", "prod"]


@pytest.mark.parametrize("stack", STACKS)
def test_each_stack_deploys_one_service_and_exports_its_outputs(stack: str) -> None:
    recorded = run(stack)
    assert recorded.outputs == recorded.one("sequence:index:SequenceService", "sequences").outputs
    assert recorded.outputs["parameter_name"] == f"/sequence-service/{stack}/sequences/table-name"
    assert recorded.outputs["function_name"] == "sequences-next-value-1a2b3c4"
    assert recorded.outputs["consumer_function_name"] == "sequences-consumer-1a2b3c4"


def test_dev_goes_without_a_trace_and_prod_is_protected() -> None:
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
def test_the_sequences_of_the_stacks_file_are_shipped(stack: str) -> None:
    declared = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]["sequence-service:sequences"]
    archive = run(stack).one(FUNCTION, "sequences-next-value").inputs["code"]
    assert json.loads(archive.assets["sequences.json"].text).keys() == declared.keys()


def test_a_string_option_comes_from_configuration_too() -> None:
    boundary = "arn:aws:iam::123456789012:policy/boundary"
    roles = run("dev", permissions_boundary_arn=boundary).all("aws:iam/role:Role")
    assert {role.inputs["permissions_boundary"] for role in roles} == {boundary}


def test_a_key_that_no_option_answers_to_is_reported_with_the_nearest_name() -> None:
    with pytest.raises(InvalidArgsError, match=r"sequnces: no such option; did you mean sequences\?"):
        run("dev", sequnces="{}")


def test_a_sequence_may_be_declared_without_a_value() -> None:
    archive = run("dev", sequences={"offers": None}).one(FUNCTION, "sequences-next-value").inputs["code"]
    assert json.loads(archive.assets["sequences.json"].text)["offers"]["increment"] == 1


def test_a_key_is_found_in_the_environment_that_the_cli_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps({"sequence-service:tabel": "{}", "aws:region": "us-east-1"}))
    with pytest.raises(InvalidArgsError, match=r"did you mean table\?"):
        run("dev")


def test_every_option_has_a_key_and_every_key_is_described() -> None:
    text = (ROOT / "Pulumi.yaml").read_text()
    declared = yaml.safe_load(text)["config"]
    assert all(key["description"] and key["default"] is not None for key in declared.values())
    assert declared.keys() | {"consumer", "permissions_boundary_arn"} == SequenceServiceArgs.__annotations__.keys()
    assert "#   consumer " in text
    assert "#   permissions_boundary_arn " in text


def test_the_defaults_of_the_keys_are_the_components_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for file in ("Pulumi.yaml", "__main__.py"):
        (tmp_path / file).write_text((ROOT / file).read_text())
    (tmp_path / "Pulumi.bare.yaml").write_text("config:\n  aws:region: us-east-1\n")
    monkeypatch.syspath_prepend(str(ROOT))
    program = record(tmp_path, stack="bare")
    assert not program.one(TABLE).inputs["stream_enabled"]
    assert program.one(TABLE).inputs["deletion_protection_enabled"] is True
    archive = program.one(FUNCTION).inputs["code"]
    assert json.loads(archive.assets["sequences.json"].text).keys() == {"*"}


def test_the_program_holds_no_logic() -> None:
    lines = (ROOT / "__main__.py").read_text().splitlines()
    assert len(lines) < 45
    assert not [line for line in lines if line.strip().startswith(("if ", "while ", "try", "def ", "class "))]
