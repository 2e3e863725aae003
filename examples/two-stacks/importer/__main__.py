"""The other stack: a function that moves the sequence `invoices` past imported numbers."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()

role = aws.iam.Role(
    "importer",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
            ],
        }
    ),
)
may_write = aws.iam.RolePolicyAttachment("importer", role=role.name, policy_arn=config.require("writer_policy_arn"))
logs = aws.cloudwatch.LogGroup("importer", retention_in_days=30)
rights = aws.iam.RolePolicy(
    "importer",
    role=role.name,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": config.require("parameter_arn")},
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": pulumi.Output.format("{}:*", logs.arn),
                },
            ],
        }
    ),
)

importer = aws.lambda_.Function(
    "importer",
    code=pulumi.AssetArchive({"importer.py": pulumi.FileAsset("app/importer.py")}),
    handler="importer.handler",
    runtime="python3.13",
    timeout=30,
    role=role.arn,
    environment={"variables": {"TABLE_PARAMETER": config.require("parameter_name")}},
    logging_config={"log_format": "JSON", "log_group": logs.name},
    opts=pulumi.ResourceOptions(depends_on=[may_write, rights]),
)

pulumi.export("importer", importer.name)
