"""Wrong options of the alarms are reported with the fix."""

from typing import Any

import pulumi
import pytest

from components import SequenceService
from testing import record

from .test_mistakes import OWN, mistakes

TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:elsewhere"
BUNDLED: dict[str, Any] = {"consumer": {}}


@pytest.mark.parametrize(
    ("alarms", "mistake"),
    [
        ([], "alarms = []: must be a mapping of options; {} takes the defaults"),
        ({"topics": []}, "alarms.topics: no such option; the options are alarm_topic_arns, dashboard_name, datapoints"),
        ({"alarm_topics_arn": []}, "alarms.alarm_topics_arn: no such option; did you mean alarm_topic_arns?"),
        (
            {"alarm_topic_arns": TOPIC},
            "alarms.alarm_topic_arns = 'arn:aws:sns:us-east-1:123456789012:on-call': must be",
        ),
        (
            {"alarm_topic_arns": [QUEUE]},
            "alarm_topic_arns[0] = 'arn:aws:sqs:us-east-1:123456789012:elsewhere': must be",
        ),
        (
            {"ok_topic_arns": ["on-call"]},
            "ok_topic_arns[0] = 'on-call': must be the ARN of an SNS topic, without wildca",
        ),
        (
            {"alarm_topic_arns": [TOPIC] * 6},
            'must be a list of at most 5 ARNs of SNS topics; for example ["arn:aws:sns',
        ),
        (
            {"period_seconds": 30},
            "alarms.period_seconds = 30: must be a multiple of 60 from 60 to 3,600; for example 300",
        ),
        ({"period_seconds": 90}, "alarms.period_seconds = 90: must be a multiple of 60 from 60 to 3,600"),
        ({"period_seconds": 7200}, "alarms.period_seconds = 7200: must be a multiple of 60 from 60 to 3,600"),
        ({"evaluation_periods": 21}, "alarms.evaluation_periods = 21: must be an integer from 1 to 20"),
        ({"datapoints_to_alarm": 0}, "alarms.datapoints_to_alarm = 0: must be an integer from 1 to 20"),
        (
            {"datapoints_to_alarm": 4},
            "alarms.datapoints_to_alarm = 4: must be at most evaluation_periods, which is 3; lower it, or raise eval",
        ),
        (
            {"evaluation_periods": 1},
            "alarms.datapoints_to_alarm = 2: must be at most evaluation_periods, which is 1; lower it, or raise eval",
        ),
        ({"dashboard_name": "a b"}, "alarms.dashboard_name = 'a b': must be a string of 1 to 255 characters of A-Z"),
        ({"thresholds": []}, "alarms.thresholds = []: must be a mapping of options; {} takes the defaults"),
        ({"thresholds": {"errors": 1}}, "alarms.thresholds.errors: no such option; the options are consumer_age_seco"),
        ({"thresholds": {"function_error": 1}}, "thresholds.function_error: no such option; did you mean function_err"),
        ({"thresholds": {"function_errors": 0}}, "thresholds.function_errors = 0: must be an integer from 1 to 1,000,"),
        (
            {"thresholds": {"rewinds": "many"}},
            "thresholds.rewinds = 'many': must be an integer from 1 to 1,000,000,000",
        ),
        (
            {"thresholds": {"function_duration_percent": 101}},
            "duration_percent = 101: must be an integer from 1 to 100",
        ),
        ({"thresholds": {"consumer_age_seconds": 90_000}}, "age_seconds = 90000: must be an integer from 1 to 86,400"),
        (
            {"thresholds": {"range_used_percent": 96}},
            "alarms.thresholds.range_used_percent = 96: must be at most range_used_critical_percent, which is 95; lo",
        ),
    ],
)
def test_a_mistake_shows_the_option_the_value_and_the_fix(alarms: Any, mistake: str) -> None:
    (found,) = mistakes({**BUNDLED, "alarms": alarms})
    assert mistake in found


@pytest.mark.parametrize(
    ("args", "threshold", "fix"),
    [
        ({}, "http_errors", "has no effect without a URL; leave it out, or add http"),
        ({}, "consumer_errors", "has no effect without a consumer; leave it out, or add consumer"),
        ({}, "consumer_age_seconds", "has no effect without a consumer; leave it out, or add consumer"),
        (
            {},
            "dead_letters",
            "has no effect without a consumer with its own dead-letter queue; leave it out, or remove",
        ),
        ({"consumer": {"on_failure_arn": QUEUE}}, "dead_letters", "has no effect without a consumer with its own dead"),
        (
            {},
            "rewinds",
            "has no effect without the bundled consumer, which publishes this metric; leave it out, or add",
        ),
        ({"consumer": OWN}, "range_used_percent", "has no effect without the bundled consumer, which publishes this"),
        ({"consumer": OWN}, "range_used_critical_percent", "has no effect without the bundled consumer, which publish"),
    ],
)
def test_a_threshold_for_an_alarm_that_does_not_exist_is_refused(args: Any, threshold: str, fix: str) -> None:
    value = 90
    (found,) = mistakes({**args, "alarms": {"thresholds": {threshold: value}}})
    assert found.startswith(f"alarms.thresholds.{threshold} = {value}: {fix}")


@pytest.mark.parametrize(
    "alarms",
    [
        lambda: pulumi.Output.from_input({}),
        lambda: {"thresholds": pulumi.Output.from_input({})},
        lambda: {"alarm_topic_arns": pulumi.Output.from_input([])},
    ],
)
def test_an_output_in_place_of_a_plain_value_is_refused(alarms: Any) -> None:
    found: list[str] = []
    record(lambda: found.extend(mistakes({"alarms": alarms()})))
    assert len(found) == 1
    assert " = an Output: must be a plain value, because it is needed before anything is created; " in found[0]


def test_outputs_are_accepted_where_aws_checks_them() -> None:
    def program() -> None:
        value = pulumi.Output.from_input
        SequenceService(
            "orders",
            {
                "sequences": {"a": {}},
                "consumer": {},
                "alarms": {
                    "alarm_topic_arns": [value(TOPIC)],
                    "period_seconds": value(60),
                    "evaluation_periods": value(2),
                    "datapoints_to_alarm": value(2),
                    "thresholds": {"range_used_percent": value(99)},
                    "dashboard_name": value("numbers"),
                },
            },
        )

    stack = record(program)
    assert stack.one("aws:cloudwatch/dashboard:Dashboard").inputs["dashboard_name"] == "numbers"
