"""The command on a service with provisioned concurrency and alarms, under the operator policy alone."""

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from local import Deployment, Emulator

from ..local.conftest import emulator as emulator
from .deployed import Ended, Run, command, deployed, user

ARGS = {
    "sequences": {"orders": {}},
    "function": {"timeout": 2, "provisioned_concurrent_executions": 1},
    "consumer": {},
    "alarms": {},
}


class Operated(NamedTuple):
    """A deployment, and the command as its operator runs it: with the outputs, and with the names alone."""

    deployment: Deployment
    run: Run
    run_by_name: Run


@pytest.fixture(scope="module")
def operated(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operated]:
    deployment, outputs = deployed(emulator, "production", ARGS, tmp_path_factory.mktemp("outputs"))
    nothing = outputs.with_name("nothing.json")
    nothing.write_text("{}")
    with user(emulator, "night-shift", deployment.outputs["operator_policy_arn"]) as environment:
        by_name = command(environment, nothing)

        def run_by_name(*arguments: object) -> Ended:
            names = ["--function-name", deployment.outputs["function_name"]]
            return by_name(*arguments, *names, "--table-name", deployment.outputs["table_name"])

        yield Operated(deployment, command(environment, outputs), run_by_name)


@pytest.fixture
def broken_latest(emulator: Emulator, operated: Operated) -> Iterator[None]:
    """The plain function, `$LATEST`, uses a table that does not exist. The alias names an older version."""
    functions, name = emulator.client("lambda"), operated.deployment.outputs["function_name"]
    variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    broken = {**variables, "SEQUENCE_TABLE_NAME": "no-such-table"}
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": broken})
    yield
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
    functions.get_waiter("function_active_v2").wait(FunctionName=name)


@pytest.mark.usefixtures("broken_latest")
def test_next_calls_the_alias_of_the_outputs_and_the_name_if_only_that_is_known(operated: Operated) -> None:
    ended = operated.run("next", "orders")
    assert (ended.code, ended.err) == (0, "")
    ended = operated.run_by_name("next", "orders")
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert ended.err.startswith("sequences next: ConfigurationError: ")


def test_with_names_alone_the_policy_is_enough_too(operated: Operated) -> None:
    live = f"{operated.deployment.outputs['function_name']}:live"
    for ended in (
        operated.run_by_name("next", "orders"),
        operated.run("next", "orders", "--function-name", live),
        operated.run("check", "--function-name", live),
    ):
        assert (ended.code, ended.err) == (0, ""), ended


@pytest.fixture
def provisioned_allowed(emulator: Emulator, operated: Operated) -> Iterator[None]:
    """Rights that only MiniStack asks for: it takes the operations on provisioned concurrency for these actions.

    tests/evidence/rights.txt has the actions that AWS asks for.
    """
    iam, actions = emulator.client("iam"), ["lambda:GetFunction", "lambda:UpdateFunctionCode", "lambda:DeleteFunction"]
    function = operated.deployment.outputs["function_arn"].removesuffix(":live")
    statement = {"Effect": "Allow", "Action": actions, "Resource": [function, f"{function}:live"]}
    who = {"UserName": "night-shift", "PolicyName": "provisioned"}
    iam.put_user_policy(**who, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    yield
    iam.delete_user_policy(**who)


@pytest.mark.usefixtures("provisioned_allowed")
def test_a_pause_and_resume_keep_the_provisioned_concurrency(emulator: Emulator, operated: Operated) -> None:
    functions, name = emulator.client("lambda"), operated.deployment.outputs["function_name"]

    def provisioned() -> int | None:
        try:
            found = functions.get_provisioned_concurrency_config(FunctionName=name, Qualifier="live")
        except functions.exceptions.ProvisionedConcurrencyConfigNotFoundException:
            return None
        return int(found["RequestedProvisionedConcurrentExecutions"])

    for run in (operated.run, operated.run_by_name):
        ended = run("pause")
        assert (ended.code, ended.err, provisioned()) == (0, "", None)
        # MiniStack lets an alias's callers in nevertheless; test_deployed.py sees a paused function refuse calls.
        assert functions.get_function_concurrency(FunctionName=name)["ReservedConcurrentExecutions"] == 0
        ended = run("resume")
        assert (ended.code, ended.err, provisioned()) == (0, "", 1)
        assert run("next", "orders").code == 0


@pytest.mark.parametrize("kind", ["function-errors", "consumer-age", "consumer-dead-letters", "rewinds", "range-used"])
def test_check_knows_the_alarms_that_the_component_creates(emulator: Emulator, operated: Operated, kind: str) -> None:
    cloudwatch = emulator.client("cloudwatch")
    found = cloudwatch.describe_alarms(AlarmNamePrefix=f"numbers-{kind}-alarm")["MetricAlarms"]
    [name] = [alarm["AlarmName"] for alarm in found]
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="1 is above 0")
    try:
        ended = operated.run("check", "--json")
    finally:
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="over")
    wrong = [each for each in json.loads(ended.out) if each["state"] == "WRONG"]
    assert [each["subject"] for each in wrong] == [f"alarm {name}"]
    assert wrong[0]["text"].startswith("on: 1 is above 0; see https://")
    assert f"docs/operations.md#{kind if kind != 'consumer-dead-letters' else 'dead-letters'}" in wrong[0]["text"]
    assert ended.code == 1
