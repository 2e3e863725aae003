"""After a restore: the documented procedure, while callers draw all the time."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local import Deployment, Emulator, deploy
from operations.wording import RESUME

from ..local.conftest import emulator as emulator
from .deployed import Run, command, program, user

NAMES = ["orders", "falling", "tickets", "shop/new"]
ARGS: dict[str, Any] = {
    "sequences": {
        "orders": {},
        "falling": {"increment": -3, "min_value": -(10**6), "max_value": -1},
        "tickets": {"cache": 5},
        "shop/*": {},
    },
    "function": {"timeout": 2},
    "table": {"deletion_protection": False},
}
CALLERS = 3


class Callers:
    """Callers that draw from every sequence all the time: single values, and ranges as a lease does."""

    def __init__(self, emulator: Emulator, function: str) -> None:
        self.drawn: list[tuple[str, int]] = []
        self._ended = threading.Event()
        self._function = function
        self._clients = [emulator.client("lambda") for _ in range(CALLERS)]

    @contextmanager
    def calling(self) -> Iterator[None]:
        """They draw until the end of the block."""
        threads = [threading.Thread(target=self._draw, args=(client,)) for client in self._clients]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in threads:
                thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until each sequence has given out so many more values."""
        before, deadline = Counter(name for name, _ in self.drawn), time.monotonic() + 60
        while any(Counter(name for name, _ in self.drawn)[name] < before[name] + more for name in NAMES):
            assert time.monotonic() < deadline, Counter(name for name, _ in self.drawn)
            time.sleep(0.05)

    def twice(self) -> set[str]:
        """The sequences that gave out a value twice."""
        return {name for (name, _), times in Counter(self.drawn).items() if times > 1}

    def _draw(self, functions: Any) -> None:
        while not self._ended.is_set():
            for name in NAMES:
                for request in ({"name": name}, {"name": name, "count": 3}):
                    try:
                        reply = functions.invoke(FunctionName=self._function, Payload=json.dumps(request))
                    except ClientError:  # the function is stopped
                        time.sleep(0.05)
                        continue
                    if "FunctionError" in reply:  # a deployment ends running calls in the emulator
                        continue
                    self.drawn += [(name, value) for value in values(json.load(reply["Payload"]))]


def values(answer: int | dict[str, int]) -> list[int]:
    """The values in a reply."""
    if isinstance(answer, int):
        return [answer]
    return [answer["first"] + nth * answer["increment"] for nth in range(answer["count"])]


def copy_of(emulator: Emulator, table: str, copy: str) -> dict[str, str]:
    """Make a table with the items that `table` has now, as a backup has them. Returns its name and ARN."""
    dynamodb = emulator.client("dynamodb")
    made = dynamodb.create_table(
        TableName=copy,
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )["TableDescription"]
    dynamodb.update_time_to_live(
        TableName=copy, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"}
    )
    for item in dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]:
        if not item["name"]["S"].startswith("shop/"):  # first used after the backup
            dynamodb.put_item(TableName=copy, Item=item)
    return {"name": copy, "arn": made["TableArn"]}


def restore(emulator: Emulator, project: str, existing: dict[str, str]) -> Deployment:
    """Deploy the service with the restored table."""
    return deploy(program({**ARGS, "table": {"existing": existing}}), project=project, emulator=emulator)


def operator(emulator: Emulator, deployment: Deployment, folder: Path) -> Run:
    """The command of an operator with all rights: the old table is not under the operator policy."""
    path = folder / f"{deployment.project}.json"
    path.write_text(json.dumps(deployment.outputs))
    keys = {"AWS_ACCESS_KEY_ID": emulator.root_key, "AWS_SECRET_ACCESS_KEY": emulator.root_key}
    return command({"AWS_ENDPOINT_URL": emulator.endpoint, "AWS_REGION": emulator.region, **keys}, path)


@pytest.mark.parametrize("procedure", [True, False])
def test_no_value_comes_twice_after_the_procedure_and_values_do_without_it(
    emulator: Emulator, tmp_path: Path, procedure: bool
) -> None:
    project = f"restore-{procedure}".lower()
    before = deploy(program(ARGS), project=project, emulator=emulator)
    callers = Callers(emulator, before.outputs["function_name"])
    with callers.calling():
        callers.wait_for(10)
        existing = copy_of(emulator, before.outputs["table_name"], f"{project}-copy")
        callers.wait_for(20)
        if procedure:
            assert operator(emulator, before, tmp_path)("pause").code == 0
            count = len(callers.drawn)
        after = restore(emulator, project, existing)
        run = operator(emulator, after, tmp_path)
        if procedure:
            assert len(callers.drawn) == count  # nothing is given out while the function is stopped
            ended = run("advance", "--from-table", before.outputs["table_name"], "--margin", 2)
            assert ended.code == 0, ended
            wrong = [each["text"] for each in json.loads(run("check", "--json").out) if each["state"] == "WRONG"]
            assert wrong == [f"is stopped (paused); {RESUME}"]
            assert run("resume").code == 0
        callers.wait_for(30)
    assert callers.twice() == (set() if procedure else set(NAMES))
    assert after.outputs["table_name"] == f"{project}-copy"


def test_the_old_table_needs_a_right_of_its_own(emulator: Emulator, tmp_path: Path) -> None:
    deployment = deploy(program(ARGS), project="restore-rights", emulator=emulator)
    copy_of(emulator, deployment.outputs["table_name"], "restore-rights-old")
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(deployment.outputs))
    with user(emulator, "restorer", deployment.outputs["operator_policy_arn"]) as environment:
        run = command(environment, path)
        ended = run("advance", "--from-table", "restore-rights-old")
        assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
        assert "Scan: AWS denies access" in ended.err
        scan = {
            "Effect": "Allow",
            "Action": "dynamodb:Scan",
            "Resource": "arn:aws:dynamodb:*:*:table/restore-rights-old",
        }
        emulator.client("iam").put_user_policy(
            UserName="restorer", PolicyName="old", PolicyDocument=json.dumps({"Statement": [scan]})
        )
        assert run("advance", "--from-table", "restore-rights-old", "--tokens").code == 0
