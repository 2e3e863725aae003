"""Both stacks, deployed to one emulated AWS with IAM enforced."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sequence_service.local.pytest_plugin import DeployLocally, LocalStack

HERE = Path(__file__).parent


@pytest.fixture
def sequences(deploy_locally: DeployLocally) -> LocalStack:
    return deploy_locally(HERE / "sequences")


@pytest.fixture
def importer(deploy_locally: DeployLocally, sequences: LocalStack, tmp_path: Path) -> LocalStack:
    folder = shutil.copytree(HERE / "importer", tmp_path / "importer")
    given = {f"importer:{name}": sequences.outputs[name] for name in ("parameter_arn", "writer_policy_arn")}
    (folder / "Pulumi.dev.yaml").write_text(json.dumps({"config": given}))  # as `pulumi config set` does
    return deploy_locally(folder)


def call(stack: LocalStack, function: str, event: dict[str, Any]) -> Any:
    reply = stack.session.client("lambda").invoke(FunctionName=stack.outputs[function], Payload=json.dumps(event))
    return json.load(reply["Payload"])


def test_numbers_continue_after_the_other_stacks_import(sequences: LocalStack, importer: LocalStack) -> None:
    assert call(sequences, "function_name", {"name": "invoices"}) == 1
    assert call(importer, "importer", {"highest": 5000}) is True
    assert call(sequences, "function_name", {"name": "invoices"}) == 5001
    assert call(importer, "importer", {"highest": 4000}) is False
    assert call(sequences, "function_name", {"name": "invoices"}) == 5002
