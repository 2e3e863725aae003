"""What happens to records if the consumer fails, by the rules that AWS documents (see poller.py)."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from handlers import stream_consumer
from operations.redrive.names import FunctionName
from operations.redrive.redelivery import Clients, Redelivery
from operations.redrive.redelivery import Options as RedriveOptions
from operations.redrive.target import Target

from .conftest import Consumer, Functions, Queue, Table
from .poller import FUNCTION_ARN, Options, Poller

NAMES = [f"order-{number}" for number in range(8)]


def poll(table: Table, queue: Queue, consumer: Any, options: Options, *, hours_a_retry: float = 0) -> Poller:
    """Deliver the table's stream. Each retry comes `hours_a_retry` hours later."""
    late = [0.0]

    def wait() -> None:
        late[0] += hours_a_retry * 3600

    poller = Poller(
        table.streams,
        table.stream_arn,
        consumer.invoke,
        options,
        on_failure=queue.send,
        clock=lambda: time.time() + late[0],
        wait=wait,
    )
    poller.run()
    return poller


def redrive(table: Table, queue: Queue, consumer: Consumer) -> int:
    """Run redrive for this consumer. Returns how many messages stay."""
    clients = Clients(queue.client, table.streams, Functions(consumer))
    target = Target(queue.url, FunctionName.parse(FUNCTION_ARN), table.stream_arn)
    return Redelivery(clients, target, RedriveOptions()).run()


def write_names(table: Table) -> list[str]:
    """Write one change for each name. Returns the sequence numbers."""
    for value, name in enumerate(NAMES, start=1):
        table.put(name, value)
    shard = table.streams.describe_stream(StreamArn=table.stream_arn)["StreamDescription"]["Shards"][0]["ShardId"]
    reader = Poller(
        table.streams, table.stream_arn, lambda _: None, Options(), on_failure=lambda _: None, clock=time.time
    )
    return [record["dynamodb"]["SequenceNumber"] for record in reader.read(shard)]


def in_order_of_the_stream(effects: list[str]) -> bool:
    """Whether the effects first happened in the order of the changes."""
    first = list(dict.fromkeys(effects))
    return first == sorted(first, key=NAMES.index)


@pytest.mark.parametrize("halve_at_first", [True, False], ids=["halved", "repeated"])
@pytest.mark.parametrize("failing", ["report", "raise", "hang"])
@pytest.mark.parametrize("position", range(5))
def test_a_bad_record_loses_no_other_and_redrive_delivers_it(
    table: Table, queue: Queue, position: int, failing: str, halve_at_first: bool
) -> None:
    numbers = write_names(table)
    consumer = Consumer(failing)
    poison = NAMES[position]
    consumer.broken = {poison}
    poller = poll(table, queue, consumer, Options(batch_size=5, halve_at_first=halve_at_first))

    assert poller.settled == numbers
    assert {NAMES[numbers.index(number)] for number in poller.acknowledged} <= set(consumer.effects)
    assert in_order_of_the_stream(consumer.effects)
    if halve_at_first or failing != "report":
        assert set(NAMES) - set(consumer.effects) == {poison}
        assert poller.given_up == [numbers[position]]
    assert sum(poison in call for call in consumer.calls) > 10

    assert queue.size() == 1
    assert redrive(table, queue, consumer) == 1
    assert queue.size() == 1

    consumer.broken = set()
    assert redrive(table, queue, consumer) == 0
    assert set(consumer.effects) == set(NAMES)
    assert queue.size() == 0


def test_records_before_a_failed_one_are_delivered_once(table: Table, queue: Queue) -> None:
    write_names(table)
    consumer = Consumer()
    consumer.broken = {NAMES[3]}
    poll(table, queue, consumer, Options())
    assert [consumer.effects.count(name) for name in NAMES[:3]] == [1, 1, 1]


