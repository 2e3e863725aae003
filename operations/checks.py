"""What `sequences check` looks at: the function, the table, the dead-letter queues and the alarms."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from .concurrency import Concurrency
from .counters import NOT_A_TABLE
from .guide import AFTER_A_RESTORE, ALARMS
from .wording import RESUME, count

TTL_ATTRIBUTE = "expires_at"


class State(StrEnum):
    """How good a finding is. Only `WRONG` makes the command fail."""

    OK = "ok"
    NOTE = "note"
    """Worth knowing: something is off or not checked, and that may be on purpose."""

    WRONG = "WRONG"

    @classmethod
    def of(cls, right: bool) -> "State":
        """The state of what is either right or wrong."""
        return cls.OK if right else cls.WRONG


class Finding(NamedTuple):
    """One result of a check."""

    subject: str
    state: State
    text: str
    """What was found; if it is wrong, also what to do."""


def check_function(functions: Any, name: str, table: str | None) -> Iterator[Finding]:
    """The function is deployed, running, and uses this table. Raises boto3's errors."""
    subject = f"function {name}"
    configuration = functions.get_function_configuration(FunctionName=name)
    state, update = configuration.get("State", "Active"), configuration.get("LastUpdateStatus", "Successful")
    if state in ("Active", "Inactive") and update != "Failed":
        yield Finding(subject, State.OK, "deployed")
    else:
        reason = configuration.get("StateReason") or configuration.get("LastUpdateStatusReason") or "no reason given"
        yield Finding(subject, State.WRONG, f"its state is {state}, its last update {update}: {reason}; deploy again")
    now = Concurrency(functions, name).read(configuration)
    if now.stopped:
        paused = f"is stopped (paused); {RESUME}"
        unknown = (
            "is stopped (reserved concurrency 0), but not by sequences pause; find out why, then run sequences resume"
        )
        yield Finding(subject, State.WRONG, unknown if now.kept is None else paused)
    variables = configuration.get("Environment", {}).get("Variables", {})
    uses, parameter = variables.get("SEQUENCE_TABLE_NAME"), variables.get("SEQUENCE_SSM")
    if uses and table:
        right = uses == table
        yield Finding(
            subject, State.of(right), f"uses table {uses}" if right else f"uses table {uses}, not {table}; deploy again"
        )
    elif parameter:
        yield Finding(subject, State.NOTE, f"reads the table's name from parameter {parameter}, which is not checked")


def check_table(dynamodb: Any, name: str, stream_arn: str | None) -> Iterator[Finding]:
    """The table has the right key and the settings that a restore leaves off. Raises boto3's errors."""
    subject = f"table {name}"
    table = dynamodb.describe_table(TableName=name)["Table"]
    key = [(each["AttributeName"], each["KeyType"]) for each in table["KeySchema"]]
    types = {each["AttributeName"]: each["AttributeType"] for each in table["AttributeDefinitions"]}
    if key == [("name", "HASH")] and types["name"] == "S":
        right = table["TableStatus"] in ("ACTIVE", "UPDATING")
        yield Finding(
            subject,
            State.of(right),
            "ready" if right else f"its status is {table['TableStatus']}; wait, or see {AFTER_A_RESTORE}",
        )
    else:
        yield Finding(subject, State.WRONG, NOT_A_TABLE)
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    on = ttl.get("TimeToLiveStatus") in ("ENABLED", "ENABLING") and ttl.get("AttributeName") == TTL_ATTRIBUTE
    yield Finding(
        subject, State.of(on), "TTL deletes old tokens" if on else f"TTL on {TTL_ATTRIBUTE} is off; turn it on"
    )
    recovery = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    status = recovery.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
    yield _setting(subject, "point-in-time recovery", on=status == "ENABLED")
    yield _setting(subject, "deletion protection", on=table.get("DeletionProtectionEnabled", False))
    if stream_arn:
        view = table.get("StreamSpecification", {}).get("StreamViewType", "none")
        right = table.get("LatestStreamArn") == stream_arn and view != "none"
        text = f"stream with {view}" if right else "its stream is off, or not the consumer's; turn it on, and deploy"
        yield Finding(subject, State.of(right), text)


def _setting(subject: str, name: str, *, on: bool) -> Finding:
    if on:
        return Finding(subject, State.OK, f"{name} is on")
    return Finding(subject, State.NOTE, f"{name} is off; turn it on, unless it is off on purpose")


def check_queue(sqs: Any, url: str) -> Iterator[Finding]:
    """The dead-letter queue is empty. Raises boto3's errors."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    messages = sum(int(found[name]) for name in names)
    text = f"{count(messages, 'message')}; fix the consumer, then run sequences redrive" if messages else "empty"
    yield Finding(f"dead-letter queue {url.rpartition('/')[2]}", State.of(not messages), text)


def check_alarms(cloudwatch: Any, watched: set[str]) -> Iterator[Finding]:
    """No alarm is on that watches one of these functions, tables or queues. Raises boto3's errors."""
    found = 0
    for page in cloudwatch.get_paginator("describe_alarms").paginate(AlarmTypes=["MetricAlarm"]):
        for alarm in page["MetricAlarms"]:
            if _dimensions(alarm) & watched:
                found += 1
                if alarm["StateValue"] == "ALARM":
                    reason = alarm.get("StateReason", "")
                    text = f"on: {reason}; see {_section(alarm.get('AlarmDescription', ''))}"
                    yield Finding(f"alarm {alarm['AlarmName']}", State.WRONG, text)
    yield Finding("alarms", State.OK, f"{count(found, 'alarm')} {'watches' if found == 1 else 'watch'} this service")


def _section(description: str) -> str:
    """The section of the guide. Each alarm of the component has it in its description."""
    page = ALARMS.partition("#")[0]
    found = re.search(rf"{re.escape(page)}#[\w-]+", description)
    return found[0] if found else ALARMS


def _dimensions(alarm: dict[str, Any]) -> set[str]:
    own = alarm.get("Dimensions", [])
    nested = [query.get("MetricStat", {}).get("Metric", {}).get("Dimensions", []) for query in alarm.get("Metrics", [])]
    return {each["Value"] for dimensions in (own, *nested) for each in dimensions}
