"""Redrive: what comes home, what is past saving, and what is said of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from operations import redrive, stream_records
from operations.failed_batch import FailedBatch
from operations.redrive import FAULT, HOME, LEFT, Clients, Redrive, parse_options

from ..consumer.conftest import Consumer, Functions, Queue

STREAM = "arn:aws:dynamodb:us-east-1:123456789012:table/numbers/stream/2026-01-01T00:00:00.000"
WRITTEN = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Streams:
    """A client of DynamoDB Streams with one shard of ten records, 1 to 10; those before `horizon` are trimmed."""

    def __init__(self, horizon: int = 1, tokens: tuple[int, ...] = ()) -> None:
        self.horizon = horizon
        self.refusal: str | None = None
        self._tokens = tokens

    def get_shard_iterator(self, **request: Any) -> dict[str, Any]:
        """Two records a page; an iterator is the next number."""
        number = int(request.get("SequenceNumber", self.horizon))
        code = self.refusal or ("TrimmedDataAccessException" if number < self.horizon else None)
        if code:
            raise ClientError({"Error": {"Code": code, "Message": "no"}}, "GetShardIterator")
        return {"ShardIterator": str(number)}

    def get_records(self, ShardIterator: str) -> dict[str, Any]:  # noqa: N803 - boto3's own names
        """The open shard's last page is empty, and has a next one."""
        start = int(ShardIterator)
        page = [self._record(number) for number in range(start, min(start + 2, 11))]
        return {"Records": page, "NextShardIterator": str(start + len(page))}

    def _record(self, number: int) -> dict[str, Any]:
        name = f"#{number}" if number in self._tokens else f"order-{number}"
        change = {
            "ApproximateCreationDateTime": WRITTEN,
            "Keys": {"name": {"S": name}},
            "NewImage": {"name": {"S": name}, "value": {"N": "1"}, "seal": {"B": b"\x00"}, "bits": {"BS": [b"\x01"]}},
            "SequenceNumber": f"{number:021}",
        }
        return {"eventID": str(number), "eventName": "INSERT", "awsRegion": "us-east-1", "dynamodb": change}


def message(first: int, last: int, **batch: Any) -> str:
    """What Lambda sends about a batch."""
    info = {
        "shardId": "shardId-00000001573689847184-864758bb",
        "startSequenceNumber": f"{first:021}",
        "endSequenceNumber": f"{last:021}",
        "approximateArrivalOfFirstRecord": "2026-01-01T12:00:00Z",
        "approximateArrivalOfLastRecord": "2026-01-01T12:00:00.000Z",
        "batchSize": last - first + 1,
        "streamArn": STREAM,
        **batch,
    }
    context = {
        "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:f",
        "condition": "RetryAttemptsExhausted",
    }
    return json.dumps({"requestContext": context, "version": "1.0", "DDBStreamBatchInfo": info})


def run(queue: Queue, streams: Streams, consumer: Any, *arguments: str) -> int:
    """Run the command with these clients."""
    options = parse_options(["--queue-url", queue.url, *arguments])
    return Redrive(Clients(queue.client, streams, Functions(consumer)), options).run()


def test_exactly_the_records_of_the_failed_batch_are_handed_over(queue: Queue) -> None:
    consumer = Consumer()
    queue.send(message(4, 7))
    assert run(queue, Streams(), consumer) == HOME
    assert consumer.effects == ["order-4", "order-5", "order-6", "order-7"]
    assert queue.size() == 0


def test_batches_come_home_in_the_order_of_the_stream(queue: Queue) -> None:
    consumer = Consumer()
    for first, last in ((9, 9), (2, 3), (5, 6)):
        queue.send(message(first, last))
    assert run(queue, Streams(), consumer) == HOME
    assert consumer.effects == [f"order-{number}" for number in (2, 3, 5, 6, 9)]


def test_records_look_as_lambda_delivers_them(queue: Queue) -> None:
    class Keeps:
        def invoke(self, event: dict[str, Any]) -> None:
            self.event = event

    consumer = Keeps()
    queue.send(message(1, 1))
    assert run(queue, Streams(), consumer) == HOME
    (record,) = consumer.event["Records"]
    assert record["eventSourceARN"] == STREAM
    assert record["dynamodb"]["ApproximateCreationDateTime"] == WRITTEN.timestamp()
    assert (record["dynamodb"]["NewImage"]["seal"], record["dynamodb"]["NewImage"]["bits"]) == (
        {"B": "AA=="},
        {"BS": ["AQ=="]},
    )


