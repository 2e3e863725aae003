"""KMS: keys. The other services store a key's ARN, and encrypt nothing."""

from collections.abc import Mapping
from typing import Any

from .ignored import ENDS_WITH_THE_EMULATOR, IgnoreRule
from .request import ResourceRequest
from .resource_type import Call, NewResource, ResourceType


def _tags(request: ResourceRequest) -> dict[str, Any]:
    """KMS has other names for a tag's key and value than other services have."""
    tags = [{"TagKey": key, "TagValue": value} for key, value in request.tags().items()]
    return {"Tags": tags} if tags else {}


def _alias(key: NewResource) -> str:
    """An alias by which the next run finds the key in a kept state. A key has no name of its own."""
    return f"alias/{key.request.physical_name()}"


def _kept(key: NewResource) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = key.client.describe_key(KeyId=_alias(key))
    except key.client.exceptions.NotFoundException:
        return None
    if "Policy" in key.parameters:
        policy = key.parameters["Policy"]
        key.client.put_key_policy(KeyId=found["KeyMetadata"]["KeyId"], PolicyName="default", Policy=policy)
    return found


def _outputs(key: NewResource) -> dict[str, Any]:
    made = key.response["KeyMetadata"]
    known = {each["AliasName"] for each in key.client.list_aliases(KeyId=made["KeyId"])["Aliases"]}
    if _alias(key) not in known:
        key.client.create_alias(AliasName=_alias(key), TargetKeyId=made["KeyId"])
    return {"id": made["KeyId"], "arn": made["Arn"], "keyId": made["KeyId"]}


RESOURCE_TYPES = {
    "aws:kms/key:Key": ResourceType(
        "kms",
        Call("create_key", inputs=("description", "policy"), tagged=False, more=_tags),
        find=_kept,
        outputs=_outputs,
        ignored={
            "deletionWindowInDays": ENDS_WITH_THE_EMULATOR,
            "enableKeyRotation": IgnoreRule("keys are not rotated"),
        },
    )
}
