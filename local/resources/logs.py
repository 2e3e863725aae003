"""CloudWatch Logs: log groups."""

from .ignored import ENDS_WITH_THE_EMULATOR, NOT_ENCRYPTED, IgnoreRule, no_effect_unless
from .resource_type import Call, ResourceType

RESOURCE_TYPES = {
    "aws:cloudwatch/logGroup:LogGroup": ResourceType(
        "logs",
        Call("create_log_group", inputs=("kmsKeyId", "logGroupClass"), name="logGroupName"),
        then=(Call("put_retention_policy", inputs=("retentionInDays",), name="logGroupName", tagged=False),),
        exists=("ResourceAlreadyExistsException",),
        outputs=lambda group: {"name": group.name, "arn": group.request.arn("logs", f"log-group:{group.name}")},
        ignored={
            "kmsKeyId": NOT_ENCRYPTED,
            "logGroupClass": no_effect_unless("STANDARD"),
            "retentionInDays": IgnoreRule("stored, but logs never expire here"),
            "skipDestroy": ENDS_WITH_THE_EMULATOR,
        },
    )
}
