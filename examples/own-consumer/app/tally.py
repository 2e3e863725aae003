"""Count how often each sequence was drawn from.

Counting is an effect that shows when it happens twice, and Lambda may deliver any record twice. So each record is
handled under its own id, which Idempotency keeps for two days: longer than the stream can deliver it again.
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
    """Handle each record; those that fail are named, and Lambda delivers again from the first of them on."""
    once.register_lambda_context(context)  # a record that a time-out interrupts is taken up again at its next delivery
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)


def handle(record: DynamoDBRecord) -> None:
    """Understand one record. A sequence's item is its name, and the last value taken; a deleted one has none."""
    change = record.dynamodb
    if change and change.new_image:
        count(draw={"id": record.event_id, "name": change.new_image["name"], "value": int(change.new_image["value"])})


@idempotent_function(  # type: ignore[untyped-decorator] # Powertools has no types for it
    data_keyword_argument="draw", config=once, persistence_store=seen
)
def count(draw: dict[str, Any]) -> None:
    """The effect; for the same id it happens once."""
    tally.update_item(
        Key={"name": draw["name"]},
        UpdateExpression="ADD draws :one",
        ExpressionAttributeValues={":one": 1},
    )
    metrics.add_metric("Draws", MetricUnit.Count, 1)
    logger.info("counted", extra={"sequence": draw["name"], "up_to": draw["value"]})
