"""DynamoDB: tables."""

from collections.abc import Callable
from typing import Any

from .inputs import Inputs
from .resource_type import Created, IgnoreRule, ResourceRequest, ResourceType, already_exists, present, tag_list


def _table(request: ResourceRequest) -> Callable[[], Created]:
    inputs = request.inputs
    name = request.physical_name()
    keys = _keys(inputs.text("hashKey"), inputs.text("rangeKey"))
    definition = {
        "AttributeDefinitions": [
            {"AttributeName": each.text("name"), "AttributeType": each.text("type")}
            for each in inputs.sections("attributes")
        ],
        "KeySchema": keys,
    } | present(
        GlobalSecondaryIndexes=[_global_index(each) for each in inputs.sections("globalSecondaryIndexes")] or None,
        LocalSecondaryIndexes=[_local_index(each, keys[:1]) for each in inputs.sections("localSecondaryIndexes")]
        or None,
    )
    stream = {"StreamEnabled": inputs.flag("streamEnabled") or False} | present(
        StreamViewType=inputs.text("streamViewType") or None
    )
    settings = _capacity(inputs) | {
        "DeletionProtectionEnabled": inputs.flag("deletionProtectionEnabled") or False,
        "StreamSpecification": stream,
        "TableClass": inputs.text("tableClass") or "STANDARD",
    }
    encryption = _encryption(inputs.section("serverSideEncryption"))
    recovery, expiry = _recovery(inputs.section("pointInTimeRecovery")), _expiry(inputs.section("ttl"))
    tags = tag_list(request.tags())

    def create() -> Created:
        dynamodb = request.client("dynamodb")
        with already_exists("ResourceInUseException") as found:
            dynamodb.create_table(TableName=name, Tags=tags, **definition, **settings, **encryption)
        if found:
            _adopt(dynamodb, name, settings)
        dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
        if recovery:
            dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
        if expiry and not (found and _expires(dynamodb, name)):  # AWS refuses to enable what is enabled
            dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)
        table = dynamodb.describe_table(TableName=name)["Table"]
        streamed = {"streamArn": table.get("LatestStreamArn", ""), "streamLabel": table.get("LatestStreamLabel", "")}
        return Created(name, {"name": name, "arn": table["TableArn"], **streamed})

    return create


def _keys(hash_key: str | None, range_key: str | None) -> list[dict[str, Any]]:
    return [
        {"AttributeName": name, "KeyType": kind} for kind, name in (("HASH", hash_key), ("RANGE", range_key)) if name
    ]


def _projection(index: Inputs) -> dict[str, Any]:
    return {"ProjectionType": index.text("projectionType")} | present(NonKeyAttributes=index.texts("nonKeyAttributes"))


def _global_index(index: Inputs) -> dict[str, Any]:
    keys = _keys(index.text("hashKey"), index.text("rangeKey"))
    return {"IndexName": index.text("name"), "KeySchema": keys, "Projection": _projection(index)} | _throughput(index)


def _local_index(index: Inputs, table_key: list[dict[str, Any]]) -> dict[str, Any]:
    keys = table_key + _keys(None, index.text("rangeKey"))
    return {"IndexName": index.text("name"), "KeySchema": keys, "Projection": _projection(index)}


def _throughput(inputs: Inputs) -> dict[str, Any]:
    read, write = inputs.integer("readCapacity"), inputs.integer("writeCapacity")
    return {"ProvisionedThroughput": {"ReadCapacityUnits": read, "WriteCapacityUnits": write}} if read and write else {}


def _capacity(inputs: Inputs) -> dict[str, Any]:
    return {"BillingMode": inputs.text("billingMode") or "PROVISIONED"} | _throughput(inputs)


def _encryption(section: Inputs) -> dict[str, Any]:
    if not section.flag("enabled"):
        return {}
    return {"SSESpecification": {"Enabled": True, "SSEType": "KMS"} | present(KMSMasterKeyId=section.text("kmsKeyArn"))}


def _recovery(section: Inputs) -> dict[str, Any]:
    days = section.integer("recoveryPeriodInDays")
    if not section.flag("enabled"):
        return {}
    return {"PointInTimeRecoveryEnabled": True} | present(RecoveryPeriodInDays=days)


def _expiry(section: Inputs) -> dict[str, Any]:
    attribute = section.text("attributeName")
    return {"Enabled": True, "AttributeName": attribute} if section.flag("enabled") else {}


def _enabled(section: dict[str, Any]) -> bool:
    return bool(section.get("enabled"))


def _expires(dynamodb: Any, name: str) -> bool:
    described = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    return bool(described["TimeToLiveStatus"] == "ENABLED")


def _adopt(dynamodb: Any, name: str, settings: dict[str, Any]) -> None:
    """Bring the settings of a table that exists already to what the program says; its keys stay as they are."""
    table = dynamodb.describe_table(TableName=name)["Table"]
    changes = dict(settings)
    if table.get("StreamSpecification", {"StreamEnabled": False}) == settings["StreamSpecification"]:
        del changes["StreamSpecification"]  # AWS refuses to enable what is enabled
    dynamodb.update_table(TableName=name, **changes)


_IGNORED = {
    "billingMode": IgnoreRule("capacity is recorded, and nothing is throttled", lambda mode: mode == "PROVISIONED"),
    "pointInTimeRecovery": IgnoreRule("a restore gives the table as it is now, whatever the time asked for", _enabled),
    "serverSideEncryption": IgnoreRule("recorded; nothing is encrypted, and no key's policy is asked", _enabled),
    "tableClass": IgnoreRule("recorded, without effect", lambda kind: kind != "STANDARD"),
}
RESOURCE_TYPES = {"aws:dynamodb/table:Table": ResourceType(_table, _IGNORED)}
