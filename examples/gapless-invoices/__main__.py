"""Orders with numbers at once, and invoices with numbers without gaps, written by one function behind a queue."""

import pulumi
import pulumi_aws as aws
from function import LAMBDA_MAY_ASSUME, function
from sequence_service.components import SequenceService

numbers = SequenceService("numbers", {"sequences": {"orders": {}}})

invoices = aws.dynamodb.Table(
    "invoices",
    billing_mode="PAY_PER_REQUEST",
    hash_key="order",
    attributes=[{"name": "order", "type": "S"}],
)
counters = aws.dynamodb.Table(  # of its own, so that no other function needs the right to write it
    "counters",
    billing_mode="PAY_PER_REQUEST",
    hash_key="name",
    attributes=[{"name": "name", "type": "S"}],
)
queue = aws.sqs.Queue(
    "orders",
    fifo_queue=True,
    max_message_size=256 * 1024,  # 10 of these fit into a transaction (4 MB), and each into an item (400 KB)
    message_retention_seconds=14 * 24 * 3600,
    visibility_timeout_seconds=60,  # six times the function's time-out, as AWS advises
)

place_role = aws.iam.Role("place-order", assume_role_policy=LAMBDA_MAY_ASSUME)
place_order = function(
    "place-order",
    place_role,
    [{"Action": "sqs:SendMessage", "Resource": queue.arn}],
    {"NEXT_VALUE": numbers.function_name, "QUEUE": queue.url},
    timeout=30,
    depends_on=[numbers.grant_invoke("place-order", place_role)],
)

number_invoices = function(
    "number-invoices",
    aws.iam.Role("number-invoices", assume_role_policy=LAMBDA_MAY_ASSUME),
    [
        {"Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "Resource": queue.arn},
        {"Action": "dynamodb:UpdateItem", "Resource": counters.arn},
        {"Action": "dynamodb:PutItem", "Resource": invoices.arn},
    ],
    {"COUNTERS": counters.name, "INVOICES": invoices.name},
    timeout=10,
    depends_on=[],
)
aws.lambda_.EventSourceMapping(
    "number-invoices",
    event_source_arn=queue.arn,
    function_name=number_invoices.name,
    batch_size=10,
)

pulumi.export("place_order", place_order.name)
pulumi.export("number_invoices", number_invoices.name)
pulumi.export("invoices", invoices.name)
