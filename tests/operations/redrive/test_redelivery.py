"""Redelivery: which records reach the consumer, which messages stay, and what is printed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from operations.redrive import stream_records

from ...consumer.conftest import Consumer, Queue
from .fakes import STREAM, WRITTEN, Streams, message, redeliver


def test_only_the_records_of_the_failed_batch_are_redelivered(queue: Queue) -> None:
    consumer = Consumer()
    queue.send(message(4, 7))
    assert redeliver(queue, Streams(), consumer) == 0
    assert consumer.effects == ["order-4", "order-5", "order-6", "order-7"]
    assert queue.size() == 0


def test_batches_are_redelivered_in_the_order_of_the_stream(queue: Queue) -> None:
    consumer = Consumer()
    for first, last in ((9, 9), (2, 3), (5, 6)):
        queue.send(message(first, last))
    assert redeliver(queue, Streams(), consumer) == 0
    assert consumer.effects == [f"order-{number}" for number in (2, 3, 5, 6, 9)]


class Keeps:
    """A consumer that stores the last event."""

    def invoke(self, event: dict[str, Any]) -> None:
        """Succeed."""
        self.records = event["Records"]


def test_records_look_as_lambda_delivers_them(queue: Queue) -> None:
    consumer = Keeps()
    queue.send(message(1, 1))
    assert redeliver(queue, Streams(), consumer) == 0
    (record,) = consumer.records
    assert record["eventSourceARN"] == STREAM
    assert record["dynamodb"]["ApproximateCreationDateTime"] == WRITTEN.timestamp()
    image = record["dynamodb"]["NewImage"]
    assert (image["seal"], image["bits"]) == ({"B": "AA=="}, {"BS": ["AQ=="]})


def test_the_record_of_an_expired_item_has_lambdas_key_names(queue: Queue) -> None:
    consumer = Keeps()
    queue.send(message(9, 10))
    assert redeliver(queue, Streams(), consumer) == 0
    assert [record.get("userIdentity") for record in consumer.records] == [
        None,
        {"principalId": "dynamodb.amazonaws.com", "type": "Service"},
    ]


def test_batch_size_limits_the_records_in_a_call(queue: Queue) -> None:
    consumer = Consumer()
    queue.send(message(1, 10))
    redeliver(queue, Streams(), consumer, batch_size=4)
    assert [len(call) for call in consumer.calls] == [4, 4, 2]


@pytest.mark.parametrize("failing", ["report", "raise"])
def test_a_message_stays_if_the_consumer_fails_again(
    queue: Queue, failing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer(failing)
    consumer.broken = {"order-2"}
    queue.send(message(1, 3))
    queue.send(message(8, 8))
    assert redeliver(queue, Streams(), consumer) == 1
    assert "order-8" in consumer.effects
    assert [each["DDBStreamBatchInfo"]["startSequenceNumber"] for each in queue.bodies()] == [f"{1:021}"]
    printed = capsys.readouterr().out
    assert ("the function failed at" if failing == "report" else "the function raised Error: ValueError") in printed
    assert "2 messages read: 1 deleted, 1 still there" in printed


def test_nothing_after_a_failed_call_is_redelivered(queue: Queue) -> None:
    consumer = Consumer()
    consumer.broken = {"order-2"}
    queue.send(message(1, 10))
    redeliver(queue, Streams(), consumer, batch_size=3)
    assert consumer.effects == ["order-1"]


REFUSALS = [
    ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "DeleteMessage"),
    EndpointConnectionError(endpoint_url="https://sqs.us-east-1.amazonaws.com"),
]


class RefusesOnce:
    """A client of SQS that refuses the first call of one operation."""

    def __init__(self, sqs: Any, operation: str, refusal: Exception) -> None:
        self._sqs = sqs
        self._operation = operation
        self._refusals = [refusal]

    def __getattr__(self, name: str) -> Any:
        if name == self._operation and self._refusals:
            return self._refuse
        return getattr(self._sqs, name)

    def _refuse(self, **_: Any) -> Any:
        raise self._refusals.pop()


@pytest.mark.parametrize("refusal", REFUSALS, ids=["refused", "unreachable"])
def test_a_refused_delete_is_reported_and_does_not_end_the_run(
    queue: Queue, refusal: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer()
    for number in (1, 2, 3):
        queue.send(message(number, number))
    refusing = queue._replace(client=RefusesOnce(queue.client, "delete_message", refusal))
    assert redeliver(refusing, Streams(), consumer) == 1
    assert consumer.effects == ["order-1", "order-2", "order-3"]
    assert [each["DDBStreamBatchInfo"]["startSequenceNumber"] for each in queue.bodies()] == [f"{1:021}"]
    printed = capsys.readouterr().out.splitlines()
    assert printed[3].endswith(f"redelivered 1 record; the message stays, because it could not be deleted: {refusal}")
    assert printed[-1] == "3 messages read: 2 deleted, 1 still there"


@pytest.mark.parametrize("refusal", REFUSALS, ids=["refused", "unreachable"])
def test_a_refused_release_does_not_block_other_releases(
    queue: Queue, refusal: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2, 3):
        queue.send(message(number, number, batchSize=2))
    refusing = queue._replace(client=RefusesOnce(queue.client, "change_message_visibility", refusal))
    assert redeliver(refusing, Streams(), Consumer()) == 3
    assert len(queue.bodies()) == 2
    assert capsys.readouterr().out.endswith("3 messages read: 0 deleted, 3 still there\n")


def test_a_dry_run_invokes_and_deletes_nothing(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    consumer = Consumer()
    queue.send(message(1, 3))
    queue.send(message(4, 4))
    assert redeliver(queue, Streams(horizon=2), consumer, dry_run=True) == 1
    assert consumer.calls == []
    assert queue.size() == len(queue.bodies()) == 2
    printed = capsys.readouterr().out
    assert "would redeliver 2 records (the message says 3); the stream no longer has the older ones; see" in printed
    assert "would redeliver 1 record; the message would be deleted if the function succeeds\n" in printed
    assert "2 messages read: at most 1 would be deleted, at least 1 would stay\n" in printed
    assert redeliver(queue, Streams(horizon=2), consumer, dry_run=True, delete_lost=True) == 0
    assert capsys.readouterr().out.count("the message would be deleted if the function succeeds\n") == 2
    assert consumer.calls == []
    assert queue.size() == 2


def test_a_message_about_lost_records_is_deleted_only_on_request(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer()
    queue.send(message(1, 3))
    assert redeliver(queue, Streams(horizon=5), consumer) == 1
    assert "the last one was written at 2026-01-01 12:00 UTC; see --delete-lost" in capsys.readouterr().out
    assert queue.size() == 1
    assert redeliver(queue, Streams(horizon=5), consumer, delete_lost=True, dry_run=True) == 0
    assert "; the message would be deleted\n" in capsys.readouterr().out  # no function has to succeed
    assert redeliver(queue, Streams(horizon=5), consumer, delete_lost=True) == 0
    assert queue.size() == 0
    assert consumer.calls == []


def test_the_rest_of_a_partly_lost_batch_is_redelivered(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    consumer = Consumer()
    queue.send(message(1, 5))
    assert redeliver(queue, Streams(horizon=4), consumer) == 1
    assert consumer.effects == ["order-4", "order-5"]
    printed = capsys.readouterr().out
    assert "redelivered 2 records (the message says 5); the stream no longer has the older ones" in printed


def test_a_missing_shard_after_a_day_means_lost_records(queue: Queue) -> None:
    streams = Streams()
    streams.refusal = "ResourceNotFoundException"
    queue.send(message(1, 1))
    assert redeliver(queue, streams, Consumer(), delete_lost=True) == 0


def test_a_missing_stream_does_not_mean_lost_records_within_a_day(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    streams = Streams()
    streams.refusal = "ResourceNotFoundException"
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    queue.send(message(1, 1, approximateArrivalOfLastRecord=an_hour_ago))
    assert redeliver(queue, streams, Consumer(), delete_lost=True) == queue.size() == 1
    assert "ResourceNotFoundException" in capsys.readouterr().out


def test_a_batch_without_a_found_end_is_given_up_in_time(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stream_records, "READ_SECONDS", 0.3)
    queue.send(message(9, 12))
    consumer = Consumer()
    assert redeliver(queue, Streams(), consumer) == 1
    assert "was not found in the stream" in capsys.readouterr().out
    assert consumer.calls == []


def test_a_message_that_stays_is_visible_immediately(queue: Queue) -> None:
    queue.send("hello")
    redeliver(queue, Streams(), Consumer())
    assert len(queue.client.receive_message(QueueUrl=queue.url)["Messages"]) == 1


def test_an_interrupted_run_hides_no_message(queue: Queue) -> None:
    class Interrupts(Streams):
        def get_shard_iterator(self, **_: Any) -> dict[str, Any]:
            raise KeyboardInterrupt

    queue.send(message(1, 1))
    with pytest.raises(KeyboardInterrupt):
        redeliver(queue, Interrupts(), Consumer())
    assert len(queue.bodies()) == 1


def test_a_run_stops_at_its_limit_and_says_so(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    consumer = Consumer()
    for number in range(1, 6):
        queue.send(message(number, number))
    assert redeliver(queue, Streams(), consumer, limit=2) == 0
    assert queue.size() == 3
    assert "this run's limit is reached" in capsys.readouterr().out


def test_tokens_are_left_out_by_default(queue: Queue) -> None:
    consumer = Consumer()
    queue.send(message(1, 3, batchSize=2))
    redeliver(queue, Streams(tokens=(2,)), consumer)
    queue.send(message(1, 3))
    redeliver(queue, Streams(tokens=(2,)), consumer, include_tokens=True)
    assert consumer.calls == [["order-1", "order-3"], ["order-1", "#2", "order-3"]]


def test_a_message_stays_if_tokens_of_its_batch_are_left_out(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    consumer = Consumer()
    queue.send(message(2, 2))  # a token's record, at which a consumer with include_tokens failed
    assert redeliver(queue, Streams(tokens=(2,)), consumer) == 1
    assert "found 0 of them; if the others are tokens, add --include-tokens" in capsys.readouterr().out
    assert not consumer.calls
    assert redeliver(queue, Streams(tokens=(2,)), consumer, include_tokens=True) == 0
    assert consumer.calls == [["#2"]]


def test_an_empty_queue_is_a_success(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    assert redeliver(queue, Streams(), Consumer()) == 0
    assert capsys.readouterr().out.endswith("0 messages read: 0 deleted, 0 still there\n")
