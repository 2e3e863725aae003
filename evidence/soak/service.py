"""The deployed service of a soak, and the access key of its caller."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components import SequenceService
from local import Emulator, deploy

SEQUENCES: Mapping[str, Any] = {
    "orders": {},
    "tickets": {"cache": 50},
    "batches": {"start": 1000},
    "carts": {},
    "posted": {},
    "leased": {},
    "shops/*": {"cache": 10},
    "short": {"max_value": 3},
}
NO_OP = "def handler(event, context):\n    return 1\n"
_TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}


@dataclass(frozen=True)
class Service:
    """What the caller and the sampler need to know."""

    function: str
    consumer: str
    no_op: str
    """A function that does nothing: its latency is the emulator's."""
    url: str
    environment: dict[str, str]
    """The caller's access key, and where the service is. They stay valid when the emulator starts again."""


def deployed(emulator: Emulator) -> Service:
    """Deploy the service, with a caller who may invoke the two functions and nothing else."""
    outputs = deploy(_program, project="soak", emulator=emulator).outputs
    iam = emulator.client("iam")
    iam.create_user(UserName="caller")
    may_call = {
        "Effect": "Allow",
        "Action": ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"],
        "Resource": [outputs["function_arn"], outputs["no_op_arn"]],
    }
    iam.put_user_policy(UserName="caller", PolicyName="call", PolicyDocument=_document(may_call))
    key = iam.create_access_key(UserName="caller")["AccessKey"]  # the root key changes at each start
    return Service(
        function=outputs["function_name"],
        consumer=outputs["consumer_function_name"],
        no_op=outputs["no_op_arn"].rpartition(":")[2],
        url=outputs["url"],
        environment={
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "AWS_ENDPOINT_URL": emulator.endpoint,
            "AWS_DEFAULT_REGION": emulator.region,
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        },
    )


def begin_stream_again(emulator: Emulator) -> None:
    """Make the consumer's mapping again. The emulator keeps its position in the stream, but not the stream."""
    functions = emulator.client("lambda")
    [mapping] = functions.list_event_source_mappings()["EventSourceMappings"]
    functions.delete_event_source_mapping(UUID=mapping["UUID"])
    functions.create_event_source_mapping(
        **{key: mapping[key] for key in ("EventSourceArn", "BatchSize", "FilterCriteria") if key in mapping},
        FunctionName=mapping["FunctionArn"],
        StartingPosition="TRIM_HORIZON",
    )


def _program() -> None:
    args: Any = {"sequences": SEQUENCES, "consumer": {}, "http": {}}
    for name, value in SequenceService("numbers", args).outputs().items():
        pulumi.export(name, value)
    no_op = aws.lambda_.Function(
        "no-op",
        role=aws.iam.Role("no-op", assume_role_policy=_document(_TRUST)).arn,
        runtime="python3.13",
        handler="index.handler",
        code=pulumi.AssetArchive({"index.py": pulumi.StringAsset(NO_OP)}),
    )
    pulumi.export("no_op_arn", no_op.arn)


def _document(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
