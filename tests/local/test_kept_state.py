"""A state that is kept from one emulator to the next: nothing is lost, and nothing is there twice."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local import Deployment, Emulator, EmulatorError, deploy

from .programs import REPOSITORY


def draw(emulator: Emulator, deployment: Deployment) -> Any:
    functions = emulator.client("lambda")
    reply = functions.invoke(FunctionName=deployment.outputs["function_name"], Payload='{"name": "orders"}')
    return json.load(reply["Payload"])


def seen(emulator: Emulator, deployment: Deployment, value: int) -> list[Any]:
    """The values that the consumer has seen once it has seen this one, and had the time for more."""
    deadline, values = time.monotonic() + 20, list[Any]()
    while value not in values and time.monotonic() < deadline:
        time.sleep(0.1)
        lines = [json.loads(line) for line in emulator.printed_by(deployment.outputs["consumer_function_name"])]
        values = [line["new"] for line in lines if line.get("name") == "orders" and "new" in line]
    time.sleep(1)
    return values


def test_numbers_continue_and_the_consumer_sees_each_once(tmp_path: Path) -> None:
    names = set()
    for first in (1, 3):
        with Emulator.start(persist=tmp_path / "state") as emulator:
            deployment = deploy(REPOSITORY, stack="dev", emulator=emulator)
            assert [draw(emulator, deployment) for _ in range(2)] == [first, first + 1]
            assert seen(emulator, deployment, first + 1) == [first, first + 1]
            assert len(emulator.client("lambda").list_event_source_mappings()["EventSourceMappings"]) == 1
            names.add(deployment.outputs["table_name"])
    assert len(names) == 1


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "state"
    old_mask = os.umask(0)  # so that nothing but the code itself protects the files
    try:
        with Emulator.start(persist=folder) as emulator:
            deploy(REPOSITORY, stack="dev", emulator=emulator)
            keys_of_the_first = emulator.session()
    finally:
        os.umask(old_mask)
    kept = [folder, *folder.rglob("*")]
    assert {"dynamodb.json", "iam.json", "lock"} <= {each.name for each in kept}
    assert {each.name: oct(each.stat().st_mode) for each in kept if each.stat().st_mode & 0o077} == {}
    with Emulator.start(persist=folder) as emulator:
        root = emulator.client("sts").get_caller_identity()["Arn"]
        assert root == "arn:aws:iam::000000000000:root"
        assert emulator.client("dynamodb").list_tables()["TableNames"]
        with pytest.raises(ClientError, match="is not a key of this emulated AWS"):
            emulator.client("dynamodb", session=keys_of_the_first).list_tables()


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_that_is_open_to_others_is_refused_and_left_alone(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    folder.chmod(mode)
    with (
        pytest.raises(EmulatorError, match=rf"open to other users \(mode {mode:03o}\).*run `chmod 700 {folder}`"),
        Emulator.start(persist=folder),
    ):
        pass
    assert folder.stat().st_mode & 0o777 == mode
    assert list(folder.iterdir()) == []
    folder.chmod(0o700)
    with Emulator.start(persist=folder):
        pass


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
