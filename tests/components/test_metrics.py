"""The metrics of alarms and dashboards are those that AWS documents and that the consumer publishes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers import stream_consumer
from testing import RecordedStack

from ..handlers.stream.records import ARN, DEFINITIONS, record
from .documented_metrics import DOCUMENTED
from .monitored import SERVICES, monitored, shown
from .registered import FUNCTION, QUEUE, TABLE

OURS = "SequenceService"
STATISTICS = {"ValuesTaken": "Sum", "Rewinds": "Sum", "RangeUsed": "Maximum"}  # as docs/consumer.md says


@pytest.fixture(scope="module", params=SERVICES)
def stack(request: pytest.FixtureRequest) -> RecordedStack:
    return monitored(SERVICES[request.param])


@pytest.fixture
def published(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[set[tuple[str, str, frozenset[str], str]]]:
    """What the bundled consumer publishes: namespace, metric, dimensions, and the value of the dimension `Table`.

    It runs with the environment of a recorded stack, on changes of each kind.
    """
    bundled = monitored({"consumer": {}})
    environment = bundled.one(FUNCTION, "orders-consumer").inputs["environment"]["variables"]
    (tmp_path / "sequences.json").write_text(json.dumps(DEFINITIONS))
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(tmp_path / "sequences.json"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream_consumer._settings.cache_clear()
    source = ARN.replace("numbers", environment["SEQUENCE_TABLE_NAME"])
    changes = [record("orders", 1, 2), record("orders", 2, 1, number=2), record("lanes", 9, 10, number=3)]
    reply = stream_consumer.handler({"Records": [{**each, "eventSourceARN": source} for each in changes]}, None)
    assert reply == {"batchItemFailures": []}
    yield {
        (directive["Namespace"], metric["Name"], frozenset(dimensions), line["Table"])
        for line in map(json.loads, capsys.readouterr().out.splitlines())
        for directive in line.get("_aws", {}).get("CloudWatchMetrics", [])
        for metric in directive["Metrics"]
        for dimensions in directive["Dimensions"]
        if all(name in line for name in (metric["Name"], *dimensions))
    }
    stream_consumer._settings.cache_clear()


def test_each_metric_of_aws_has_documented_dimensions_and_statistics(stack: RecordedStack) -> None:
    found = [each for each in shown(stack) if each.namespace.startswith("AWS/")]
    assert found
    for each in found:
        documented = DOCUMENTED[each.namespace, each.name]
        assert frozenset(each.dimensions) in documented.dimensions, each
        assert each.statistic in documented.statistics, each


def test_each_metric_of_the_service_is_published_by_the_bundled_consumer(
    published: set[tuple[str, str, frozenset[str], str]],
) -> None:
    found = [each for each in shown(monitored({"consumer": {}})) if each.namespace == OURS]
    assert {each.name for each in found} == STATISTICS.keys()
    for each in found:
        assert (OURS, each.name, frozenset(each.dimensions), each.dimensions["Table"]) in published, each
        assert each.statistic == STATISTICS[each.name]


def test_each_metric_is_one_of_a_resource_of_the_stack(stack: RecordedStack) -> None:
    def physical(type_: str) -> set[str]:
        return {f"{each.name}-1a2b3c4" for each in stack.all(type_)}

    names = {
        "FunctionName": physical(FUNCTION),
        "TableName": physical(TABLE),
        "Table": physical(TABLE),
        "QueueName": physical(QUEUE),
        "Operation": {"UpdateItem"},
        "Sequence": {"*"},
    }
    for each in shown(stack):
        for dimension, value in each.dimensions.items():
            assert value in names[dimension], each


def test_without_the_bundled_consumer_nothing_shows_its_metrics() -> None:
    for service in ("no consumer", "a consumer of your own"):
        assert not [each for each in shown(monitored(SERVICES[service])) if each.namespace == OURS]


def test_an_existing_table_is_watched_by_its_own_name() -> None:
    existing: dict[str, Any] = {"name": "numbers", "arn": "arn:aws:dynamodb:us-east-1:123456789012:table/numbers"}
    tables = {each.dimensions.get("TableName") for each in shown(monitored({"table": {"existing": existing}}))}
    assert tables == {None, "numbers"}
