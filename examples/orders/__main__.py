"""Orders: a table, a function, and a `SequenceService` for invoice numbers."""

import inspect
import json
from pathlib import Path

import pulumi
import pulumi_aws as aws
from sequence_service.components import SequenceService

numbers = SequenceService("numbers", {"sequences": {"invoices": {"start": 1000}}})

orders = aws.dynamodb.Table(
    "orders",
    billing_mode="PAY_PER_REQUEST",
    hash_key="cart",
    attributes=[{"name": "cart", "type": "S"}],
)

role = aws.iam.Role(
    "place-order",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
            ],
        }
    ),
)
logs = aws.cloudwatch.LogGroup("place-order", retention_in_days=30)
rights = aws.iam.RolePolicy(
    "place-order",
    role=role.name,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": orders.arn},
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": pulumi.Output.format("{}:*", logs.arn),
                },
            ],
        }
    ),
)
may_invoke = numbers.grant_invoke("place-order", role)

# The client travels with the function's code. It needs boto3, which Lambda's Python runtimes have.
client = Path(inspect.getfile(SequenceService)).parents[1] / "client"

place_order = aws.lambda_.Function(
    "place-order",
    code=pulumi.AssetArchive(
        {
            "place_order.py": pulumi.FileAsset("app/place_order.py"),
            **{f"sequence_service/client/{file.name}": pulumi.FileAsset(str(file)) for file in client.glob("*.py")},
        }
    ),
    handler="place_order.handler",
    runtime="python3.13",
    timeout=30,
    role=role.arn,
    environment={"variables": {"NEXT_VALUE": numbers.function_name, "ORDERS": orders.name}},
    logging_config={"log_format": "JSON", "log_group": logs.name},
    opts=pulumi.ResourceOptions(depends_on=[rights, may_invoke]),
)

pulumi.export("place_order", place_order.name)
pulumi.export("orders", orders.name)
