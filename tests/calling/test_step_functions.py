"""The state machine of docs/calling.md, run by the emulator's Step Functions."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from local import Deployment, Emulator

from .guide import snippet

Execute = Callable[[str, str, str], Any]


@pytest.fixture(scope="module")
def execute(emulator: Emulator, calling: Deployment) -> Execute:
    """Runs the state machine on a function, with a sequence and an execution's name; gives the execution."""
    workflows = emulator.client("stepfunctions")

    def run(function: str, sequence: str, name: str) -> Any:
        definition = snippet("Step Functions", "json").replace("FUNCTION_ARN", calling.outputs[function])
        machine = workflows.create_state_machine(
            name=f"{function}-{name}".replace("_", "-"), definition=definition, roleArn=calling.outputs["role"]
        )["stateMachineArn"]
        started = workflows.start_execution(
            stateMachineArn=machine, name=name, input=json.dumps({"sequence": sequence})
        )["executionArn"]
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            execution = workflows.describe_execution(executionArn=started)
            if execution["status"] != "RUNNING":
                return execution
            time.sleep(0.1)
        raise AssertionError("the execution does not end")

    return run


def number(execution: Any) -> Any:
    assert execution["status"] == "SUCCEEDED", execution
    return json.loads(execution["output"])["number"]["value"]


def test_its_number_is_that_of_the_executions_name(execute: Execute, emulator: Emulator, calling: Deployment) -> None:
    taken = number(execute("function_arn", "orders", "cart-1"))
    request = json.dumps({"name": "orders", "token": "cart-1"})
    reply = emulator.client("lambda").invoke(FunctionName=calling.outputs["function_name"], Payload=request)
    assert json.load(reply["Payload"]) == taken >= 1
    assert number(execute("function_arn", "orders", "cart-2")) == taken + 1


def test_it_repeats_what_may_succeed_later(execute: Execute) -> None:
    assert number(execute("failing_arn", "late", "cart-3")) == 7


def test_it_catches_the_end_of_the_sequence(execute: Execute) -> None:
    execution = execute("function_arn", "last", "cart-4")
    assert (execution["status"], execution["error"]) == ("FAILED", "NoNumbersLeft")
    assert json.loads(execution["cause"])["errorType"] == "SequenceExhaustedError"


def test_any_other_error_ends_it_at_once(execute: Execute) -> None:
    execution = execute("failing_arn", "never", "cart-5")
    assert (execution["status"], execution["error"]) == ("FAILED", "UnknownSequenceError")
    assert json.loads(execution["cause"])["errorMessage"] == "call 1"