def test_the_message_has_the_records_position_and_the_reason(table: Table, queue: Queue) -> None:
    numbers = write_names(table)
    consumer = Consumer()
    consumer.broken = {NAMES[2]}
    poll(table, queue, consumer, Options(maximum_retry_attempts=3))
    (message,) = queue.bodies()
    assert message["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert message["requestContext"]["approximateInvokeCount"] == 4
    place = message["DDBStreamBatchInfo"]
    assert place["startSequenceNumber"] == place["endSequenceNumber"] == numbers[2]
    assert (place["batchSize"], place["streamArn"]) == (1, table.stream_arn)


def test_too_old_records_go_to_the_queue_and_redrive_delivers_them(table: Table, queue: Queue) -> None:
    numbers = write_names(table)
    consumer = Consumer()
    consumer.broken = {NAMES[0]}
    options = Options(maximum_retry_attempts=-1, maximum_record_age_in_seconds=6 * 3600)
    poller = poll(table, queue, consumer, options, hours_a_retry=1)
    assert poller.acknowledged == []
    assert poller.given_up == numbers
    assert {message["requestContext"]["condition"] for message in queue.bodies()} == {"RecordAgeExceeded"}
    consumer.broken = set()
    assert redrive(table, queue, consumer) == 0
    assert consumer.effects == NAMES


def test_without_bisect_the_whole_batch_goes_to_the_queue(table: Table, queue: Queue) -> None:
    write_names(table)
    consumer = Consumer("raise")
    consumer.broken = {NAMES[1]}
    poll(table, queue, consumer, Options(batch_size=5, bisect=False, report=False, maximum_retry_attempts=2))
    (message,) = queue.bodies()
    assert message["DDBStreamBatchInfo"]["batchSize"] == 5
    consumer.broken = set()
    assert redrive(table, queue, consumer) == 0
    assert set(consumer.effects) == set(NAMES)


class Bundled:
    """The bundled consumer, with JSON in and JSON out as in Lambda. It gets the record of one new value damaged."""

    damaged: int | None = None

    def invoke(self, event: dict[str, Any]) -> Any:
        """Process a batch."""
        event = json.loads(json.dumps(event))
        for record in event["Records"]:
            if record["dynamodb"].get("NewImage", {}).get("value") == {"N": str(self.damaged)}:
                del record["dynamodb"]["NewImage"]
        return json.loads(json.dumps(stream_consumer.handler(event, None)))


@pytest.fixture
def bundled(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bundled:
    """The bundled consumer of the table. It allows any name."""
    definition = {"increment": 1, "min_value": 1, "max_value": 2**53 - 1, "start": 1, "cycle": False, "cache": 1}
    (tmp_path / "sequences.json").write_text(json.dumps({"*": definition}))
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", table.name)
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(tmp_path / "sequences.json"))
    stream_consumer._settings.cache_clear()
    return Bundled()


@pytest.mark.parametrize("halve_at_first", [True, False], ids=["halved", "repeated"])
@pytest.mark.parametrize("position", range(5))
def test_the_bundled_consumer_logs_every_change_that_it_can_read(
    table: Table,
    queue: Queue,
    bundled: Bundled,
    position: int,
    halve_at_first: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for value in range(1, 6):
        table.put("orders", value)
    bundled.damaged = position + 1
    poller = poll(table, queue, bundled, Options(halve_at_first=halve_at_first))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    logged = list(dict.fromkeys(line["sequence_number"] for line in lines if "event_id" in line))
    assert logged == sorted(poller.acknowledged)
    assert len(poller.settled) == 5
    assert poller.settled == sorted(poller.settled)
    assert {line["sequence_number"] for line in lines if line.get("level") == "ERROR"} <= set(poller.given_up)
    if halve_at_first:
        assert len(poller.given_up) == 1


@pytest.mark.parametrize(
    ("view_type", "readable"), [("KEYS_ONLY", 0), ("NEW_IMAGE", 1), ("OLD_IMAGE", 0), ("NEW_AND_OLD_IMAGES", 3)]
)
def test_a_stream_without_images_is_reported_and_does_not_block(
    dynamodb_local_url: str,
    queue: Queue,
    bundled: Bundled,
    view_type: str,
    readable: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = Table(dynamodb_local_url, view_type)
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", table.name)
    for value in (1, 2, 3):
        table.put("orders", value)
    poller = poll(table, queue, bundled, Options())
    assert (len(poller.acknowledged), len(poller.given_up)) == (readable, 3 - readable)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len({line["event_id"] for line in lines if "event_id" in line}) == readable
    errors = [line["message"] for line in lines if line.get("level") == "ERROR"]
    assert bool(errors) == (readable < 3)
    assert all(view_type in error and "NEW_AND_OLD_IMAGES" in error for error in errors)


def test_redrive_does_not_read_another_tables_stream(
    dynamodb_local_url: str, table: Table, queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = Table(dynamodb_local_url)
    write_names(foreign)
    consumer = Consumer()
    consumer.broken = set(NAMES)
    poll(foreign, queue, consumer, Options(maximum_retry_attempts=0, bisect=False))
    consumer.broken, consumer.calls = set(), []
    assert redrive(table, queue, consumer) == queue.size() == 1
    assert consumer.calls == []
    assert f"it names another stream, {foreign.stream_arn}" in capsys.readouterr().out
