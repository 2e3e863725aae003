"""The queue with Lambda's messages about records that a consumer could not process."""

import pulumi
import pulumi_aws as aws

from ..access import policies
from ..tags import Tags

KEPT_SECONDS = 14 * 24 * 3600  # the maximum in SQS


def dead_letter_queue(
    name: str, kms_key_arn: pulumi.Input[str] | None, tags: Tags | None, opts: pulumi.ResourceOptions
) -> aws.sqs.Queue:
    """Create an encrypted queue that accepts only TLS connections. Without a key, SQS encrypts it with its own."""
    queue = aws.sqs.Queue(
        f"{name}-dead-letters",
        message_retention_seconds=KEPT_SECONDS,
        sqs_managed_sse_enabled=True if kms_key_arn is None else None,  # SQS refuses both together
        kms_master_key_id=kms_key_arn,
        tags=tags,
        opts=opts,
    )
    aws.sqs.QueuePolicy(
        f"{name}-dead-letters-policy",
        queue_url=queue.url,
        policy=pulumi.Output.json_dumps(queue.arn.apply(policies.tls_only)),
        opts=opts,
    )
    return queue
