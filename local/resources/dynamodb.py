"""DynamoDB: tables."""

from typing import Any

from .ignored import KEY_NOT_USED, IgnoreRule, no_effect_unless
from .inputs import Inputs
from .parameters import present
from .request import ResourceRequest
from .resource_type import Call, NewResource, ResourceType


def _table(request: ResourceRequest) -> dict[str, Any]:
    inputs = request.inputs
    keys = _keys(inputs)
    local = [_local_index(each, keys[:1]) for each in inputs.sections("localSecondaryIndexes")]
    indexes = [_global_index(each) for each in inputs.sections("globalSecondaryIndexes")]
    stream = {"StreamEnabled": inputs.flag("streamEnabled") or False}
    return {
        "BillingMode": inputs.text("billingMode") or "PROVISIONED",
        "DeletionProtectionEnabled": inputs.flag("deletionProtectionEnabled") or False,
        "KeySchema": keys,
        "StreamSpecification": stream | present(StreamViewType=inputs.text("streamViewType") or None),
        "TableClass": inputs.text("tableClass") or "STANDARD",
        **present(GlobalSecondaryIndexes=indexes or None, LocalSecondaryIndexes=local or None),
        **_throughput(inputs),
        **_most_throughput(inputs),
        **_encryption(inputs.section("serverSideEncryption")),
    }


def _keys(inputs: Inputs) -> list[dict[str, Any]]:
    keys = (("HASH", inputs.text("hashKey")), ("RANGE", inputs.text("rangeKey")))
    return [{"AttributeName": name, "KeyType": type_} for type_, name in keys if name]


def _projection(index: Inputs) -> dict[str, Any]:
    return {"ProjectionType": index.text("projectionType")} | present(NonKeyAttributes=index.texts("nonKeyAttributes"))


def _global_index(index: Inputs) -> dict[str, Any]:
    described = {"IndexName": index.text("name"), "KeySchema": _keys(index), "Projection": _projection(index)}
    return described | _throughput(index)


def _local_index(index: Inputs, table_key: list[dict[str, Any]]) -> dict[str, Any]:
    keys = [*table_key, {"AttributeName": index.text("rangeKey"), "KeyType": "RANGE"}]
    return {"IndexName": index.text("name"), "KeySchema": keys, "Projection": _projection(index)}


def _throughput(inputs: Inputs) -> dict[str, Any]:
    read, write = inputs.integer("readCapacity"), inputs.integer("writeCapacity")
    return {"ProvisionedThroughput": {"ReadCapacityUnits": read, "WriteCapacityUnits": write}} if read and write else {}


def _most_throughput(inputs: Inputs) -> dict[str, Any]:
    section = inputs.section("onDemandThroughput")
    most = present(
        MaxReadRequestUnits=section.integer("maxReadRequestUnits"),
        MaxWriteRequestUnits=section.integer("maxWriteRequestUnits"),
    )
    return {"OnDemandThroughput": most} if most else {}


def _encryption(section: Inputs) -> dict[str, Any]:
    key = present(KMSMasterKeyId=section.text("kmsKeyArn"))
    return {"SSESpecification": {"Enabled": True, "SSEType": "KMS"} | key} if section.flag("enabled") else {}


def _recovery(request: ResourceRequest) -> dict[str, Any]:
    section = request.inputs.section("pointInTimeRecovery")
    days = present(RecoveryPeriodInDays=section.integer("recoveryPeriodInDays"))
    enabled = {"PointInTimeRecoveryEnabled": True} | days
    return {"PointInTimeRecoverySpecification": enabled} if section.flag("enabled") else {}


def _expiry(request: ResourceRequest) -> dict[str, Any]:
    section = request.inputs.section("ttl")
    attribute, enabled = section.text("attributeName"), section.flag("enabled")
    return {"TimeToLiveSpecification": {"AttributeName": attribute, "Enabled": True}} if enabled else {}


def _expires(table: NewResource) -> bool:
    """AWS refuses to enable the expiry of a table that has it already."""
    described = table.client.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]
    return bool(described["TimeToLiveStatus"] == "ENABLED")


def _update(table: NewResource) -> None:
    """Change the settings of a table that exists. Its keys stay."""
    changed = [
        "TableName",
        "BillingMode",
        "DeletionProtectionEnabled",
        "OnDemandThroughput",
        "ProvisionedThroughput",
        "TableClass",
    ]
    found = table.client.describe_table(TableName=table.name)["Table"]
    if found.get("StreamSpecification", {"StreamEnabled": False}) != table.parameters["StreamSpecification"]:
        changed.append("StreamSpecification")  # AWS refuses to enable a stream that is enabled
    table.call("update_table", *changed)


def _outputs(table: NewResource) -> dict[str, Any]:
    found = table.client.describe_table(TableName=table.name)["Table"]
    stream = {"streamArn": found.get("LatestStreamArn", ""), "streamLabel": found.get("LatestStreamLabel", "")}
    return {"arn": found["TableArn"], "name": table.name, **stream}


def _enabled(section: dict[str, Any]) -> bool:
    return bool(section.get("enabled"))


RESOURCE_TYPES = {
    "aws:dynamodb/table:Table": ResourceType(
        "dynamodb",
        Call(
            "create_table",
            inputs=("attributes",),
            renamed={"attributes": "AttributeDefinitions", "name": "AttributeName", "type": "AttributeType"},
            name="TableName",
            more=_table,
        ),
        then=(
            Call("update_continuous_backups", name="TableName", more=_recovery),
            Call("update_time_to_live", name="TableName", more=_expiry, unless=_expires),
        ),
        exists=("ResourceInUseException",),
        adopt=_update,
        waiter="table_exists",
        outputs=_outputs,
        ignored={
            "billingMode": IgnoreRule(
                "capacity is stored, but nothing is throttled", lambda mode: mode == "PROVISIONED"
            ),
            "onDemandThroughput": IgnoreRule("stored, but nothing is throttled"),
            "pointInTimeRecovery": IgnoreRule("a restore gives the present table, whatever time you ask for", _enabled),
            "serverSideEncryption": IgnoreRule(KEY_NOT_USED.reason, _enabled),
            "tableClass": no_effect_unless("STANDARD"),
        },
    )
}
