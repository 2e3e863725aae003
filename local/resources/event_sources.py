"""Lambda: event source mappings, and who may invoke a function."""

from collections.abc import Callable
from typing import Any

from .inputs import Inputs
from .resource_type import Created, IgnoreRule, ResourceRequest, ResourceType, already_exists, present


def _mapping(request: ResourceRequest) -> Callable[[], Created]:
    inputs = request.inputs
    function, source = inputs.text("functionName"), inputs.text("eventSourceArn")
    enabled = inputs.flag("enabled")
    destination = inputs.section("destinationConfig").section("onFailure").text("destinationArn")
    settings = {"Enabled": enabled is not False, "Tags": request.tags()} | present(
        BatchSize=inputs.integer("batchSize"),
        BisectBatchOnFunctionError=inputs.flag("bisectBatchOnFunctionError"),
        DestinationConfig={"OnFailure": {"Destination": destination}} if destination else None,
        FilterCriteria=_filters(inputs.section("filterCriteria")),
        FunctionResponseTypes=inputs.texts("functionResponseTypes"),
        MaximumBatchingWindowInSeconds=inputs.integer("maximumBatchingWindowInSeconds"),
        MaximumRecordAgeInSeconds=inputs.integer("maximumRecordAgeInSeconds"),
        MaximumRetryAttempts=inputs.integer("maximumRetryAttempts"),
        ParallelizationFactor=inputs.integer("parallelizationFactor"),
        StartingPosition=inputs.text("startingPosition"),
        ScalingConfig=present(MaximumConcurrency=inputs.section("scalingConfig").integer("maximumConcurrency")) or None,
        TumblingWindowInSeconds=inputs.integer("tumblingWindowInSeconds"),
    )

    def create() -> Created:
        functions = request.client("lambda")
        # One of a kept state is made anew: the emulator keeps its place in the stream, but not the stream.
        kept = functions.list_event_source_mappings(FunctionName=function, EventSourceArn=source)
        for old in kept["EventSourceMappings"]:
            functions.delete_event_source_mapping(UUID=old["UUID"])
        mapping = functions.create_event_source_mapping(FunctionName=function, EventSourceArn=source, **settings)
        outputs = {"uuid": mapping["UUID"], "functionArn": mapping["FunctionArn"], "state": mapping["State"]}
        return Created(
            mapping["UUID"], outputs | {"arn": request.arn("lambda", f"event-source-mapping:{mapping['UUID']}")}
        )

    return create


def _filters(section: Inputs) -> dict[str, Any] | None:
    patterns = [{"Pattern": each.text("pattern")} for each in section.sections("filters")]
    return {"Filters": patterns} if patterns else None


def _permission(request: ResourceRequest) -> Callable[[], Created]:
    inputs = request.inputs
    function, statement = inputs.text("function"), request.physical_name("statementId")
    settings = present(
        Action=inputs.text("action"),
        EventSourceToken=inputs.text("eventSourceToken"),
        FunctionUrlAuthType=inputs.text("functionUrlAuthType"),
        Principal=inputs.text("principal"),
        PrincipalOrgID=inputs.text("principalOrgId"),
        Qualifier=inputs.text("qualifier"),
        SourceAccount=inputs.text("sourceAccount"),
        SourceArn=inputs.text("sourceArn"),
    )
    qualifier = present(Qualifier=settings.get("Qualifier"))

    def create() -> Created:
        functions = request.client("lambda")
        with already_exists("ResourceConflictException") as found:
            functions.add_permission(FunctionName=function, StatementId=statement, **settings)
        if found:
            functions.remove_permission(FunctionName=function, StatementId=statement, **qualifier)
            functions.add_permission(FunctionName=function, StatementId=statement, **settings)
        return Created(statement, {"statementId": statement})

    return create


_REPEATED = "a batch that fails on a stream is repeated whole until its records are too old"
_AT_ONCE = "records are delivered as soon as they are there, one batch at a time"
_IGNORED = {
    "bisectBatchOnFunctionError": IgnoreRule(_REPEATED),
    "functionResponseTypes": IgnoreRule(_REPEATED),
    "maximumBatchingWindowInSeconds": IgnoreRule(_AT_ONCE),
    "maximumRetryAttempts": IgnoreRule(_REPEATED, lambda attempts: attempts >= 0),
    "parallelizationFactor": IgnoreRule(_AT_ONCE, lambda factor: factor > 1),
    "tumblingWindowInSeconds": IgnoreRule(_AT_ONCE),
}
RESOURCE_TYPES = {
    "aws:lambda/eventSourceMapping:EventSourceMapping": ResourceType(_mapping, _IGNORED),
    "aws:lambda/permission:Permission": ResourceType(_permission),
}
