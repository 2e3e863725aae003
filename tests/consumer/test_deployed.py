"""Deployed consumers in an emulated AWS with IAM enforced."""

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from local import Deployment, Emulator, deploy
from local.resources.archives import zip_bytes

from ..local.programs import REPOSITORY, write_program

SECONDS = 60
PROGRAM = """
from components import SequenceService

service = SequenceService("numbers", {"sequences": {"*": {}}, **{args}})
for name, value in service.outputs().items():
    pulumi.export(name, value)
"""
OWN = """
import json

def handler(event, context):
    for record in event["Records"]:
        change = record["dynamodb"]
        print(json.dumps({"own": change["Keys"]["name"]["S"], "value": change.get("NewImage", {}).get("value")}))
"""
CODE = 'pulumi.AssetArchive({"own.py": pulumi.FileAsset("own.py")})'

Run = Callable[[str, str], Deployment]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator.start() as emulator:
        yield emulator


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Run:
    """Returns a function that deploys a service. Its `args` are Python source; by default every name is a sequence."""

    def deployed(name: str, args: str) -> Deployment:
        folder = write_program(tmp_path / name, PROGRAM.replace("{args}", args), name=name)
        (folder / "own.py").write_text(OWN)
        return deploy(folder, stack="dev", emulator=emulator)

    return deployed


def draw(emulator: Emulator, deployment: Deployment, **request: Any) -> Any:
    reply = emulator.client("lambda").invoke(
        FunctionName=deployment.outputs["function_name"], Payload=json.dumps(request)
    )
    return json.load(reply["Payload"])


