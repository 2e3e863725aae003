"""A state that is kept from one emulator to the next: nothing is lost, and nothing is there twice."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from local import Deployment, Emulator, EmulatorError, deploy

from .programs import REPOSITORY


def draw(emulator: Emulator, deployment: Deployment) -> Any:
    functions = emulator.client("lambda")
    reply = functions.invoke(FunctionName=deployment.outputs["function_name"], Payload='{"name": "kept"}')
    return json.load(reply["Payload"])


def seen(emulator: Emulator, deployment: Deployment, value: int) -> list[Any]:
    """The values that the consumer has seen once it has seen this one, and had the time for more."""
    deadline, values = time.monotonic() + 20, list[Any]()
    while value not in values and time.monotonic() < deadline:
        time.sleep(0.1)
        lines = [json.loads(line) for line in emulator.printed_by(deployment.outputs["consumer_function_name"])]
        values = [line["new"] for line in lines if line.get("name") == "kept" and "new" in line]
    time.sleep(1)
    return values


def test_numbers_go_on_and_the_consumer_hears_of_each_once(tmp_path: Path) -> None:
    names = set()
    for first in (1, 3):
        with Emulator.start(persist=tmp_path / "state") as emulator:
            deployment = deploy(REPOSITORY, stack="dev", emulator=emulator)
            assert [draw(emulator, deployment) for _ in range(2)] == [first, first + 1]
            assert seen(emulator, deployment, first + 1) == [first, first + 1]
            assert len(emulator.client("lambda").list_event_source_mappings()["EventSourceMappings"]) == 1
            names.add(deployment.outputs["table_name"])
    assert len(names) == 1


def test_two_at_once_do_not_share_a_state(tmp_path: Path) -> None:
    with Emulator.start(persist=tmp_path):
        with (
            pytest.raises(EmulatorError, match=r"cannot be locked.*end that one first"),
            Emulator.start(persist=tmp_path),
        ):
            pass
        with Emulator.start(persist=tmp_path / "another"):
            pass
    with Emulator.start(persist=tmp_path):
        pass
