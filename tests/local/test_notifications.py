"""Topics, subscriptions, alarms and dashboards: what a program sets reaches the emulator, and works."""

import json

import pulumi
import pulumi_aws as aws

from local import Emulator

from .conftest import Deployed
from .programs import document
from .test_resources import TAG_LIST, TAGS, within


def test_a_topic_delivers_to_its_subscription(deployed: Deployed, emulator: Emulator) -> None:
    def program() -> None:
        topic, queue = aws.sns.Topic("news", display_name="News", tags=TAGS), aws.sqs.Queue("q")
        aws.sns.TopicSubscription(
            "s",
            topic=topic.arn,
            protocol="sqs",
            endpoint=queue.arn,
            raw_message_delivery=True,
            filter_policy=json.dumps({"kind": ["wanted"]}),
        )
        allowed = document("Allow", "sqs:SendMessage", Principal={"Service": "sns.amazonaws.com"}, Resource="*")
        aws.sqs.QueuePolicy("p", queue_url=queue.url, policy=allowed)
        pulumi.export("topic", topic.arn)
        pulumi.export("queue", queue.url)

    outputs = deployed(program).outputs
    sns, sqs = emulator.client("sns"), emulator.client("sqs")
    assert sns.get_topic_attributes(TopicArn=outputs["topic"])["Attributes"]["DisplayName"] == "News"
    assert sns.list_tags_for_resource(ResourceArn=outputs["topic"])["Tags"] == TAG_LIST
    for kind in ("unwanted", "wanted"):
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        sns.publish(TopicArn=outputs["topic"], Message=kind, MessageAttributes=attributes)
    messages = sqs.receive_message(QueueUrl=outputs["queue"], MaxNumberOfMessages=10, WaitTimeSeconds=1)["Messages"]
    assert [each["Body"] for each in messages] == ["wanted"]


def test_a_fifo_topic_s_open_name_ends_as_aws_requires(deployed: Deployed) -> None:
    deployment = deployed(lambda: pulumi.export("name", aws.sns.Topic("t", fifo_topic=True).name))
    assert deployment.outputs["name"].endswith(".fifo")


def test_a_second_run_changes_a_topic_and_its_subscription(deployed: Deployed, emulator: Emulator) -> None:
    sns = emulator.client("sns")
    for raw in (False, True):

        def program(raw: bool = raw) -> None:
            topic = aws.sns.Topic("news", display_name=f"News {raw}")
            queue = aws.sqs.Queue("q")
            aws.sns.TopicSubscription(
                "s", topic=topic.arn, protocol="sqs", endpoint=queue.arn, raw_message_delivery=raw
            )
            pulumi.export("topic", topic.arn)

        arn = deployed(program).outputs["topic"]
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "News True"
    [subscription] = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    attributes = sns.get_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"])["Attributes"]
    assert attributes["RawMessageDelivery"] == "true"


def test_an_alarm(deployed: Deployed, emulator: Emulator) -> None:
    def program() -> None:
        alarm = aws.cloudwatch.MetricAlarm(
            "errors",
            alarm_actions=[aws.sns.Topic("news").arn],
            alarm_description="too many errors",
            comparison_operator="GreaterThanOrEqualToThreshold",
            dimensions={"FunctionName": "f"},
            evaluation_periods=2,
            metric_name="Errors",
            namespace="AWS/Lambda",
            period=60,
            statistic="Sum",
            tags=TAGS,
            threshold=1.5,
            treat_missing_data="notBreaching",
        )
        pulumi.export("name", alarm.name)

    deployment = deployed(program)
    [found] = emulator.client("cloudwatch").describe_alarms(AlarmNames=[deployment.outputs["name"]])["MetricAlarms"]
    assert within(
        {
            "AlarmDescription": "too many errors",
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Dimensions": [{"Name": "FunctionName", "Value": "f"}],
            "EvaluationPeriods": 2,
            "MetricName": "Errors",
            "Namespace": "AWS/Lambda",
            "Period": 60,
            "Statistic": "Sum",
            "Threshold": 1.5,
            "TreatMissingData": "notBreaching",
        },
        found,
    )
    assert found["AlarmActions"][0].startswith("arn:aws:sns:")
    assert {each.input for each in deployment.ignored_inputs} >= {"dimensions", "metricName", "treatMissingData"}


def test_a_dashboard(deployed: Deployed, emulator: Emulator) -> None:
    body = json.dumps({"widgets": []})
    deployed(lambda: aws.cloudwatch.Dashboard("d", dashboard_name="numbers", dashboard_body=body))
    assert emulator.client("cloudwatch").get_dashboard(DashboardName="numbers")["DashboardBody"] == body
