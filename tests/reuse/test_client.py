"""The client in the wheel: what it needs, and what type checkers see of it."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ..conftest import skip_unless_ci
from .conftest import Installed

RIGHT = """
import asyncio
from collections.abc import Iterator
from typing import assert_type

import boto3
from sequence_service.client import Lease, SequenceClient
from sequence_service.client.errors import (
    ConfigurationError,
    InvalidRequestError,
    SequenceError,
    SequenceExhaustedError,
    SequenceUnavailableError,
    TokenMismatchError,
    UnknownSequenceError,
)

numbers = SequenceClient("next-value")
SequenceClient("next-value", session=boto3.Session())
SequenceClient("next-value", lambda_client=boto3.client("lambda"))
assert_type(numbers.next_value("orders"), int)
assert_type(numbers.next_value("orders", token="cart"), int)
assert_type(numbers.next_range("orders", 10), range)
assert_type(numbers.next_range("orders", 10, token="cart"), range)


def orders(lease: Lease) -> Iterator[int]:
    try:
        yield lease.next()
        for value in lease:
            assert_type(value, int)
            yield value
    except (SequenceExhaustedError, SequenceUnavailableError) as error:
        known: SequenceError = error
        print(known)
    except (ConfigurationError, InvalidRequestError, TokenMismatchError, UnknownSequenceError):
        raise


with numbers.lease("orders", size=100, ahead=False) as lease:
    assert_type(lease, Lease)
    assert_type(next(lease), int)
    assert_type(lease.next(), int)
    print(list(orders(lease)), asyncio.run(lease.next_async()))
assert_type(numbers.lease("orders").close(), list[range])
"""
WRONG = """
from sequence_service.client import SequenceClient

SequenceClient()
numbers = SequenceClient("next-value", session="default")
numbers.next_value(1)
numbers.next_value("orders", "cart")
numbers.next_range("orders")
numbers.next_range("orders", "10")
numbers.lease("orders", 100)
numbers.next_valeu("orders")
text: str = numbers.next_value("orders")
"""
LINES_WITH_ERRORS = range(4, 13)


PYRIGHT = {
    "typeCheckingMode": "strict",
    "reportUnknownMemberType": False,  # the stubs of boto3.client import types that are not installed
}


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_type_checkers_accept_right_calls_and_find_wrong_ones(checker: str, installed: Installed) -> None:
    if checker == "pyright" and not shutil.which("node"):
        skip_unless_ci("pyright needs Node.js")
    folder = installed.folder / checker
    folder.mkdir()
    for name, content in {"right.py": RIGHT, "wrong.py": WRONG, "pyrightconfig.json": json.dumps(PYRIGHT)}.items():
        (folder / name).write_text(content)
    command = {
        "mypy": [str(installed.python), "-m", "mypy", "--strict"],
        "pyright": [str(Path(sys.executable).with_name("pyright")), "--pythonpath", str(installed.python)],
    }
    ran = subprocess.run(
        [*command[checker], "right.py", "wrong.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    found = re.findall(r"(\w+\.py):(\d+)\S* (?:- )?error", ran.stdout)
    assert {(file, int(line)) for file, line in found} == {("wrong.py", line) for line in LINES_WITH_ERRORS}, ran.stdout


def test_the_extra_needs_boto3_alone(installed: Installed) -> None:
    script = "from importlib.metadata import requires; print(*requires('sequence-service'), sep='\\n')"
    required = installed.run("-c", script).replace("'", '"').splitlines()
    needed = [line for line in required if "extra ==" not in line or 'extra == "client"' in line]
    assert [line.partition(">")[0] for line in needed] == ["boto3"]


def test_importing_the_client_loads_no_other_room_and_no_pulumi(installed: Installed) -> None:
    script = (
        "import sys; import sequence_service.client as client;"
        "print(client.__file__, *{name.split('.')[1] for name in sys.modules if name.startswith('sequence_service.')});"
        "assert not {'pulumi', 'pulumi_aws', 'ministack', 'pytest'} & set(sys.modules)"
    )
    path, *rooms = installed.run("-c", script).split()
    assert Path(path).is_relative_to(installed.python.parents[1])
    assert rooms == ["client"]


PLACE_ORDER = """
import sys
import zipfile
sys.path[:0] = [sys.argv[1]]
import place_order
from sequence_service import client
print(place_order.numbers, client.__file__)
"""


def test_the_code_of_the_example_s_function_has_the_whole_client(installed: Installed, tmp_path: Path) -> None:
    """Lambda has boto3 and the archive. The test's own interpreter has them too, and no `sequence_service`."""
    script = (
        "import sys; from pathlib import Path; from sequence_service.testing import record;"
        "from sequence_service.local.resources.archives import zip_bytes;"
        "function = record(Path.cwd()).one('aws:lambda/function:Function', 'place-order');"
        "Path(sys.argv[1]).write_bytes(zip_bytes(function.inputs['code']))"
    )
    archive = tmp_path / "code.zip"
    installed.run("-c", script, str(archive), cwd=installed.copy("orders"))
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path)
    variables = {"NEXT_VALUE": "numbers", "ORDERS": "orders", "AWS_DEFAULT_REGION": "us-east-1"}
    command = [sys.executable, "-I", "-c", PLACE_ORDER, str(tmp_path)]
    ran = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
    assert ran.stdout.split() == ["SequenceClient('numbers')", f"{tmp_path}/sequence_service/client/__init__.py"], ran
