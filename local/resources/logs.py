"""CloudWatch Logs: log groups."""

from collections.abc import Callable

from .kind import Created, Kind, Limit, Order, existing, present


def _log_group(order: Order) -> Callable[[], Created]:
    name = order.physical_name()
    retention, tags = order.inputs.integer("retentionInDays"), order.tags()
    settings = present(kmsKeyId=order.inputs.text("kmsKeyId"), logGroupClass=order.inputs.text("logGroupClass"))

    def create() -> Created:
        logs = order.client("logs")
        with existing("ResourceAlreadyExistsException"):
            logs.create_log_group(logGroupName=name, **settings, **present(tags=tags or None))
        if retention:
            logs.put_retention_policy(logGroupName=name, retentionInDays=retention)
        return Created(name, {"name": name, "arn": order.arn("logs", f"log-group:{name}")})

    return create


_LIMITS = {
    "kmsKeyId": Limit("recorded; nothing is encrypted"),
    "logGroupClass": Limit("recorded, without effect", lambda kind: kind != "STANDARD"),
    "retentionInDays": Limit("recorded; no line grows too old"),
    "skipDestroy": Limit("nothing is destroyed one by one: all ends with the emulator"),
}
KINDS = {"aws:cloudwatch/logGroup:LogGroup": Kind(_log_group, _LIMITS)}
