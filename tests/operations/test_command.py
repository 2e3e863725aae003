"""The command `redrive`: options, exit codes, and the target that it prints."""

import io
import json
import zipfile
from typing import Any

import boto3
import pytest

from operations import redrive

from ..consumer.conftest import REGION, Queue
from .fakes import FUNCTION, STREAM, message


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the Region for every test here."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)


@pytest.fixture
def consumer(queue: Queue) -> dict[str, Any]:
    """The event source mapping of a consumer that sends its failures to the queue."""
    trust = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}]}
    role = boto3.client("iam").create_role(RoleName="consumer", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    table = boto3.client("dynamodb").create_table(
        TableName="numbers",
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]
    archive = io.BytesIO()
    zipfile.ZipFile(archive, "w").close()
    functions: Any = boto3.client("lambda")
    functions.create_function(
        FunctionName="consumer",
        Runtime="python3.13",
        Role=role["Arn"],
        Handler="app.handler",
        Code={"ZipFile": archive.getvalue()},
    )
    arn = queue.client.get_queue_attributes(QueueUrl=queue.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    mapping: dict[str, Any] = functions.create_event_source_mapping(
        FunctionName="consumer",
        EventSourceArn=table["LatestStreamArn"],
        StartingPosition="TRIM_HORIZON",
        DestinationConfig={"OnFailure": {"Destination": arn}},
    )
    return mapping


def test_the_queues_url_is_enough_for_a_dry_run(
    queue: Queue, consumer: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    queue.send(message(1, 1))
    assert redrive.main(["--queue-url", queue.url, "--dry-run"]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[:3] == [
        f"queue     {queue.url}",
        f"function  {consumer['FunctionArn']}",
        f"stream    {consumer['EventSourceArn']}",
    ]
    assert f"it names another stream, {STREAM}" in printed[3]
    assert queue.size() == 1


def test_an_empty_queue_ends_with_code_0(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    assert redrive.main(["--queue-url", queue.url, "--function-name", "consumer", "--stream-arn", STREAM]) == 0
    assert capsys.readouterr().out.splitlines()[1:3] == [f"function  {FUNCTION}", f"stream    {STREAM}"]


def test_an_unknown_target_ends_with_one_line_and_code_1(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    queue.send(message(1, 1))
    assert redrive.main(["--queue-url", queue.url]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("redrive: --function-name and --stream-arn: no event source mapping sends ")
    assert (printed.out, printed.err.count("\n"), queue.size()) == ("", 1, 1)


def test_a_missing_queue_ends_with_one_line_and_code_1(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    assert redrive.main(["--queue-url", queue.url + "-gone"]) == 1
    error = capsys.readouterr().err
    assert "does not exist" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        ([], "--queue-url"),
        (["--queue-url", "u", "--limit", "0"], "give 1 to 10000"),
        (["--queue-url", "u", "--batch-size", "x"], "give 1 to 10000"),
        (["--queue-url", "u", "--function-name", "a/b"], "such as orders-consumer"),
        (["--queue-url", "u", "--stream-arn", "numbers"], "such as arn:aws:dynamodb:"),
    ],
)
def test_wrong_usage_ends_with_code_2_and_the_fix(
    arguments: list[str], remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        redrive.main(arguments)
    assert end.value.code == 2
    assert remedy in capsys.readouterr().err
