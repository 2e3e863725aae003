"""The lines that a function prints belong to the call that printed them, and no call waits for lines."""

import base64
import time

import pytest

from local import Deployment, Emulator, deploy

from .programs import function_of

PRINTING = """
import os, sys

def handler(event, context):
    match event["do"]:
        case "part": sys.stdout.write("no end of line")
        case "empty lines": print("\\nbetween\\n")
        case "many": print("\\n".join(str(n) for n in range(2000)))
        case "replaced": sys.stderr = sys.stdout = open(os.devnull, "w")
        case "closed": os.close(2)
        case "exit": print("the last words", flush=True); os._exit(1)
    return event["do"]
"""


@pytest.fixture(scope="module")
def printing(emulator: Emulator) -> Deployment:
    return deploy(function_of(PRINTING), project="printing", emulator=emulator)


def lines(emulator: Emulator, printing: Deployment, do: str) -> str:
    """What the function printed in one call."""
    functions = emulator.client("lambda")
    name = printing.outputs["function"]
    reply = functions.invoke(FunctionName=name, Payload=f'{{"do": "{do}"}}', LogType="Tail")
    return base64.b64decode(reply.get("LogResult", "")).decode()


@pytest.mark.parametrize(
    ("do", "printed"),
    [
        ("part", "no end of line"),
        ("empty lines", "\nbetween\n"),
        ("many", "1998\n1999"),
        ("exit", "the last words\nWorker process died"),
        ("replaced", ""),
    ],
)
def test_a_call_has_its_own_lines(emulator: Emulator, printing: Deployment, do: str, printed: str) -> None:
    assert lines(emulator, printing, do).endswith(printed)
    assert lines(emulator, printing, "nothing") == ""


def test_a_function_that_closes_its_standard_error_goes_on(emulator: Emulator, printing: Deployment) -> None:
    assert lines(emulator, printing, "closed") == ""
    assert lines(emulator, printing, "nothing") == ""


def test_a_call_that_prints_nothing_does_not_wait(emulator: Emulator, printing: Deployment) -> None:
    functions, name = emulator.client("lambda"), printing.outputs["function"]
    lines(emulator, printing, "exit")  # what follows runs in a new process
    taken = []
    for _ in range(20):
        begin = time.monotonic()
        functions.invoke(FunctionName=name, Payload='{"do": "nothing"}')["Payload"].read()
        taken.append(time.monotonic() - begin)
    assert min(taken) < 0.05  # MiniStack by itself waits for so long
