"""`sequences check`, in moto: each thing that can be wrong is found, and nothing else."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.client import BaseClient
from moto import mock_aws

from components.monitoring.runbook import runbook
from operations.concurrency import Concurrency

from ..test_both_sides_of_the_command import REPOSITORY
from .conftest import Sequences, write_outputs
from .functions import moto_function
from .tables import Table

OPERATIONS = f"{REPOSITORY}/blob/main/docs/operations.md"
SECTIONS = {"by-metric": "table-throttles"}  # the alarms that have a section in their description, as the component's
SEQUENCES: dict[str, Any] = {
    "orders": {"max_value": 100},
    "small/*": {"max_value": 100},
    "lanes": {"max_value": 3, "cycle": True},
    "shop/*": {},
}


class Stack(NamedTuple):
    """A service without faults, in moto."""

    table: Table
    functions: Any
    sqs: Any
    cloudwatch: Any
    queue: str
    outputs: Path


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    with mock_aws():
        table = Table()
        table.client.update_time_to_live(
            TableName=table.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"}
        )
        view = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        table.client.update_table(TableName=table.name, StreamSpecification=view)
        stream = table.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
        variables = {"SEQUENCE_TABLE_NAME": table.name}
        functions = moto_function("numbers-next-value", Environment={"Variables": variables})
        sqs: Any = boto3.client("sqs")
        queue = sqs.create_queue(QueueName="letters")["QueueUrl"]
        outputs = write_outputs(
            tmp_path,
            SEQUENCES,
            table_name=table.name,
            function_name="numbers-next-value",
            stream_arn=stream,
            consumer_function_name="numbers-consumer",
            dead_letter_queue_url=queue,
        )
        yield Stack(table, functions, sqs, boto3.client("cloudwatch"), queue, outputs)


def alarm(stack: Stack, name: str, dimension: str, value: str, *, on: bool = True, nested: bool = False) -> None:
    """Create an alarm that watches something."""
    metric = {"Namespace": "N", "MetricName": "M", "Dimensions": [{"Name": dimension, "Value": value}]}
    watched: dict[str, Any] = {**metric, "Statistic": "Sum", "Period": 60}
    if nested:
        watched = {"Metrics": [{"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}]}
    stack.cloudwatch.put_metric_alarm(
        AlarmName=name,
        AlarmDescription=f"Too many. What to do: {runbook(SECTIONS[name])}" if name in SECTIONS else "Too many.",
        ComparisonOperator="GreaterThanThreshold",
        Threshold=1,
        EvaluationPeriods=1,
        **watched,
    )
    if on:
        stack.cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="1 is above 0")


def wrong(sequences: Sequences, stack: Stack) -> dict[str, str]:
    """The findings that are wrong, by subject."""
    ended = sequences("check", "--outputs", stack.outputs, "--json")
    findings = json.loads(ended.stdout)
    bad = [each for each in findings if each["state"] == "WRONG"]
    said = f"sequences check: {len(bad)} of {len(findings)} checks failed; each says what to do\n"
    assert (ended.exit_code, ended.stderr) == ((1, said) if bad else (0, ""))
    return {each["subject"]: each["text"] for each in bad}


def test_a_sound_service_has_no_wrong_finding(sequences: Sequences, stack: Stack) -> None:
    stack.table.store("orders", 94)
    stack.table.store("lanes", 3)
    stack.table.store("shop/a", 5)
    stack.table.store("old-name", 7)
    stack.table.put("#token", answer={"S": "1"})
    alarm(stack, "quiet", "FunctionName", "numbers-next-value", on=False)
    alarm(stack, "foreign", "FunctionName", "another")
    assert wrong(sequences, stack) == {}
    lines = sequences("check", "--outputs", stack.outputs).stdout
    assert "sequence old-name\tnote\tnot declared, so no caller can use it" in lines
    assert "alarms\tok\t1 alarm watches this service" in lines
    assert "sequences\tok\t4 sequences read" in lines


def test_values_that_do_not_fit_their_definitions_are_wrong(sequences: Sequences, stack: Stack) -> None:
    problems = {
        "small/nearly": ({"N": "95"}, "95.0 % used, 5 values left; widen its limit and deploy"),
        "small/full": ({"N": "100"}, "exhausted at 100; widen its limit and deploy"),
        "small/past": ({"N": "101"}, "its last value 101 is outside its limits 1 to 100;"),
        "lanes": ({"N": "0"}, "its last value 0 is outside its limits 1 to 3;"),
        "shop/a": ({"S": "x"}, "its stored value is not an integer;"),
    }
    for name, (value, _) in problems.items():
        stack.table.put(name, value=value)
    found = wrong(sequences, stack)
    assert found.keys() == {f"sequence {name}" for name in problems}
    for name, (_, text) in problems.items():
        assert found[f"sequence {name}"].startswith(text)
    printed = re.search("run sequences (restart .*); N is", found["sequence shop/a"])
    assert printed
    assert sequences(*printed[1].replace("N", "8").split(), "--yes", "--outputs", stack.outputs).exit_code == 0
    assert stack.table.values()["shop/a"] == 7


def test_during_a_pause_it_does_not_ask_to_resume_at_once(
    sequences: Sequences, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(Concurrency, "_ready", lambda _: None)  # moto does not know provisioned concurrency
    assert sequences("pause", "--outputs", stack.outputs).exit_code == 0
    text = "is stopped (paused); run sequences resume when the work that needs the pause is done"
    assert wrong(sequences, stack) == {"function numbers-next-value": text}


def test_protection_that_is_off_is_a_note_and_not_wrong(sequences: Sequences, stack: Stack) -> None:
    client, name = stack.table.client, stack.table.name
    settings = ("point-in-time recovery", "deletion protection")
    lines = sequences("check", "--outputs", stack.outputs).stdout
    for setting in settings:
        assert f"table numbers\tnote\t{setting} is off; turn it on" in lines
    assert wrong(sequences, stack) == {}
    client.update_table(TableName=name, DeletionProtectionEnabled=True)
    on = {"PointInTimeRecoveryEnabled": True}
    client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=on)
    lines = sequences("check", "--outputs", stack.outputs).stdout
    for setting in settings:
        assert f"table numbers\tok\t{setting} is on" in lines


def test_a_stopped_function_and_one_that_uses_another_table_are_wrong(sequences: Sequences, stack: Stack) -> None:
    stack.functions.put_function_concurrency(FunctionName="numbers-next-value", ReservedConcurrentExecutions=0)
    assert wrong(sequences, stack)["function numbers-next-value"].endswith(
        "not by sequences pause; find out why, then run sequences resume"
    )
    stack.functions.delete_function_concurrency(FunctionName="numbers-next-value")
    stack.functions.update_function_configuration(
        FunctionName="numbers-next-value", Environment={"Variables": {"SEQUENCE_TABLE_NAME": "old"}}
    )
    assert wrong(sequences, stack) == {"function numbers-next-value": "uses table old, not numbers; deploy again"}


def test_what_a_restore_leaves_off_is_wrong(sequences: Sequences, stack: Stack) -> None:
    client, name = stack.table.client, stack.table.name
    client.update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": False, "AttributeName": "expires_at"}
    )
    assert wrong(sequences, stack) == {"table numbers": "TTL on expires_at is off; turn it on"}
    client.delete_table(TableName=name)
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in ("name", "at")],
        BillingMode="PAY_PER_REQUEST",
    )
    lines = sequences("check", "--outputs", stack.outputs).stdout
    assert "table numbers\tWRONG\tits key is not `name` (S)" in lines
    assert "table numbers\tWRONG\tits stream is off, or not the consumer's" in lines


def test_dead_letters_and_alarms_that_are_on_are_wrong(sequences: Sequences, stack: Stack) -> None:
    stack.sqs.send_message(QueueUrl=stack.queue, MessageBody="x")
    alarm(stack, "by-metric", "TableName", stack.table.name)
    alarm(stack, "by-expression", "FunctionName", "numbers-consumer", nested=True)
    alarm(stack, "by-queue", "QueueName", "letters")
    found = wrong(sequences, stack)
    assert found.keys() == {"dead-letter queue letters", "alarm by-metric", "alarm by-expression", "alarm by-queue"}
    for name in ("by-metric", "by-expression", "by-queue"):
        assert found[f"alarm {name}"].endswith(f"; see {OPERATIONS}#{SECTIONS.get(name, 'alarms')}")
    assert found["dead-letter queue letters"] == "1 message; fix the consumer, then run sequences redrive"


def test_missing_resources_are_findings_and_the_other_checks_run(sequences: Sequences, tmp_path: Path) -> None:
    outputs = write_outputs(
        tmp_path, SEQUENCES, table_name="gone", function_name="gone", dead_letter_queue_url="https://sqs/1/gone"
    )
    with mock_aws():
        ended = sequences("check", "--outputs", outputs)
    states = [tuple(line.split("\t")[:2]) for line in ended.stdout.splitlines()[1:]]
    subjects = ["function", "table", "sequences", "dead-letter queue"]
    assert states == [*((subject, "WRONG") for subject in subjects), ("alarms", "ok")]
    [table] = [line for line in ended.stdout.splitlines() if line.startswith("table\t")]
    assert table.endswith(f"; if it is gone, see {OPERATIONS}#after-a-restore")
    assert ended.exit_code == 1


def test_without_definitions_it_says_that_values_are_not_checked(sequences: Sequences, stack: Stack) -> None:
    names = ["--function-name", "numbers-next-value", "--table-name", stack.table.name]
    assert "sequences\tnote\tnot checked, because the definitions are not known" in sequences("check", *names).stdout


def test_it_reads_the_functions_configuration_once(
    sequences: Sequences, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, operations = BaseClient._make_api_call, list[str]()  # type: ignore[attr-defined] # botocore's private method

    def counted(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        operations.append(operation)
        return call(client, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", counted)
    assert wrong(sequences, stack) == {}
    assert operations.count("GetFunctionConfiguration") == 1
