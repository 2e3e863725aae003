"""`sequences pause` and `resume` on a function in moto. tests/operations/test_deployed.py runs them on a real one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moto import mock_aws

from operations import concurrency
from operations.guide import PAUSE

from .conftest import Sequences
from .functions import moto_function

NAME = ["--function-name", "numbers"]
CALL = BaseClient._make_api_call  # type: ignore[attr-defined] # botocore's private method


class Provisioned:
    """The provisioned concurrency of the alias, which moto does not know. `refuse`: Lambda refuses a pause anyway."""

    def __init__(self, ready: int | None, *, refuse: bool = False) -> None:
        self.ready, self.refuse = ready, refuse

    def __call__(self, client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if "ProvisionedConcurrency" not in operation:
            if operation == "PutFunctionConcurrency" and (self.ready or self.refuse):
                raise ClientError({"Error": {"Code": "InvalidParameterValueException", "Message": "No."}}, operation)
            return CALL(client, operation, parameters)
        assert (parameters["FunctionName"], parameters["Qualifier"]) == ("numbers", "live")
        if operation.startswith("Get") and self.ready is None:
            raise ClientError({"Error": {"Code": "ProvisionedConcurrencyConfigNotFoundException"}}, operation)
        if operation.startswith("Get"):
            return {"RequestedProvisionedConcurrentExecutions": self.ready}
        self.ready = parameters.get("ProvisionedConcurrentExecutions")
        return {}


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """boto3's client of Lambda, with the function `numbers`. No test waits for it."""
    monkeypatch.setattr("operations.cli.concurrency.wait", lambda *_: None)
    lambda_ = Provisioned(None)
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda *call: lambda_(*call))
    with mock_aws():
        yield moto_function("numbers", Tags={"team": "shop"})


def reserved(functions: Any) -> int | None:
    found = functions.get_function_concurrency(FunctionName="numbers").get("ReservedConcurrentExecutions")
    return None if found is None else int(found)


def tags(functions: Any) -> dict[str, str]:
    found: dict[str, str] = functions.list_tags(
        Resource=functions.get_function_configuration(FunctionName="numbers")["FunctionArn"]
    )["Tags"]
    return found


@pytest.mark.parametrize("before", [None, 5])
def test_a_pause_keeps_what_was_reserved_and_resume_restores_it(
    functions: Any, sequences: Sequences, before: int | None
) -> None:
    if before:
        functions.put_function_concurrency(FunctionName="numbers", ReservedConcurrentExecutions=before)
    for _ in range(2):  # a second pause must not take 0 for the earlier setting
        ended = sequences("pause", *NAME, "--json")
        assert (ended.exit_code, ended.stderr, reserved(functions)) == (0, "", 0)
        assert json.loads(ended.stdout)["earlier"] == before
    ended = sequences("resume", *NAME)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert (reserved(functions), tags(functions)) == (before, {"team": "shop"})
    assert "was not stopped" in sequences("resume", *NAME).stdout
    assert reserved(functions) == before


def test_a_dry_run_changes_nothing(functions: Any, sequences: Sequences) -> None:
    assert "would be stopped" in sequences("pause", *NAME, "--dry-run").stdout
    assert (reserved(functions), tags(functions)) == (None, {"team": "shop"})
    sequences("pause", *NAME)
    assert "would be started" in sequences("resume", *NAME, "--dry-run").stdout
    assert reserved(functions) == 0


def test_an_interrupted_pause_is_repaired_by_the_next_one(functions: Any, sequences: Sequences) -> None:
    """The terminal closed after the tag was written; then somebody reserved something else."""
    arn = functions.get_function_configuration(FunctionName="numbers")["FunctionArn"]
    functions.tag_resource(Resource=arn, Tags={concurrency.TAG: "none"})
    functions.put_function_concurrency(FunctionName="numbers", ReservedConcurrentExecutions=7)
    assert sequences("pause", *NAME).exit_code == 0
    assert sequences("resume", *NAME).exit_code == 0
    assert reserved(functions) == 7


