"""A service with all options for production, deployed: it works, and the run says what the emulator does not do."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from botocore.exceptions import ClientError

from components import SequenceService
from local import Deployment, Emulator, deploy
from tests.components.decisions import allowed_by_resource

from .conftest import Invoke
from .programs import document
from .test_service_url import signed

ROUTE = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3/*/POST/next"
TRUST = document("Allow", "sts:AssumeRole", Principal={"AWS": "arn:aws:iam::000000000000:root"})


def program() -> None:
    """One service, its key, and a role that may call it."""
    key = aws.kms.Key("key", description="of the numbers", enable_key_rotation=True, tags={"team": "shop"})
    service = SequenceService(
        "numbers",
        {
            "sequences": {"orders": {}},
            "kms_key_arn": key.arn,
            "table": {"max_write_request_units": 200},
            "function": {"provisioned_concurrent_executions": 2, "log_level": "WARN", "tracing": True},
            "http": {},
            "consumer": {"function": {"provisioned_concurrent_executions": 1, "tracing": True}},
        },
    )
    caller = aws.iam.Role("caller", assume_role_policy=TRUST)
    service.grant_invoke("caller", caller)
    service.grant_invoke_service("api", "apigateway.amazonaws.com", ROUTE)
    service.grant_invoke_service("bucket", "s3.amazonaws.com", "arn:aws:s3:::orders")
    service.grant_invoke_account("partner", "111122223333")
    for name, value in service.outputs().items():
        pulumi.export(name, value)
    pulumi.export("key", key.arn)
    pulumi.export("caller", caller.arn)


@pytest.fixture(scope="module")
def stack(emulator: Emulator) -> Deployment:
    deploy(program, project="production", emulator=emulator)
    return deploy(program, project="production", emulator=emulator)  # a second run changes what the first one made


def test_the_alias_answers_with_the_newest_version(emulator: Emulator, stack: Deployment, invoke: Invoke) -> None:
    name, arn = stack.outputs["function_name"], stack.outputs["function_arn"]
    assert arn.endswith(f":function:{name}:live")
    assert [invoke(arn, {"name": "orders"}) for _ in range(2)] == [1, 2]
    functions = emulator.client("lambda")
    newest = functions.list_versions_by_function(FunctionName=name)["Versions"][-1]["Version"]
    assert functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"] == newest
    ready = functions.get_provisioned_concurrency_config(FunctionName=name, Qualifier="live")
    assert ready["RequestedProvisionedConcurrentExecutions"] == 2


def test_a_caller_of_the_plain_name_is_refused(emulator: Emulator, stack: Deployment) -> None:
    keys = emulator.client("sts").assume_role(RoleArn=stack.outputs["caller"], RoleSessionName="test")["Credentials"]
    session = {"aws_access_key_id": keys["AccessKeyId"], "aws_secret_access_key": keys["SecretAccessKey"]}
    functions = emulator.session().client("lambda", aws_session_token=keys["SessionToken"], **session)
    request = json.dumps({"name": "orders"})
    answer = functions.invoke(FunctionName=stack.outputs["function_arn"], Payload=request)
    assert json.load(answer["Payload"]) > 0
    with pytest.raises(ClientError, match="AccessDeniedException"):
        functions.invoke(FunctionName=stack.outputs["function_name"], Payload=request)


def test_the_url_and_the_stream_reach_the_aliases(emulator: Emulator, stack: Deployment) -> None:
    status, value = signed(emulator, stack.outputs["caller"], stack.outputs["url"], {"name": "orders"})
    assert (status, value > 0) == (200, True)
    functions = emulator.client("lambda")
    assert functions.get_function_url_config(FunctionName=stack.outputs["function_name"], Qualifier="live")
    [mapping] = functions.list_event_source_mappings(EventSourceArn=stack.outputs["stream_arn"])["EventSourceMappings"]
    assert mapping["FunctionArn"] == stack.outputs["consumer_function_arn"]
    assert mapping["FunctionArn"].endswith(":live")


def test_the_aliass_own_policy_names_each_service_with_its_source_and_the_account(
    emulator: Emulator, stack: Deployment
) -> None:
    name, live = stack.outputs["function_name"], stack.outputs["function_arn"]
    written = emulator.client("lambda").get_policy(FunctionName=name, Qualifier="live")["Policy"]
    found = json.loads(written)

    def may(action: str, context: dict[str, str], **who: str) -> bool:
        return allowed_by_resource(found, f"lambda:{action}", live, context, **who)

    call = ROUTE.replace("*", "prod")
    assert may("InvokeFunction", {"AWS:SourceArn": call}, service="apigateway.amazonaws.com")
    assert not may("InvokeFunction", {"AWS:SourceArn": f"{call}-other"}, service="apigateway.amazonaws.com")
    for account, expected in (("000000000000", True), ("111122223333", False)):
        context = {"AWS:SourceArn": "arn:aws:s3:::orders", "AWS:SourceAccount": account}
        assert may("InvokeFunction", context, service="s3.amazonaws.com") is expected
    assert may("InvokeFunction", {}, caller="111122223333")
    assert may("InvokeFunctionUrl", {"lambda:FunctionUrlAuthType": "AWS_IAM"}, caller="111122223333")
    assert not may("InvokeFunction", {}, caller="444455556666")


def test_the_key_and_the_limit_reach_the_table_and_the_others(emulator: Emulator, stack: Deployment) -> None:
    key = stack.outputs["key"]
    table = emulator.client("dynamodb").describe_table(TableName=stack.outputs["table_name"])["Table"]
    assert table["SSEDescription"]["KMSMasterKeyArn"] == key
    assert table["OnDemandThroughput"]["MaxWriteRequestUnits"] == 200
    functions = emulator.client("lambda")
    settings: list[dict[str, Any]] = [
        functions.get_function_configuration(FunctionName=stack.outputs[name])
        for name in ("function_name", "consumer_function_name")
    ]
    assert [each["KMSKeyArn"] for each in settings] == [key, key]
    queue = stack.outputs["dead_letter_queue_url"]
    attributes = emulator.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert attributes["KmsMasterKeyId"] == key
    keys = emulator.client("kms")
    tagged = keys.list_resource_tags(KeyId=key)["Tags"]
    assert {"TagKey": "team", "TagValue": "shop"} in tagged
    described = [keys.describe_key(KeyId=each["KeyId"])["KeyMetadata"] for each in keys.list_keys()["Keys"]]
    assert [each["Arn"] for each in described if each["Description"] == "of the numbers"] == [key]  # one, in both runs


def test_the_run_says_what_the_emulator_does_not_do(stack: Deployment) -> None:
    ignored = {(each.type, each.input) for each in stack.ignored_inputs}
    assert {
        ("aws:cloudwatch/logGroup:LogGroup", "kmsKeyId"),
        ("aws:dynamodb/table:Table", "onDemandThroughput"),
        ("aws:dynamodb/table:Table", "serverSideEncryption"),
        ("aws:kms/key:Key", "enableKeyRotation"),
        ("aws:lambda/function:Function", "kmsKeyArn"),
        ("aws:lambda/function:Function", "loggingConfig.applicationLogLevel"),
        ("aws:lambda/function:Function", "loggingConfig.systemLogLevel"),
        ("aws:lambda/function:Function", "tracingConfig.mode"),
        ("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "provisionedConcurrentExecutions"),
        ("aws:sqs/queue:Queue", "kmsMasterKeyId"),
    } <= ignored
