"""Forged messages: the queue's content never decides which function or stream redrive uses.

It does decide the range of records. The range is limited, and its size is printed.
"""

import json
from typing import Any

import pytest

from operations.redrive.failed_batch import FailedBatch

from ...consumer.conftest import Consumer, Functions, Queue
from .fakes import FUNCTION, STREAM, Streams, message, redeliver

OTHER_TABLE = STREAM.replace("numbers", "salaries")
OTHER_STREAM = STREAM.replace("2026-01-01", "2025-01-01")
OTHER_ACCOUNT = FUNCTION.replace("123456789012", "000000000000")


FORGED: list[tuple[dict[str, Any], str]] = [
    ({"function": FUNCTION.replace("consumer", "payout")}, "function"),
    ({"function": f"{FUNCTION}-2"}, "function"),
    ({"function": FUNCTION.replace("consumer", "consume")}, "function"),
    ({"function": OTHER_ACCOUNT}, "function"),
    ({"function": FUNCTION.replace("us-east-1", "eu-west-1")}, "function"),
    ({"function": f"{OTHER_ACCOUNT}:live"}, "function"),
    ({"streamArn": OTHER_STREAM}, "stream"),
    ({"streamArn": OTHER_TABLE}, "stream"),
    ({"streamArn": STREAM.replace("123456789012", "000000000000")}, "stream"),
    ({"function": f"{FUNCTION}:live", "streamArn": OTHER_TABLE}, "stream"),
]


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_message_for_another_function_or_stream_stays(
    queue: Queue, dry_run: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    functions, streams = Functions(Consumer()), Streams()
    for forged, _ in FORGED:
        queue.send(message(1, 3, **forged))
    assert redeliver(queue, streams, functions, dry_run=dry_run, delete_lost=True) == queue.size() == len(FORGED)
    assert (functions.invoked, streams.asked) == ([], [])
    lines = capsys.readouterr().out.splitlines()[3:-1]
    remedy = "if you trust it, run again with --consumer-function and --stream-arn"
    fate = "the message would stay" if dry_run else "the message stays"
    assert sorted(line.partition(": ")[2] for line in lines) == sorted(
        f"it names another {what}, {[*forged.values()][-1]}; {remedy}; {fate}" for forged, what in FORGED
    )


def test_forged_messages_change_neither_the_target_nor_other_messages(queue: Queue) -> None:
    functions, streams = Functions(consumer := Consumer()), Streams()
    for forged in ({"function": OTHER_ACCOUNT}, {"streamArn": OTHER_TABLE}, {}):
        queue.send(message(2, 2, **forged))
    assert redeliver(queue, streams, functions) == 2
    assert (consumer.effects, functions.invoked, streams.asked) == (["order-2"], [FUNCTION], [STREAM])


@pytest.mark.parametrize(
    ("target", "named", "is_the_same"),
    [
        (FUNCTION, f"{FUNCTION}:$LATEST", True),
        (FUNCTION, f"{FUNCTION}:live", True),
        (f"{FUNCTION}:live", FUNCTION, True),
        (f"{FUNCTION}:live", f"{FUNCTION}:$LATEST", True),
        (f"{FUNCTION}:live", f"{FUNCTION}:live", True),
        (f"{FUNCTION}:live", f"{FUNCTION}:7", False),
        (f"{FUNCTION}:live", f"{FUNCTION}-2:live", False),
        (f"{FUNCTION}:live", f"{OTHER_ACCOUNT}:live", False),
    ],
)
def test_aliases_must_match_only_if_both_sides_have_one(
    queue: Queue, target: str, named: str, is_the_same: bool
) -> None:
    functions = Functions(Consumer())
    queue.send(message(1, 1, function=named))
    assert redeliver(queue, Streams(), functions, function=target) == (0 if is_the_same else 1)
    assert functions.invoked == ([target] if is_the_same else [])


@pytest.mark.parametrize(
    ("size", "printed"), [(1, "redelivered 10 records (the message says 1); "), (10, "redelivered 10 records; ")]
)
def test_a_size_that_differs_from_the_message_is_printed(
    queue: Queue, size: int, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.send(message(1, 10, batchSize=size))
    assert redeliver(queue, Streams(), Consumer()) == 0
    assert printed in capsys.readouterr().out


def test_a_range_of_more_records_than_a_batch_can_have_is_not_redelivered(
    queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    functions, streams = Functions(Consumer()), Streams(last=10_010)
    queue.send(message(1, 10_001, batchSize=1))
    assert redeliver(queue, streams, functions, delete_lost=True) == queue.size() == 1
    assert functions.invoked == []
    reason = "the stream has more than 10000 records in this range, but a batch has at most 10000"
    assert f"{reason}; check who may send to the queue; the message stays" in capsys.readouterr().out


def test_a_range_of_the_largest_batch_is_redelivered(queue: Queue) -> None:
    consumer = Consumer()
    queue.send(message(1, 10_000))
    assert redeliver(queue, Streams(last=10_010), consumer, batch_size=10_000) == 0
    assert [len(call) for call in consumer.calls] == [10_000]


MALFORMED = [
    "hello",
    "[]",
    "null",
    "[" * 200_000,
    '{"requestContext": {}}',
    '{"requestContext": [], "DDBStreamBatchInfo": []}',
    json.dumps({"Records": [{"dynamodb": {"SequenceNumber": "1"}}]}),
    message(5, 4),
    message(1, 1, function="consumer"),
    message(1, 1, function=f"{FUNCTION}:live:7"),
    message(1, 1, function=f"{FUNCTION}/../payout"),
    message(1, 1, function=f"{FUNCTION}\n"),
    message(1, 1, condition="\x1b[2J"),
    message(1, 1, streamArn=None),
    message(1, 1, streamArn=[STREAM]),
    message(1, 1, streamArn="arn:aws:kinesis:us-east-1:123456789012:stream/numbers"),
    message(1, 1, shardId={"S": "shard"}),
    message(1, 1, shardId="\x1b]0;owned\x07"),
    message(1, 1, startSequenceNumber=1),
    message(1, 1, startSequenceNumber="-1"),
    message(1, 1, startSequenceNumber="\u0661"),
    message(1, 1, endSequenceNumber="9" * 41),
    message(1, 1, batchSize="many"),
    message(1, 1, batchSize=0),
    message(1, 1, batchSize=True),
    message(1, 1, batchSize=1.5),
    message(1, 1, batchSize=10_001),
    message(1, 1, approximateArrivalOfLastRecord="2026-01-01T12:00:00"),
    message(1, 1, approximateArrivalOfLastRecord="0001-01-01T00:00:00+23:59"),
    message(1, 1, approximateArrivalOfLastRecord="\ud800"),
]


@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_message_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r"not Lambda's message about a failed batch of a DynamoDB stream: ."):
        FailedBatch.parse(body)


def test_malformed_messages_stay_and_do_not_block_others(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    consumer, streams = Consumer(), Streams()
    for body in (*MALFORMED, message(1, 1)):
        queue.send(body)
    assert redeliver(queue, streams, consumer, delete_lost=True) == queue.size() == len(MALFORMED)
    assert (consumer.effects, streams.asked) == (["order-1"], [STREAM])
    printed = capsys.readouterr().out
    assert printed.count("not Lambda's message about a failed batch of a DynamoDB stream: ") == len(MALFORMED)
    assert all(" " <= each <= "~" for each in printed.replace("\n", ""))


def test_the_example_message_in_the_docs_of_aws_is_understood() -> None:
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
    assert str(batch.function) == "arn:aws:lambda:us-east-2:123456789012:function:myfunction"
    assert (batch.size, batch.first, batch.arrived.hour) == (1, "800000000003126276362", 0)
