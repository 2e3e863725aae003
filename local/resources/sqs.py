"""SQS: queues and their policies."""

import json
from typing import Any

from .ignored import NOT_ENCRYPTED, IgnoreRule
from .policies import asks_for_tls, statements
from .request import ResourceRequest
from .resource_type import Call, NewResource, ResourceType

_ATTRIBUTES: dict[str, type] = {
    "contentBasedDeduplication": bool,
    "deduplicationScope": str,
    "delaySeconds": int,
    "fifoQueue": bool,
    "fifoThroughputLimit": str,
    "kmsDataKeyReusePeriodSeconds": int,
    "kmsMasterKeyId": str,
    "maxMessageSize": int,
    "messageRetentionSeconds": int,
    "policy": str,
    "receiveWaitTimeSeconds": int,
    "redriveAllowPolicy": str,
    "redrivePolicy": str,
    "sqsManagedSseEnabled": bool,
    "visibilityTimeoutSeconds": int,
}


def _url(queue: NewResource) -> str:
    return str(queue.client.get_queue_url(QueueName=queue.name)["QueueUrl"])


def _queue_outputs(queue: NewResource) -> dict[str, Any]:
    url = _url(queue)
    return {"id": url, "arn": queue.request.arn("sqs", queue.name), "name": queue.name, "url": url}


def _fifo_suffix(request: ResourceRequest) -> str:
    return ".fifo" if request.inputs.flag("fifoQueue") else ""


def _without_tls_rule(text: str) -> str:
    """The policy without statements that require TLS: here they would refuse everyone. Empty if nothing is left."""
    left = [statement for statement in statements(text) if not asks_for_tls(statement)]
    return json.dumps(json.loads(text) | {"Statement": left}) if left else ""


_NO_TLS = IgnoreRule(
    "a statement that denies calls without TLS is left out, because the emulator has no TLS",
    lambda text: any(asks_for_tls(statement) for statement in statements(text)),
)
RESOURCE_TYPES = {
    "aws:sqs/queue:Queue": ResourceType(
        "sqs",
        Call(
            "create_queue",
            attributes=_ATTRIBUTES,
            renamed={
                "maxMessageSize": "MaximumMessageSize",
                "messageRetentionSeconds": "MessageRetentionPeriod",
                "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
                "visibilityTimeoutSeconds": "VisibilityTimeout",
            },
            changed={"policy": _without_tls_rule},
            name="QueueName",
        ),
        name_suffix=_fifo_suffix,
        exists=("QueueAlreadyExists", "QueueNameExists"),
        adopt=lambda queue: queue.call("set_queue_attributes", "Attributes", QueueUrl=_url(queue)),
        outputs=_queue_outputs,
        ignored={
            "kmsDataKeyReusePeriodSeconds": NOT_ENCRYPTED,
            "kmsMasterKeyId": NOT_ENCRYPTED,
            "policy": _NO_TLS,
            "redriveAllowPolicy": IgnoreRule("stored, but any queue may name this one"),
            "sqsManagedSseEnabled": NOT_ENCRYPTED,
        },
    ),
    "aws:sqs/queuePolicy:QueuePolicy": ResourceType(
        "sqs",
        Call(
            "set_queue_attributes",
            inputs=("queueUrl",),
            attributes={"policy": str},
            changed={"policy": _without_tls_rule},
        ),
        outputs=lambda policy: {"id": policy.parameters["QueueUrl"]},
        ignored={"policy": _NO_TLS},
    ),
}
