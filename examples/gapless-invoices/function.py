"""A Lambda function with its log group and its rights."""

import inspect
import json
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
from sequence_service.client import SequenceClient

LAMBDA_MAY_ASSUME = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        ],
    }
)
# The client travels with the functions' code. It needs boto3, which Lambda's Python runtimes have.
CLIENT = {
    f"sequence_service/client/{file.name}": pulumi.FileAsset(str(file))
    for file in Path(inspect.getfile(SequenceClient)).parent.glob("*.py")
}


def function(
    name: str,
    role: aws.iam.Role,
    statements: list[dict[str, Any]],
    environment: dict[str, pulumi.Input[str]],
    timeout: int,
    depends_on: list[pulumi.Resource],
) -> aws.lambda_.Function:
    """Deploy `app/<name>.py`, with dashes as underscores. It may do what the statements allow, and write its log."""
    module = name.replace("-", "_")
    logs = aws.cloudwatch.LogGroup(name, retention_in_days=30)
    own_log = {
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": pulumi.Output.format("{}:*", logs.arn),
    }
    rights = aws.iam.RolePolicy(
        name,
        role=role.name,
        policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", **statement} for statement in [*statements, own_log]],
            }
        ),
    )
    return aws.lambda_.Function(
        name,
        code=pulumi.AssetArchive({f"{module}.py": pulumi.FileAsset(f"app/{module}.py"), **CLIENT}),
        handler=f"{module}.handler",
        runtime="python3.13",
        memory_size=512,
        timeout=timeout,
        role=role.arn,
        environment={"variables": environment},
        logging_config={"log_format": "JSON", "log_group": logs.name},
        opts=pulumi.ResourceOptions(depends_on=[rights, *depends_on]),
    )
