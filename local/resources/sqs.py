"""SQS: queues and their policies."""

import json
from collections.abc import Callable

from .kind import Created, Kind, Order, existing

_INTEGERS = {
    "delaySeconds": "DelaySeconds",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
_FLAGS = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "fifoQueue": "FifoQueue",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
}
_TEXTS = {
    "deduplicationScope": "DeduplicationScope",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
}


def _queue(order: Order) -> Callable[[], Created]:
    inputs = order.inputs
    values = {attribute: inputs.integer(key) for key, attribute in _INTEGERS.items()}
    flags = {attribute: inputs.flag(key) for key, attribute in _FLAGS.items()}
    texts = {attribute: inputs.text(key) for key, attribute in _TEXTS.items()}
    attributes = {key: json.dumps(value) for key, value in (values | flags).items() if value is not None}
    attributes |= {key: value for key, value in texts.items() if value is not None}
    name, tags = order.physical_name(suffix=".fifo" if flags["FifoQueue"] else ""), order.tags()

    def create() -> Created:
        sqs = order.client("sqs")
        with existing("QueueAlreadyExists", "QueueNameExists") as found:
            sqs.create_queue(QueueName=name, Attributes=attributes, tags=tags)
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        if found:
            sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)
        return Created(url, {"name": name, "url": url, "arn": order.arn("sqs", name)})

    return create


def _queue_policy(order: Order) -> Callable[[], Created]:
    url, policy = order.inputs.text("queueUrl") or "", order.inputs.text("policy")

    def create() -> Created:
        order.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        return Created(url, {})

    return create


KINDS = {
    "aws:sqs/queue:Queue": Kind(_queue),
    "aws:sqs/queuePolicy:QueuePolicy": Kind(_queue_policy),
}
