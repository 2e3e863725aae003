"""Count how often each sequence was used.

Lambda may deliver a record twice, but it must count once. So Idempotency stores each record's id for two days, longer
than the stream can deliver it again.
"""

import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig, idempotent_function
from aws_lambda_powertools.utilities.typing import LambdaContext

TWO_DAYS = 2 * 24 * 3600

logger = Logger()
metrics = Metrics()
tally = boto3.resource("dynamodb").Table(os.environ["TALLY"])
processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
once = IdempotencyConfig(event_key_jmespath="id", raise_on_no_idempotency_key=True, expires_after_seconds=TWO_DAYS)
seen = DynamoDBPersistenceLayer(table_name=os.environ["SEEN"])


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Handle each record and report the failed ones. Lambda delivers again from the first failed record on."""
    once.register_lambda_context(context)  # after a time-out, the next delivery handles the interrupted record again
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)


def handle(record: DynamoDBRecord) -> None:
    """Handle one record. A sequence's item has its name and the last value; a deleted sequence has no new image."""
    change = record.dynamodb
    if change and change.new_image:
        count(draw={"id": record.event_id, "name": change.new_image["name"], "value": int(change.new_image["value"])})


@idempotent_function(  # type: ignore[untyped-decorator] # Powertools has no types for it
    data_keyword_argument="draw", config=once, persistence_store=seen
)
def count(draw: dict[str, Any]) -> None:
    """Count the change. For the same id this happens once."""
    tally.update_item(
        Key={"name": draw["name"]},
        UpdateExpression="ADD draws :one",
        ExpressionAttributeValues={":one": 1},
    )
    metrics.add_metric("Draws", MetricUnit.Count, 1)
    logger.info("counted", extra={"sequence": draw["name"], "up_to": draw["value"]})
