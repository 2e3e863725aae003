"""A function's error reaches every caller as Lambda's Python runtime reports it."""

import base64
import json
import time
from typing import Any

import pytest

from local import Deployment, Emulator, deploy
from local.emulator import function_errors

from .conftest import Deployed, Invoke
from .programs import function_of

FAILING = """
import os, sys
calls = 0

class TooSmallError(Exception):
    pass

class Outer:
    class InnerError(Exception):
        pass

def small(size):
    try:
        int("x")
    except ValueError as cause:
        raise TooSmallError(f"size: {size} is\\ntoo small") from cause

def handler(event, context):
    global calls
    calls += 1
    match event["do"]:
        case "raise": small(3)
        case "inner": raise Outer.InnerError
        case "key": return {}["missing"]
        case "set": return {1, 2}
        case "exit": sys.exit(3)
        case "surrogate": raise ValueError("\\ud800")
        case "mark": return {"__function_error__": 1, "and": 2}
    return {"calls": calls, "request": context.aws_request_id}
"""


@pytest.fixture(scope="module")
def failing(emulator: Emulator) -> str:
    """The name of a function that fails in the way it is asked to."""
    return str(deploy(function_of(FAILING), project="failing", emulator=emulator).outputs["function"])


def test_a_caller_sees_class_message_stack_and_request(emulator: Emulator, failing: str) -> None:
    reply = emulator.client("lambda").invoke(FunctionName=failing, Payload='{"do": "raise"}', LogType="Tail")
    assert reply["FunctionError"] == "Unhandled"
    error = json.load(reply["Payload"])
    assert list(error) == ["errorMessage", "errorType", "requestId", "stackTrace"]
    assert error["errorMessage"] == "size: 3 is\ntoo small"
    assert error["errorType"] == "TooSmallError"
    assert [line.partition(", in ")[2] for line in error["stackTrace"]] == [
        'handler\n    case "raise": small(3)\n',
        'small\n    raise TooSmallError(f"size: {size} is\\ntoo small") from cause\n',
    ]
    log = base64.b64decode(reply["LogResult"]).decode()
    assert log.startswith("[ERROR] TooSmallError: size: 3 is\ntoo small\nTraceback (most recent call last):\n")
    assert "raise TooSmallError" in log


@pytest.mark.parametrize(
    ("do", "type_", "message"),
    [
        ("inner", "InnerError", ""),
        ("key", "KeyError", "'missing'"),
        ("set", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable"),
    ],
)
def test_each_kind_of_error_has_its_type(invoke: Invoke, failing: str, do: str, type_: str, message: str) -> None:
    error = invoke(failing, {"do": do})
    assert (error["errorType"], error["errorMessage"]) == (type_, message)


@pytest.mark.parametrize("do", ["exit", "surrogate"])
def test_a_function_that_ends_its_process_is_reported(invoke: Invoke, failing: str, do: str) -> None:
    error = invoke(failing, {"do": do})
    assert error["errorType"] == "Runtime.ExitError"
    assert error["errorMessage"].endswith("Error: Runtime exited without providing a reason")


def test_the_process_outlives_an_error_as_on_aws(invoke: Invoke, failing: str) -> None:
    before = invoke(failing, {"do": "count"})
    error = invoke(failing, {"do": "raise"})
    after = invoke(failing, {"do": "count"})
    assert after["calls"] == before["calls"] + 2
    assert len({before["request"], error["requestId"], after["request"]}) == 3


def test_a_reply_with_the_mark_in_it_stays_a_reply(invoke: Invoke, failing: str) -> None:
    assert invoke(failing, {"do": "mark"}) == {function_errors.ERROR: 1, "and": 2}


@pytest.mark.parametrize(
    ("source", "type_", "message"),
    [
        ("import nowhere", "Runtime.ImportModuleError", "Unable to import module 'index': No module named 'nowhere'"),
        ("def handler(:", "Runtime.UserCodeSyntaxError", "Syntax error in module 'index': invalid syntax"),
        ("other = 1", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'"),
        ("1 / 0", "ZeroDivisionError", "division by zero"),
        ("import os; os._exit(1)", "Runtime.ExitError", "RequestId: "),
    ],
)
def test_a_function_that_cannot_be_loaded_is_reported(
    deployed: Deployed, invoke: Invoke, source: str, type_: str, message: str
) -> None:
    error = invoke(deployed(function_of(source)).outputs["function"], {})
    assert error["errorType"] == type_
    assert error["errorMessage"].startswith(message)


MACHINE: dict[str, Any] = {
    "StartAt": "Call",
    "States": {
        "Call": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "", "Payload": {"do": "raise"}},
            "Catch": [{"ErrorEquals": ["TooSmallError"], "Next": "Caught"}],
            "End": True,
        },
        "Caught": {"Type": "Pass", "Result": "caught", "End": True},
    },
}


def test_a_step_function_catches_an_error_by_its_class(emulator: Emulator, failing: str) -> None:
    states = emulator.client("stepfunctions")
    MACHINE["States"]["Call"]["Parameters"]["FunctionName"] = failing
    role = emulator.client("lambda").get_function(FunctionName=failing)["Configuration"]["Role"]
    machine = states.create_state_machine(name="catcher", definition=json.dumps(MACHINE), roleArn=role)
    execution = states.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"]
    deadline = time.monotonic() + 30
    while (state := states.describe_execution(executionArn=execution))["status"] == "RUNNING":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert (state["status"], json.loads(state["output"])) == ("SUCCEEDED", "caught")


def test_the_service_s_own_errors_arrive_by_name(service: Deployment, invoke: Invoke) -> None:
    function = service.outputs["function_name"]
    assert invoke(function, {"name": "orders", "cuont": 3})["errorType"] == "InvalidRequestError"
    assert invoke(function, {"name": "error/used", "token": "a"}) == 1
    assert invoke(function, {"name": "error/other", "token": "a"})["errorType"] == "TokenMismatchError"
