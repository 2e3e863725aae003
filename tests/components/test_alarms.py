"""The alarms: which exist, when they fire, and what they do with missing data."""

import re
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components import AlarmThresholdsArgs, SequenceService, SequenceServiceArgs
from testing import record

from .monitored import ALARM, DASHBOARD, OWN, SERVICES, alarms, metric_of, monitored
from .registered import build

ALWAYS = {"function-errors", "function-throttles", "function-duration", "table-throttles", "table-system-errors"}
CONSUMER = {"consumer-errors", "consumer-age", "consumer-dead-letters"}
SEQUENCES = {"rewinds", "range-used", "range-used-critical"}
EXISTING = {
    "no consumer": ALWAYS,
    "a URL": ALWAYS | {"http-errors"},
    "the bundled consumer": ALWAYS | CONSUMER | SEQUENCES,
    "a consumer of your own": ALWAYS | CONSUMER,
    "failures go elsewhere": ALWAYS | {"consumer-errors", "consumer-age"} | SEQUENCES,
    "two consumers": ALWAYS
    | {f"consumers-{name}-{what}" for name in ("audit", "index") for what in ("errors", "age", "dead-letters")}
    | SEQUENCES,
}
TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call"
BUNDLED: dict[str, Any] = {"http": {}, "consumer": {}}


@pytest.mark.parametrize("service", SERVICES)
def test_the_alarms_fit_the_service(service: str) -> None:
    assert alarms(monitored(SERVICES[service])).keys() == EXISTING[service]


def test_without_the_option_nothing_changes() -> None:
    """All other resources are the same with and without alarms."""

    def resources(args: dict[str, Any]) -> dict[str, Any]:
        kept = [each for each in build(args).resources if each.type not in (ALARM, DASHBOARD)]
        return {each.urn: {name: value for name, value in each.inputs.items() if name != "code"} for each in kept}

    plain = resources(BUNDLED)
    assert resources({**BUNDLED, "alarms": None}) == plain
    watched = resources({**BUNDLED, "alarms": {}})
    assert {urn: watched[urn] for urn in plain} == plain
    assert [urn.rpartition("::")[2] for urn in watched.keys() - plain.keys()] == ["orders-monitoring"]
    stack = build(BUNDLED)
    assert not stack.all(ALARM) + stack.all(DASHBOARD)
    assert "dashboard_name" not in stack.outputs


def test_the_number_of_alarms_does_not_grow_with_the_sequences() -> None:
    many = {"sequences": {f"s{number}": {} for number in range(50)} | {"orders/*": {}}, **BUNDLED}
    assert len(alarms(monitored(many))) == len(alarms(monitored(BUNDLED))) == 12


DEFAULTS = {  # threshold, and in how many of how many periods of how many seconds
    "function-errors": (1, 2, 3, 300),
    "function-throttles": (1, 2, 3, 300),
    "function-duration": (8000, 2, 3, 300),
    "http-errors": (1, 2, 3, 300),
    "table-throttles": (1, 2, 3, 300),
    "table-system-errors": (1, 2, 3, 300),
    "consumer-errors": (1, 2, 3, 300),
    "consumer-age": (300_000, 2, 3, 300),
    "consumer-dead-letters": (1, 1, 1, 300),
    "rewinds": (1, 1, 1, 300),
    "range-used": (80, 1, 1, 3600),
    "range-used-critical": (95, 1, 1, 3600),
}


def period_of(alarm: dict[str, Any]) -> Any:
    (period,) = {alarm.get("period"), *(each["metric"]["period"] for each in queries(alarm))} - {None}
    return period


def queries(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in alarm.get("metric_queries", []) if "metric" in each]


def condition(alarm: dict[str, Any]) -> tuple[Any, ...]:
    return (alarm["threshold"], alarm["datapoints_to_alarm"], alarm["evaluation_periods"], period_of(alarm))


def test_the_defaults_are_the_documented_ones() -> None:
    found = alarms(monitored(BUNDLED))
    assert {name: condition(alarm) for name, alarm in found.items()} == DEFAULTS
    assert {alarm["comparison_operator"] for alarm in found.values()} == {"GreaterThanOrEqualToThreshold"}


def test_missing_data_ends_an_alarm_except_that_a_sequence_stays_as_full_as_it_is() -> None:
    treated = {name: alarm["treat_missing_data"] for name, alarm in alarms(monitored(BUNDLED)).items()}
    assert {name for name, how in treated.items() if how == "ignore"} == {"range-used", "range-used-critical"}
    assert {how for how in treated.values() if how != "ignore"} == {"notBreaching"}


