"""SNS: topics and subscriptions."""

from .ignored import NOT_ENCRYPTED, IgnoreRule
from .resource_type import Call, NewResource, ResourceType


def _update_kept_topic(topic: NewResource) -> None:
    """Change the attributes of a topic in a kept state: `create_topic` leaves them as they are."""
    arn = topic.request.arn("sns", topic.name)
    kept = {
        each["TopicArn"] for page in topic.client.get_paginator("list_topics").paginate() for each in page["Topics"]
    }
    for name, value in topic.parameters.get("Attributes", {}).items():
        if arn in kept and name != "FifoTopic":  # which cannot change
            topic.client.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=value)


def _delete_kept_subscription(new: NewResource) -> None:
    """Delete this subscription in a kept state: `subscribe` leaves its attributes as they are."""
    for each in new.call("list_subscriptions_by_topic", "TopicArn")["Subscriptions"]:
        if (each["Protocol"], each["Endpoint"]) == (new.parameters["Protocol"], new.parameters.get("Endpoint")):
            new.client.unsubscribe(SubscriptionArn=each["SubscriptionArn"])


RESOURCE_TYPES = {
    "aws:sns/topic:Topic": ResourceType(
        "sns",
        Call(
            "create_topic",
            attributes={
                "contentBasedDeduplication": bool,
                "displayName": str,
                "fifoTopic": bool,
                "kmsMasterKeyId": str,
                "policy": str,
            },
            name="Name",
        ),
        find=_update_kept_topic,
        name_suffix=lambda request: ".fifo" if request.inputs.flag("fifoTopic") else "",
        outputs=lambda topic: {
            "id": topic.request.arn("sns", topic.name),
            "arn": topic.request.arn("sns", topic.name),
            "name": topic.name,
        },
        ignored={"kmsMasterKeyId": NOT_ENCRYPTED},
    ),
    "aws:sns/topicSubscription:TopicSubscription": ResourceType(
        "sns",
        Call(
            "subscribe",
            inputs=("topic", "protocol", "endpoint"),
            renamed={"topic": "TopicArn"},
            attributes={"filterPolicy": str, "filterPolicyScope": str, "rawMessageDelivery": bool},
            more=lambda _: {"ReturnSubscriptionArn": True},
        ),
        find=_delete_kept_subscription,
        outputs=lambda made: {"id": made.response["SubscriptionArn"], "arn": made.response["SubscriptionArn"]},
        ignored={
            "endpointAutoConfirms": IgnoreRule("the run does not wait for a confirmation"),
            "confirmationTimeoutInMinutes": IgnoreRule("the run does not wait for a confirmation"),
        },
    ),
}
