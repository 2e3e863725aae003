"""Lambda: event source mappings, and permissions to invoke a function."""

from typing import Any

from .ignored import IgnoreRule
from .resource_type import Call, NewResource, ResourceType

_WHOLE_BATCH = "a batch that fails on a stream is repeated as a whole until its records are too old"
_AT_ONCE = "records are delivered at once, one batch at a time"


def _delete_kept(mapping: NewResource) -> None:
    """Delete a mapping from a kept state: the emulator keeps its place in the stream, but not the stream."""
    kept = mapping.call("list_event_source_mappings", "FunctionName", "EventSourceArn")
    for old in kept["EventSourceMappings"]:
        mapping.client.delete_event_source_mapping(UUID=old["UUID"])


def _mapping_outputs(mapping: NewResource) -> dict[str, Any]:
    uuid = mapping.response["UUID"]
    return {
        "id": uuid,
        "arn": mapping.request.arn("lambda", f"event-source-mapping:{uuid}"),
        "functionArn": mapping.response["FunctionArn"],
        "state": mapping.response["State"],
        "uuid": uuid,
    }


def _replace_permission(permission: NewResource) -> None:
    permission.call("remove_permission")
    permission.call("add_permission")


RESOURCE_TYPES = {
    "aws:lambda/eventSourceMapping:EventSourceMapping": ResourceType(
        "lambda",
        Call(
            "create_event_source_mapping",
            inputs=(
                "batchSize", "bisectBatchOnFunctionError", "destinationConfig", "enabled", "eventSourceArn",
                "filterCriteria", "functionName", "functionResponseTypes", "maximumBatchingWindowInSeconds",
                "maximumRecordAgeInSeconds", "maximumRetryAttempts", "parallelizationFactor", "scalingConfig",
                "startingPosition", "tumblingWindowInSeconds",
            ),
            renamed={"destinationArn": "Destination"},
        ),
        find=_delete_kept,
        outputs=_mapping_outputs,
        ignored={
            "bisectBatchOnFunctionError": IgnoreRule(_WHOLE_BATCH),
            "functionResponseTypes": IgnoreRule(_WHOLE_BATCH),
            "maximumBatchingWindowInSeconds": IgnoreRule(_AT_ONCE),
            "maximumRetryAttempts": IgnoreRule(_WHOLE_BATCH, lambda attempts: attempts >= 0),
            "parallelizationFactor": IgnoreRule(_AT_ONCE, lambda factor: factor > 1),
            "tumblingWindowInSeconds": IgnoreRule(_AT_ONCE),
        },
    ),
    "aws:lambda/permission:Permission": ResourceType(
        "lambda",
        Call(
            "add_permission",
            inputs=(
                "action", "eventSourceToken", "function", "functionUrlAuthType", "invokedViaFunctionUrl", "principal",
                "principalOrgId", "qualifier", "sourceAccount", "sourceArn",
            ),
            renamed={"function": "FunctionName"},
            name="StatementId",
        ),
        name_input="statementId",
        exists=("ResourceConflictException",),
        adopt=_replace_permission,
        outputs=lambda permission: {"statementId": permission.name},
        ignored={
            "functionUrlAuthType": IgnoreRule(
                "everyone may call a URL of type NONE, with or without this permission", lambda kind: kind == "NONE"
            ),
            "invokedViaFunctionUrl": IgnoreRule("a URL's callers need only `lambda:InvokeFunctionUrl` here"),
        },
    ),
}  # fmt: skip