def lines(emulator: Emulator, function: str, until: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """Wait until `until` accepts the lines that a function has printed, and return them."""
    deadline = time.monotonic() + SECONDS
    while True:
        found = [json.loads(line) for line in emulator.printed_by(function) if line.startswith("{")]
        if until(found) or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def of(found: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [line for line in found if line.get("name") == name or line.get("own") == name]


def test_values_are_delivered_in_order_and_counted(emulator: Emulator, run: Run) -> None:
    service = run("bundled", '{"sequences": {"orders": {"max_value": 100}}, "consumer": {}}')
    for _ in range(5):
        draw(emulator, service, name="orders")
    draw(emulator, service, name="orders", count=20)

    def all_counted(found: list[dict[str, Any]]) -> bool:
        counted: int = sum(line.get("ValuesTaken", 0) for line in found)
        return counted >= 25

    found = lines(emulator, service.outputs["consumer_function_name"], all_counted)
    assert [(line["old"], line["new"]) for line in of(found, "orders")] == [
        (None, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 25)
    ]  # fmt: skip
    assert sum(line.get("ValuesTaken", 0) for line in found) == 25
    assert max(line.get("RangeUsed", 0) for line in found) == 25.0
    table = service.outputs["table_name"]
    assert {(line["Table"], line["Sequence"]) for line in found if "_aws" in line} == {(table, "orders")}


def test_the_watchdog_reports_a_sequence_that_is_set_back(emulator: Emulator, run: Run) -> None:
    service = run("rewound", '{"consumer": {}}')
    for _ in range(3):
        draw(emulator, service, name="orders")
    emulator.client("dynamodb").update_item(
        TableName=service.outputs["table_name"],
        Key={"name": {"S": "orders"}},
        UpdateExpression="SET #value = :one",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={":one": {"N": "1"}},
    )
    function = service.outputs["consumer_function_name"]
    found = lines(emulator, function, lambda found: any("Rewinds" in line for line in found))
    assert [(line["old"], line["new"]) for line in of(found, "orders") if line["level"] == "ERROR"] == [(3, 1)]
    assert [line["Rewinds"] for line in found if "Rewinds" in line] == [1]


def test_a_consumer_gets_tokens_only_with_include_tokens(emulator: Emulator, run: Run) -> None:
    own = f'{{"code": {CODE}, "handler": "own.handler"'
    service = run("tokens", f'{{"consumers": {{"numbers": {own}}}, "all": {own}, "include_tokens": True}}}}}}')
    draw(emulator, service, name="orders", token="order-7")  # noqa: S106 - not a secret
    draw(emulator, service, name="last")
    consumers = service.outputs["consumers"]
    names = {}
    for key in ("numbers", "all"):
        found = lines(emulator, consumers[key]["function_name"], lambda found: bool(of(found, "last")))
        names[key] = [line["own"] for line in found if "own" in line]
    assert names == {"numbers": ["orders", "last"], "all": ["orders", "#order-7", "last"]}


def test_each_of_two_consumers_has_its_own_filter(emulator: Emulator, run: Run) -> None:
    pattern = json.dumps({"eventName": ["MODIFY"], "dynamodb": {"Keys": {"name": {"S": ["orders"]}}}})
    own = f'{{"code": {CODE}, "handler": "own.handler", "filter_patterns": [{pattern!r}]}}'
    service = run("two", f'{{"consumers": {{"own": {own}, "bundled": {{}}}}}}')
    for name in ("orders", "invoices", "orders", "invoices", "orders"):
        draw(emulator, service, name=name)
    consumers = service.outputs["consumers"]
    own_lines = lines(emulator, consumers["own"]["function_name"], lambda found: len(of(found, "orders")) >= 2)
    bundled = lines(emulator, consumers["bundled"]["function_name"], lambda found: len(of(found, "orders")) >= 3)
    assert [(line["own"], line["value"]["N"]) for line in own_lines] == [("orders", "2"), ("orders", "3")]
    assert [line["new"] for line in of(bundled, "orders")] == [1, 2, 3]
    assert [line["new"] for line in of(bundled, "invoices")] == [1, 2]


def test_redrive_finds_its_target_and_redelivers_a_batch(emulator: Emulator, run: Run) -> None:
    service = run("redriven", '{"consumer": {}}')
    for _ in range(3):
        draw(emulator, service, name="orders")
    outputs = service.outputs
    streams = emulator.client("dynamodbstreams")
    [shard] = streams.describe_stream(StreamArn=outputs["stream_arn"])["StreamDescription"]["Shards"]
    at = {"StreamArn": outputs["stream_arn"], "ShardId": shard["ShardId"]}
    iterator = streams.get_shard_iterator(**at, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    numbers = [each["dynamodb"]["SequenceNumber"] for each in streams.get_records(ShardIterator=iterator)["Records"]]
    body = {
        "requestContext": {
            "functionArn": outputs["consumer_function_arn"],
            "condition": "RetryAttemptsExhausted",
        },
        "DDBStreamBatchInfo": {
            "shardId": shard["ShardId"],
            "startSequenceNumber": numbers[1],
            "endSequenceNumber": numbers[2],
            "approximateArrivalOfLastRecord": "2026-01-01T12:00:00Z",
            "batchSize": 2,
            "streamArn": outputs["stream_arn"],
        },
    }
    url = outputs["dead_letter_queue_url"]
    emulator.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(body))
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_ENDPOINT_URL": emulator.endpoint,
        "AWS_ACCESS_KEY_ID": emulator.root_key,
        "AWS_SECRET_ACCESS_KEY": emulator.root_key,
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    command = [sys.executable, "-m", "operations", "redrive", "--queue-url", url]
    target = f"queue     {url}\nfunction  {outputs['consumer_function_arn']}\nstream    {outputs['stream_arn']}\n"
    for arguments, result in (
        (["--dry-run"], "would redeliver 2 records; the message would be deleted if the function succeeds"),
        ([], "redelivered 2 records; message deleted"),
        ([], "0 messages read: 0 deleted, 0 still there"),
    ):
        ended = subprocess.run([*command, *arguments], cwd=REPOSITORY, env=environment, capture_output=True, text=True)
        assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
        assert ended.stdout.startswith(target)
        assert result in ended.stdout

    body["requestContext"]["functionArn"] = outputs["function_arn"]
    emulator.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(body))
    ended = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (1, ""), ended.stdout
    assert f"it names another function, {outputs['function_arn']}; " in ended.stdout


def test_the_layer_of_the_example_works_without_this_environment(tmp_path: Path) -> None:
    layer: dict[str, Any] = {}
    exec((REPOSITORY / "examples/own-consumer/layer.py").read_text(), layer)  # noqa: S102 - a module of this repository
    archive = layer["layer_of"]("aws-lambda-powertools", "jmespath", "typing-extensions")
    with zipfile.ZipFile(BytesIO(zip_bytes(archive))) as file:
        assert not [name for name in file.namelist() if not name.startswith("python/") or name.endswith(".pyc")]
        file.extractall(tmp_path)
    program = f"""if True:
        import sys
        sys.path.append({str(tmp_path / "python")!r})
        import aws_lambda_powertools.utilities.batch, aws_lambda_powertools.metrics, jmespath, typing_extensions
        assert all(m.__file__.startswith({str(tmp_path)!r}) for m in (aws_lambda_powertools, jmespath))
    """
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True)
