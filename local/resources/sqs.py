"""SQS: queues and their policies."""

import json
from collections.abc import Callable

from .policies import asks_for_tls, statements
from .resource_type import Created, IgnoreRule, ResourceRequest, ResourceType, already_exists

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


def _queue(request: ResourceRequest) -> Callable[[], Created]:
    inputs = request.inputs
    values = {attribute: inputs.integer(key) for key, attribute in _INTEGERS.items()}
    flags = {attribute: inputs.flag(key) for key, attribute in _FLAGS.items()}
    texts = {attribute: inputs.text(key) for key, attribute in _TEXTS.items()}
    attributes = {key: json.dumps(value) for key, value in (values | flags).items() if value is not None}
    attributes |= {key: value for key, value in texts.items() if value is not None}
    attributes |= {"Policy": _without_tls_rule(texts["Policy"])} if texts["Policy"] else {}
    name, tags = request.physical_name(suffix=".fifo" if flags["FifoQueue"] else ""), request.tags()

    def create() -> Created:
        sqs = request.client("sqs")
        with already_exists("QueueAlreadyExists", "QueueNameExists") as found:
            sqs.create_queue(QueueName=name, Attributes=attributes, tags=tags)
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        if found:
            sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)
        return Created(url, {"name": name, "url": url, "arn": request.arn("sqs", name)})

    return create


def _queue_policy(request: ResourceRequest) -> Callable[[], Created]:
    url, policy = request.inputs.text("queueUrl") or "", _without_tls_rule(request.inputs.text("policy") or "")

    def create() -> Created:
        request.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        return Created(url, {})

    return create


def _without_tls_rule(text: str) -> str:
    """The policy without such statements: here they would shut everybody out. Empty if nothing is left."""
    left = [statement for statement in statements(text) if not asks_for_tls(statement)]
    return json.dumps(json.loads(text) | {"Statement": left}) if left else ""


_PLAIN = IgnoreRule("recorded; nothing is encrypted")
_NO_TLS = IgnoreRule(
    "a statement that denies calls without TLS is left out, for the emulator is called without",
    lambda text: any(asks_for_tls(statement) for statement in statements(text)),
)
RESOURCE_TYPES = {
    "aws:sqs/queue:Queue": ResourceType(
        _queue,
        {
            "kmsDataKeyReusePeriodSeconds": _PLAIN,
            "kmsMasterKeyId": _PLAIN,
            "policy": _NO_TLS,
            "redriveAllowPolicy": IgnoreRule("recorded; any queue may name this one"),
            "sqsManagedSseEnabled": _PLAIN,
        },
    ),
    "aws:sqs/queuePolicy:QueuePolicy": ResourceType(_queue_policy, {"policy": _NO_TLS}),
}
