"""What the alarms and the dashboard watch."""

from typing import TypedDict

import pulumi

from ..consumer.stream_consumer import StreamConsumer


class WatchedConsumer(TypedDict):
    """One consumer."""

    name: str
    """The name of its resources: the component's name, then `consumer` or `consumers-` and its name."""

    function: pulumi.Input[str]
    """The function's name."""

    queue: pulumi.Input[str] | None
    """The name of the dead-letter queue. None if failures go to a destination of your own."""


class Watched(TypedDict):
    """One service. The values may be outputs; for the dashboard they are resolved."""

    name: str
    """The component's name."""

    region: pulumi.Input[str]
    table: pulumi.Input[str]
    """The table's name."""

    function: pulumi.Input[str]
    """The name of the next-value function."""

    timeout: pulumi.Input[int]
    """The function's time-out in seconds."""

    http: bool
    """Whether the function has a URL."""

    consumers: list[WatchedConsumer]

    bundled: bool
    """Whether one of the consumers is the bundled one, which publishes metrics about the sequences."""


def watched_consumer(consumer: StreamConsumer) -> WatchedConsumer:
    """What to watch of a consumer."""
    queue = consumer.dead_letter_queue_arn
    return {
        "name": consumer.pulumi_resource_name,
        "function": consumer.function_name,
        "queue": None if queue is None else queue.apply(lambda arn: arn.rpartition(":")[2]),
    }