def test_resume_tells_if_something_else_had_stopped_the_function(functions: Any, sequences: Sequences) -> None:
    functions.put_function_concurrency(FunctionName="numbers", ReservedConcurrentExecutions=0)
    sequences("pause", *NAME)
    ended = sequences("resume", *NAME)
    assert (ended.exit_code, reserved(functions)) == (0, None)
    assert "if you use reserved_concurrent_executions, deploy again" in ended.stderr


def test_the_pause_covers_all_versions_of_the_function(functions: Any, sequences: Sequences) -> None:
    assert sequences("pause", "--function-name", "numbers:live").exit_code == 0
    assert reserved(functions) == 0


def test_a_refusal_because_of_provisioned_concurrency_is_one_line_with_the_remedy(
    functions: Any, sequences: Sequences, monkeypatch: pytest.MonkeyPatch
) -> None:
    lambda_ = Provisioned(None)

    def refuse(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if operation == "PutFunctionConcurrency":
            message = " ReservedConcurrentExecutions  0 should not be lower than the total provisioned concurrency [2]."
            raise ClientError({"Error": {"Code": "InvalidParameterValueException", "Message": message}}, operation)
        return lambda_(client, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", refuse)
    ended = sequences("pause", *NAME)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr == (
        "sequences pause: function numbers: Lambda does not stop it: ReservedConcurrentExecutions  0 should not be "
        "lower than the total provisioned concurrency [2]; if another alias or version has provisioned concurrency, "
        f"remove that first: see {PAUSE}\n"
    )
    assert (reserved(functions), tags(functions)) == (None, {"team": "shop"})


def test_a_pause_removes_provisioned_concurrency_and_resume_puts_it_back(
    functions: Any, sequences: Sequences, monkeypatch: pytest.MonkeyPatch
) -> None:
    lambda_ = Provisioned(5)
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda *call: lambda_(*call))
    for _ in range(2):
        ended = sequences("pause", *NAME, "--json")
        assert (ended.exit_code, ended.stderr, reserved(functions), lambda_.ready) == (0, "", 0, None)
        assert json.loads(ended.stdout)["earlier_provisioned"] == 5
    assert "with no concurrency reserved and 5 provisioned" in sequences("resume", *NAME, "--dry-run").stdout
    ended = sequences("resume", *NAME)
    assert (ended.exit_code, ended.stderr, reserved(functions), lambda_.ready) == (0, "", None, 5)
    assert tags(functions) == {"team": "shop"}


def test_an_interrupted_pause_keeps_the_number_of_provisioned_environments(
    functions: Any, sequences: Sequences, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal closed after the alias's provisioned concurrency was removed."""
    lambda_ = Provisioned(None)
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda *call: lambda_(*call))
    arn = functions.get_function_configuration(FunctionName="numbers")["FunctionArn"]
    functions.tag_resource(Resource=arn, Tags={concurrency.TAG: "none", concurrency.READY_TAG: "5"})
    assert sequences("pause", *NAME).exit_code == 0
    assert sequences("resume", *NAME).exit_code == 0
    assert (lambda_.ready, reserved(functions), tags(functions)) == (5, None, {"team": "shop"})


def test_a_refused_pause_leaves_provisioned_concurrency_as_it_was(
    functions: Any, sequences: Sequences, monkeypatch: pytest.MonkeyPatch
) -> None:
    lambda_ = Provisioned(5, refuse=True)
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda *call: lambda_(*call))
    assert sequences("pause", *NAME).exit_code == 1
    assert (lambda_.ready, reserved(functions), tags(functions)) == (5, None, {"team": "shop"})


@pytest.mark.parametrize("command", ["pause", "resume"])
def test_a_missing_function_ends_with_one_line(functions: Any, sequences: Sequences, command: str) -> None:
    ended = sequences(command, "--function-name", "other")
    assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert "Function not found" in ended.stderr
    assert reserved(functions) is None
    ended = sequences(command, "--function-name", "a b")
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert "must be a function's name or ARN" in ended.stderr


def test_it_waits_for_the_functions_time_out() -> None:
    slept, shown = list[float](), list[int]()
    concurrency.wait(3, slept.append, shown.append)
    assert (slept, shown) == ([1, 1, 1], [3, 2, 1])