def test_a_large_batch_is_handed_over_in_calls_of_the_given_size(queue: Queue) -> None:
    consumer = Consumer()
    queue.send(message(1, 10))
    run(queue, Streams(), consumer, "--batch-size", "4")
    assert [len(call) for call in consumer.calls] == [4, 4, 2]


@pytest.mark.parametrize("failing", ["report", "raise"])
def test_a_message_stays_where_the_consumer_fails_again_and_others_go_on(
    queue: Queue, failing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer(failing)
    consumer.broken = {"order-2"}
    queue.send(message(1, 3))
    queue.send(message(8, 8))
    assert run(queue, Streams(), consumer) == LEFT
    assert "order-8" in consumer.effects
    assert [each["DDBStreamBatchInfo"]["startSequenceNumber"] for each in queue.bodies()] == [f"{1:021}"]
    assert "FAILED" in capsys.readouterr().out


def test_nothing_behind_a_failed_call_is_handed_over(queue: Queue) -> None:
    consumer = Consumer()
    consumer.broken = {"order-2"}
    queue.send(message(1, 10))
    run(queue, Streams(), consumer, "--batch-size", "3")
    assert consumer.effects == ["order-1"]


def test_a_dry_run_hands_over_and_deletes_nothing(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    consumer = Consumer()
    queue.send(message(1, 3))
    queue.send(message(4, 4))
    assert run(queue, Streams(horizon=2), consumer, "--dry-run", "--delete-lost") == LEFT
    assert consumer.calls == []
    assert queue.size() == len(queue.bodies()) == 2
    told = capsys.readouterr().out
    assert "2 would be handed over, the rest LOST" in told
    assert "1 would be handed over\n" in told


def test_what_is_past_saving_is_said_and_stays_until_it_may_go(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer()
    queue.send(message(1, 3))
    assert run(queue, Streams(horizon=5), consumer) == LEFT
    assert "LOST, past saving: last written 2026-01-01 12:00 UTC" in capsys.readouterr().out
    assert queue.size() == 1
    assert run(queue, Streams(horizon=5), consumer, "--delete-lost") == HOME
    assert queue.size() == 0
    assert consumer.calls == []


def test_of_a_batch_that_is_past_saving_in_part_the_rest_comes_home(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer()
    queue.send(message(1, 5))
    assert run(queue, Streams(horizon=4), consumer) == LEFT
    assert consumer.effects == ["order-4", "order-5"]
    assert "2 handed over, the older ones LOST" in capsys.readouterr().out


def test_a_shard_that_is_gone_is_past_saving_once_its_records_are_a_day_old(queue: Queue) -> None:
    streams = Streams()
    streams.refusal = "ResourceNotFoundException"
    queue.send(message(1, 1))
    assert run(queue, streams, Consumer(), "--delete-lost") == HOME


def test_a_stream_that_is_not_there_is_no_proof_that_young_records_are_lost(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    streams = Streams()
    streams.refusal = "ResourceNotFoundException"
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    queue.send(message(1, 1, approximateArrivalOfLastRecord=an_hour_ago))
    assert run(queue, streams, Consumer(), "--delete-lost") == LEFT
    assert "FAILED" in capsys.readouterr().out
    assert queue.size() == 1


@pytest.mark.parametrize(
    "body",
    [
        "hello",
        "[]",
        "null",
        '{"requestContext": {}}',
        message(5, 4),
        message(1, 1, batchSize="many"),
        message(1, 1, approximateArrivalOfLastRecord="2026-01-01T12:00:00"),
    ],
)
def test_a_message_of_somebody_else_is_named_and_left_alone(
    queue: Queue, body: str, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer()
    queue.send(body)
    queue.send(message(1, 1))
    assert run(queue, Streams(), consumer, "--delete-lost") == LEFT
    assert "not a message of Lambda" in capsys.readouterr().out
    assert queue.size() == 1
    assert consumer.effects == ["order-1"]


def test_a_batch_whose_end_never_turns_up_ends_in_time(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stream_records, "READ_SECONDS", 0.3)
    queue.send(message(9, 12))
    consumer = Consumer()
    assert run(queue, Streams(), consumer) == LEFT
    assert "did not turn up" in capsys.readouterr().out
    assert consumer.calls == []


def test_what_stays_is_visible_again_at_once(queue: Queue) -> None:
    queue.send("hello")
    run(queue, Streams(), Consumer())
    assert len(queue.client.receive_message(QueueUrl=queue.url)["Messages"]) == 1


def test_a_run_that_breaks_off_hides_nothing(queue: Queue) -> None:
    class BreaksOff(Streams):
        def get_shard_iterator(self, **_: Any) -> dict[str, Any]:
            raise KeyboardInterrupt

    queue.send(message(1, 1))
    with pytest.raises(KeyboardInterrupt):
        run(queue, BreaksOff(), Consumer())
    assert len(queue.bodies()) == 1


def test_a_run_takes_no_more_messages_than_its_limit_and_says_so(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer()
    for number in range(1, 6):
        queue.send(message(number, number))
    assert run(queue, Streams(), consumer, "--limit", "2") == HOME
    assert queue.size() == 3
    assert "this run's limit" in capsys.readouterr().out


def test_tokens_are_left_out_unless_asked_for(queue: Queue) -> None:
    consumer = Consumer()
    queue.send(message(1, 3, batchSize=2))
    run(queue, Streams(tokens=(2,)), consumer)
    queue.send(message(1, 3))
    run(queue, Streams(tokens=(2,)), consumer, "--include-tokens")
    assert consumer.calls == [["order-1", "order-3"], ["order-1", "#2", "order-3"]]


def test_a_message_stays_while_not_all_that_failed_can_be_handed_over(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer()
    queue.send(message(2, 2))  # a token's record, which the consumer was given and failed at
    assert run(queue, Streams(tokens=(2,)), consumer) == LEFT
    assert "LEFT, the stream gave 0 of them; tokens need --include-tokens" in capsys.readouterr().out
    assert not consumer.calls
    assert run(queue, Streams(tokens=(2,)), consumer, "--include-tokens") == HOME
    assert consumer.calls == [["#2"]]


@pytest.mark.parametrize("body", ["[" * 200_000, message(1, 1, streamArn=None)])
def test_a_message_that_nobody_can_read_holds_up_no_other(queue: Queue, body: str) -> None:
    consumer = Consumer()
    queue.send(body)
    queue.send(message(1, 1))
    assert run(queue, Streams(), consumer) == LEFT
    assert consumer.calls == [["order-1"]]


def test_an_empty_queue_is_a_success(queue: Queue) -> None:
    assert run(queue, Streams(), Consumer()) == HOME


def test_a_queue_that_is_not_there_ends_the_command_with_its_own_code(
    queue: Queue, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    assert redrive.main(["--queue-url", queue.url + "-gone"]) == FAULT
    assert "does not exist" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["--queue-url", "u", "--limit", "0"], ["--queue-url", "u", "--batch-size", "x"]]
)
def test_a_wrong_command_ends_with_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        redrive.main(arguments)
    assert end.value.code == 2


def test_the_example_of_aws_s_documentation_is_understood() -> None:
    batch = FailedBatch.parse(
        """{"requestContext": {"requestId": "316aa6d0-8154-xmpl-9af7-85d5f4a6bc81",
        "functionArn": "arn:aws:lambda:us-east-2:123456789012:function:myfunction",
        "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 1},
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0", "timestamp": "2019-11-14T00:13:49.717Z",
        "DDBStreamBatchInfo": {"shardId": "shardId-00000001573689847184-864758bb",
        "startSequenceNumber": "800000000003126276362", "endSequenceNumber": "800000000003126276362",
        "approximateArrivalOfFirstRecord": "2019-11-14T00:13:19Z",
        "approximateArrivalOfLastRecord": "2019-11-14T00:13:19Z", "batchSize": 1,
        "streamArn": "arn:aws:dynamodb:us-east-2:123456789012:table/mytable/stream/2019-11-14T00:04:06.388"}}"""
    )
    assert (batch.size, batch.first, batch.arrived.hour) == (1, "800000000003126276362", 0)
