"""Sequences with your own consumer, which counts how often each sequence is used."""

import pulumi
import pulumi_aws as aws
from layer import layer_of
from sequence_service.components import SequenceService

tally = aws.dynamodb.Table(
    "tally",
    billing_mode="PAY_PER_REQUEST",
    hash_key="name",
    attributes=[{"name": "name", "type": "S"}],
)
seen = aws.dynamodb.Table(
    "seen",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
    ttl={"enabled": True, "attribute_name": "expiration"},
)
powertools = aws.lambda_.LayerVersion(
    "powertools",
    layer_name="powertools",
    code=layer_of("aws-lambda-powertools", "jmespath", "typing-extensions"),
    compatible_runtimes=["python3.13"],
)

numbers = SequenceService(
    "numbers",
    {
        "sequences": {"orders": {}, "invoices": {"start": 1000}},
        "consumer": {
            "code": pulumi.AssetArchive({"tally.py": pulumi.FileAsset("app/tally.py")}),
            "handler": "tally.handler",
            "function": {
                "layers": [powertools.arn],
                "environment": {
                    "SEEN": seen.name,
                    "TALLY": tally.name,
                    "POWERTOOLS_SERVICE_NAME": "tally",
                    "POWERTOOLS_METRICS_NAMESPACE": "Tally",
                },
            },
            "policy_statements": [
                {"actions": ["dynamodb:UpdateItem"], "resources": [tally.arn]},
                {
                    "actions": [f"dynamodb:{action}Item" for action in ("Get", "Put", "Update", "Delete")],
                    "resources": [seen.arn],
                },
            ],
        },
    },
)

pulumi.export("function_name", numbers.function_name)
pulumi.export("consumer_function_name", numbers.consumer_function_name)
pulumi.export("dead_letter_queue_url", numbers.dead_letter_queue_url)
pulumi.export("stream_arn", numbers.stream_arn)
pulumi.export("tally", tally.name)
