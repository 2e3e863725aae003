"""CloudWatch Logs: log groups."""

from collections.abc import Callable

from .resource_type import Created, IgnoreRule, ResourceRequest, ResourceType, already_exists, present


def _log_group(request: ResourceRequest) -> Callable[[], Created]:
    name = request.physical_name()
    retention, tags = request.inputs.integer("retentionInDays"), request.tags()
    settings = present(kmsKeyId=request.inputs.text("kmsKeyId"), logGroupClass=request.inputs.text("logGroupClass"))

    def create() -> Created:
        logs = request.client("logs")
        with already_exists("ResourceAlreadyExistsException"):
            logs.create_log_group(logGroupName=name, **settings, **present(tags=tags or None))
        if retention:
            logs.put_retention_policy(logGroupName=name, retentionInDays=retention)
        return Created(name, {"name": name, "arn": request.arn("logs", f"log-group:{name}")})

    return create


_IGNORED = {
    "kmsKeyId": IgnoreRule("recorded; nothing is encrypted"),
    "logGroupClass": IgnoreRule("recorded, without effect", lambda kind: kind != "STANDARD"),
    "retentionInDays": IgnoreRule("recorded; no line grows too old"),
    "skipDestroy": IgnoreRule("nothing is destroyed one by one: all ends with the emulator"),
}
RESOURCE_TYPES = {"aws:cloudwatch/logGroup:LogGroup": ResourceType(_log_group, _IGNORED)}
