"""The command `sequences redrive`: options, exit codes, and the target that it prints."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from ...consumer.conftest import Queue
from ..conftest import Sequences, write_outputs
from ..functions import moto_function
from .fakes import FUNCTION, STREAM, message


@pytest.fixture
def consumer(queue: Queue) -> dict[str, Any]:
    """The event source mapping of a consumer that sends its failures to the queue."""
    table = boto3.client("dynamodb").create_table(
        TableName="numbers",
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]
    functions = moto_function("consumer")
    arn = queue.client.get_queue_attributes(QueueUrl=queue.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    mapping: dict[str, Any] = functions.create_event_source_mapping(
        FunctionName="consumer",
        EventSourceArn=table["LatestStreamArn"],
        StartingPosition="TRIM_HORIZON",
        DestinationConfig={"OnFailure": {"Destination": arn}},
    )
    return mapping


def test_the_queues_url_is_enough_for_a_dry_run(queue: Queue, consumer: dict[str, Any], sequences: Sequences) -> None:
    queue.send(message(1, 1))
    ended = sequences("redrive", "--queue-url", queue.url, "--dry-run")
    assert (ended.exit_code, ended.stderr) == (1, "")
    printed = ended.stdout.splitlines()
    assert printed[:3] == [
        f"queue     {queue.url}",
        f"function  {consumer['FunctionArn']}",
        f"stream    {consumer['EventSourceArn']}",
    ]
    assert f"it names another stream, {STREAM}" in printed[3]
    assert queue.size() == 1


@pytest.mark.parametrize("several", [False, True])
def test_the_outputs_are_enough_and_no_mapping_is_read(
    queue: Queue, sequences: Sequences, tmp_path: Path, *, several: bool
) -> None:
    """There is no mapping here, so a search for one would fail."""
    if several:
        own = {"dead_letter_queue_url": queue.url, "function_arn": FUNCTION}
        outputs = write_outputs(tmp_path, stream_arn=STREAM, consumers={"audit": own})
    else:
        outputs = write_outputs(
            tmp_path, stream_arn=STREAM, consumer_function_arn=FUNCTION, dead_letter_queue_url=queue.url
        )
    ended = sequences("redrive", "--outputs", outputs, "--json")
    assert (ended.exit_code, ended.stderr) == (0, "")
    printed = json.loads(ended.stdout)
    assert (printed["staying"], printed["lines"][1]) == (0, f"function  {FUNCTION}")


def test_one_of_several_consumers_must_be_chosen(queue: Queue, sequences: Sequences, tmp_path: Path) -> None:
    own = {"dead_letter_queue_url": queue.url, "function_arn": FUNCTION}
    outputs = write_outputs(tmp_path, stream_arn=STREAM, consumers={"audit": own, "totals": own})
    ended = sequences("redrive", "--outputs", outputs)
    assert (ended.exit_code, ended.stderr) == (1, "sequences redrive: --consumer: choose one of audit, totals\n")
    assert sequences("redrive", "--outputs", outputs, "--consumer", "totals").exit_code == 0


def test_an_empty_queue_ends_with_code_0(queue: Queue, sequences: Sequences) -> None:
    ended = sequences("redrive", "--queue-url", queue.url, "--consumer-function", "consumer", "--stream-arn", STREAM)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[1:3] == [f"function  {FUNCTION}", f"stream    {STREAM}"]


def test_an_unknown_target_ends_with_one_line_and_code_1(queue: Queue, sequences: Sequences) -> None:
    queue.send(message(1, 1))
    ended = sequences("redrive", "--queue-url", queue.url)
    assert ended.exit_code == 1
    assert ended.stderr.startswith(
        "sequences redrive: --consumer-function and --stream-arn: no event source mapping sends "
    )
    assert (ended.stdout, ended.stderr.count("\n"), queue.size()) == ("", 1, 1)


def test_a_missing_queue_ends_with_one_line_and_code_1(queue: Queue, sequences: Sequences) -> None:
    ended = sequences("redrive", "--queue-url", queue.url + "-gone")
    assert ended.exit_code == 1
    assert "does not exist" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["--queue-url", "u", "--limit", "0"], "greater than or equal to 1"),
        (["--queue-url", "u", "--batch-size", "x"], "unable to parse string as an integer"),
        (["--queue-url", "u", "--consumer-function", "a/b"], "such as orders-consumer"),
        (["--queue-url", "u", "--stream-arn", "numbers"], "such as arn:aws:dynamodb:"),
    ],
)
def test_wrong_usage_ends_with_code_2_and_the_fix(arguments: list[str], remedy: str, sequences: Sequences) -> None:
    ended = sequences("redrive", *arguments)
    assert ended.exit_code == 2
    assert remedy in " ".join(ended.stderr.replace("│", " ").split())
