"""The options of the alarms and the dashboard."""

from typing import NotRequired, TypedDict

import pulumi

from ..checking.rule import PLACE, Rule, Rules, arn, listing, matching, within


class AlarmThresholdsArgs(TypedDict):
    """The values from which on an alarm fires. A count is per period; a period is `period_seconds` long."""

    function_errors: NotRequired[pulumi.Input[int]]
    """Failed calls of the next-value function. Wrong requests count too."""

    function_throttles: NotRequired[pulumi.Input[int]]
    """Calls of the next-value function that Lambda rejected for lack of concurrency."""

    function_duration_percent: NotRequired[pulumi.Input[int]]
    """The slowest call, as a share of `function.timeout`."""

    http_errors: NotRequired[pulumi.Input[int]]
    """Replies of the URL with status 500 or above. Lambda does not count them as failed calls."""

    table_throttles: NotRequired[pulumi.Input[int]]
    """Writes that DynamoDB throttled. The function tries again, so not each one fails a call."""

    table_system_errors: NotRequired[pulumi.Input[int]]
    """Writes that DynamoDB answered with status 500."""

    consumer_errors: NotRequired[pulumi.Input[int]]
    """Failed calls of a consumer."""

    consumer_age_seconds: NotRequired[pulumi.Input[int]]
    """The age of the oldest record that a consumer got."""

    dead_letters: NotRequired[pulumi.Input[int]]
    """Messages in a consumer's dead-letter queue."""

    rewinds: NotRequired[pulumi.Input[int]]
    """Changes after which values may be issued again."""

    range_used_percent: NotRequired[pulumi.Input[int]]
    """The share of its range that a sequence without a cycle has used: the first alarm."""

    range_used_critical_percent: NotRequired[pulumi.Input[int]]
    """The share of its range that a sequence without a cycle has used: the second alarm."""


class AlarmsArgs(TypedDict):
    """CloudWatch alarms and a dashboard. Which alarms exist depends on the other options."""

    alarm_topic_arns: NotRequired[list[pulumi.Input[str]]]
    """The SNS topics that get a message when an alarm fires."""

    ok_topic_arns: NotRequired[list[pulumi.Input[str]]]
    """The SNS topics that get a message when an alarm ends."""

    thresholds: NotRequired[AlarmThresholdsArgs]
    """The values from which on an alarm fires."""

    period_seconds: NotRequired[pulumi.Input[int]]
    """The length of a period, in which CloudWatch counts or takes the maximum."""

    evaluation_periods: NotRequired[pulumi.Input[int]]
    """How many of the last periods an alarm looks at."""

    datapoints_to_alarm: NotRequired[pulumi.Input[int]]
    """In how many of these periods the threshold must be reached."""

    dashboard_name: NotRequired[pulumi.Input[str]]
    """The dashboard's name. It must be unique in the account, because AWS overwrites a dashboard of the same name.
    Default: `{project}-{stack}-{component}`."""


THRESHOLDS: AlarmThresholdsArgs = {
    "function_errors": 1,
    "function_throttles": 1,
    "function_duration_percent": 80,
    "http_errors": 1,
    "table_throttles": 1,
    "table_system_errors": 1,
    "consumer_errors": 1,
    "consumer_age_seconds": 300,
    "dead_letters": 1,
    "rewinds": 1,
    "range_used_percent": 80,
    "range_used_critical_percent": 95,
}

ALARMS: AlarmsArgs = {
    "alarm_topic_arns": [],
    "ok_topic_arns": [],
    "period_seconds": 300,
    "evaluation_periods": 3,
    "datapoints_to_alarm": 2,
}

_TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
# "PutMetricAlarm", Amazon CloudWatch API Reference: at most 5 actions for each state.
_TOPICS = listing(
    "a list of at most 5 ARNs of SNS topics",
    f'["{_TOPIC}"]',
    arn("an SNS topic", rf"sns:{PLACE}:[\w.-]+", _TOPIC),
    most=5,
)
_COUNT = within(1, 1_000_000_000, 10)
_PERCENT = within(1, 100, 80)

MONITORING_RULES: Rules = {
    AlarmThresholdsArgs: {
        **dict.fromkeys(THRESHOLDS, _COUNT),
        "function_duration_percent": _PERCENT,
        "consumer_age_seconds": within(1, 86_400, 300),  # the stream keeps records for a day
        "range_used_percent": _PERCENT,
        "range_used_critical_percent": _PERCENT,
    },
    AlarmsArgs: {
        "alarm_topic_arns": _TOPICS,
        "ok_topic_arns": _TOPICS,
        "period_seconds": Rule(
            "a multiple of 60 from 60 to 3,600", "300", lambda value: 60 <= value <= 3600 and value % 60 == 0
        ),
        # AWS allows a day in total. The alarms on the table may look at one period more.
        "evaluation_periods": within(1, 20, 3),
        "datapoints_to_alarm": within(1, 20, 2),
        "dashboard_name": matching(
            r"[A-Za-z0-9_-]{1,255}", "a string of 1 to 255 characters of A-Z a-z 0-9 _ -", "sequences"
        ),
    },
}