@pytest.mark.parametrize(
    "options", [{}, {"evaluation_periods": 1, "datapoints_to_alarm": 1}, {"datapoints_to_alarm": 3}]
)
def test_alarms_on_the_table_have_no_missing_data(options: dict[str, int]) -> None:
    """AWS says in one place that alarms on DynamoDB's metrics always ignore missing data, so such an alarm never ends.

    FILL may fill the newest period too early. So an alarm must be able to fire without this period.
    """
    found = {name: alarm for name, alarm in alarms(monitored(BUNDLED, **options)).items() if name.startswith("table-")}
    assert len(found) == 2
    for alarm in found.values():
        (source,) = queries(alarm)
        (watched,) = [each for each in alarm["metric_queries"] if each["return_data"]]
        assert watched["expression"] == f"FILL({source['id']}, 0)"
        assert alarm["evaluation_periods"] > alarm["datapoints_to_alarm"]
        assert not {"metric_name", "namespace", "period", "statistic", "dimensions"} & alarm.keys()  # AWS refuses both
    names = {metric_of(alarm).namespace for name, alarm in alarms(monitored(BUNDLED)).items() if name not in found}
    assert "AWS/DynamoDB" not in names


@pytest.mark.parametrize("as_output", [False, True])
def test_each_threshold_reaches_its_alarm(*, as_output: bool) -> None:
    thresholds = {name: number for number, name in enumerate(AlarmThresholdsArgs.__annotations__, start=2)}

    def program() -> None:
        given: Any = {name: pulumi.Output.from_input(it) if as_output else it for name, it in thresholds.items()}
        args: Any = {"sequences": {"a": {}}, **BUNDLED, "alarms": {"thresholds": given}}
        SequenceService("orders", args)

    assert {name: alarm["threshold"] for name, alarm in alarms(record(program)).items()} == {
        "function-errors": thresholds["function_errors"],
        "function-throttles": thresholds["function_throttles"],
        "function-duration": thresholds["function_duration_percent"] * 100,  # of 10 s, in milliseconds
        "http-errors": thresholds["http_errors"],
        "table-throttles": thresholds["table_throttles"],
        "table-system-errors": thresholds["table_system_errors"],
        "consumer-errors": thresholds["consumer_errors"],
        "consumer-age": thresholds["consumer_age_seconds"] * 1000,
        "consumer-dead-letters": thresholds["dead_letters"],
        "rewinds": thresholds["rewinds"],
        "range-used": thresholds["range_used_percent"],
        "range-used-critical": thresholds["range_used_critical_percent"],
    }


def test_other_options_reach_the_alarms() -> None:
    options = {"period_seconds": 60, "evaluation_periods": 5, "datapoints_to_alarm": 4}
    found = alarms(monitored(BUNDLED, **options, alarm_topic_arns=[TOPIC], ok_topic_arns=[f"{TOPIC}-ok"]))
    for name, alarm in found.items():
        assert alarm["alarm_actions"] == [TOPIC]
        assert alarm["ok_actions"] == [f"{TOPIC}-ok"]
        usual = DEFAULTS[name][1:]
        changed = {(2, 3, 300): (4, 5, 60), (1, 1, 300): (1, 1, 60)}
        assert condition(alarm)[1:] == changed.get(usual, usual)


def test_the_alarm_on_slow_calls_follows_the_time_out() -> None:
    def program() -> None:
        args: SequenceServiceArgs = {
            "sequences": {"a": {}},
            "function": {"timeout": pulumi.Output.from_input(30)},
            "alarms": {},
        }
        SequenceService("orders", args)

    assert alarms(record(program))["function-duration"]["threshold"] == 24_000


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"period_seconds": 3600, "evaluation_periods": 20},
        {"period_seconds": 3540, "evaluation_periods": 20, "datapoints_to_alarm": 20},
    ],
)
def test_aws_accepts_every_alarm(options: dict[str, int]) -> None:
    """The limits of "PutMetricAlarm", Amazon CloudWatch API Reference."""
    for alarm in alarms(monitored(BUNDLED, **options)).values():
        seconds = period_of(alarm)
        assert seconds % 60 == 0
        assert seconds * alarm["evaluation_periods"] <= (86_400 if seconds < 3600 else 604_800)
        assert 1 <= alarm["datapoints_to_alarm"] <= alarm["evaluation_periods"]
        assert len(alarm["alarm_description"]) <= 1024


def test_an_alarm_says_what_happened_and_where_to_read_on() -> None:
    found = alarms(monitored(BUNDLED, thresholds={"range_used_percent": 50}))
    assert found["range-used"]["alarm_description"].startswith("A sequence has used 50 % of its range. ")
    for alarm in found.values():
        assert " What to do: https://" in alarm["alarm_description"]


def test_consumers_without_a_queue_of_ours_have_no_alarm_on_it() -> None:
    args = {"consumers": {"audit": {}, "index": {**OWN, "on_failure_arn": TOPIC}}}
    assert [name for name in alarms(monitored(args)) if "dead-letters" in name] == ["consumers-audit-dead-letters"]


def test_the_runbook_lists_each_alarm_and_what_it_does_with_missing_data() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    listed = dict(re.findall(r"^\| `([\w-]+)` \| [^|]* \| [^|]* \| ([^|]*) \|", page, re.MULTILINE))
    words = {"notBreaching": "ends", "ignore": "keeps its state"}
    assert listed == {
        name: "counts as 0" if queries(alarm) else words[alarm["treat_missing_data"]]
        for name, alarm in alarms(monitored(BUNDLED)).items()
    }
