"""Each supported input reaches the emulator. A program sets them all; the test asks the emulator."""

from typing import Any

import pulumi
import pulumi_aws as aws

from local import Emulator

from .conftest import Deployed
from .programs import TRUST, document, lambda_function, table

TAGS = {"team": "numbers"}
TAG_LIST = [{"Key": "team", "Value": "numbers"}]
IDLE = "def handler(event, context): pass"


def within(expected: Any, found: Any) -> bool:
    """Whether `found` has everything that is expected; its objects may have more."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(within(value, found.get(key)) for key, value in expected.items())
    return bool(expected == found)


def test_a_table(deployed: Deployed, emulator: Emulator) -> None:
    def program() -> None:
        made = aws.dynamodb.Table(
            "t",
            tags=TAGS,
            billing_mode="PROVISIONED",
            read_capacity=3,
            write_capacity=4,
            hash_key="a",
            range_key="b",
            deletion_protection_enabled=True,
            stream_enabled=True,
            stream_view_type="KEYS_ONLY",
            table_class="STANDARD_INFREQUENT_ACCESS",
            attributes=[{"name": each, "type": "S"} for each in "abc"],
            global_secondary_indexes=[
                {"name": "global", "hash_key": "c", "projection_type": "INCLUDE", "non_key_attributes": ["d"],
                 "read_capacity": 1, "write_capacity": 2},
            ],
            local_secondary_indexes=[{"name": "local", "range_key": "c", "projection_type": "ALL"}],
            point_in_time_recovery={"enabled": True, "recovery_period_in_days": 7},
            server_side_encryption={"enabled": True, "kms_key_arn": "arn:aws:kms:us-east-1:000000000000:key/k"},
            ttl={"enabled": True, "attribute_name": "expires_at"},
        )  # fmt: skip
        pulumi.export("name", made.name)

    name = deployed(program).outputs["name"]
    dynamodb = emulator.client("dynamodb")
    found = dynamodb.describe_table(TableName=name)["Table"]
    index, local = found["GlobalSecondaryIndexes"][0], found["LocalSecondaryIndexes"][0]
    assert within(
        {
            "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}],
            "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4},
            "DeletionProtectionEnabled": True,
            "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
            "TableClassSummary": {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
            "SSEDescription": {"KMSMasterKeyArn": "arn:aws:kms:us-east-1:000000000000:key/k"},
        },
        found,
    )
    assert within(
        {
            "IndexName": "global",
            "KeySchema": [{"AttributeName": "c", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["d"]},
            "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2},
        },
        index,
    )
    assert (local["IndexName"], [each["AttributeName"] for each in local["KeySchema"]]) == ("local", ["a", "c"])
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = {"PointInTimeRecoveryStatus": "ENABLED"}  # the emulator does not store the days
    assert within(recovery, backups["PointInTimeRecoveryDescription"])
    expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert within({"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}, expiry)
    assert dynamodb.list_tags_of_resource(ResourceArn=found["TableArn"])["Tags"] == TAG_LIST


def test_an_event_source_mapping(deployed: Deployed, emulator: Emulator) -> None:
    def program() -> None:
        role = aws.iam.Role("r", assume_role_policy=TRUST)
        allowed = document("Allow", ["dynamodb:*", "sqs:*"], Resource="*")
        aws.iam.RolePolicy("r", role=role.name, policy=allowed)
        function = lambda_function(IDLE, role=role)
        source = table("t", stream_enabled=True, stream_view_type="NEW_IMAGE")
        mapping = aws.lambda_.EventSourceMapping(
            "m",
            function_name=function.arn,
            event_source_arn=source.stream_arn,
            starting_position="TRIM_HORIZON",
            batch_size=7,
            enabled=False,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=3,
            maximum_record_age_in_seconds=600,
            parallelization_factor=2,
            maximum_batching_window_in_seconds=1,
            function_response_types=["ReportBatchItemFailures"],
            filter_criteria={"filters": [{"pattern": '{"eventName": ["INSERT"]}'}]},
            destination_config={"on_failure": {"destination_arn": aws.sqs.Queue("q").arn}},
        )
        pulumi.export("uuid", mapping.uuid)

    uuid = deployed(program).outputs["uuid"]
    found = emulator.client("lambda").get_event_source_mapping(UUID=uuid)
    assert within(
        {
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": 7,
            "State": "Disabled",
            "BisectBatchOnFunctionError": True,
            "MaximumRetryAttempts": 3,
            "MaximumRecordAgeInSeconds": 600,
            "ParallelizationFactor": 2,
            "MaximumBatchingWindowInSeconds": 1,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "FilterCriteria": {"Filters": [{"Pattern": '{"eventName": ["INSERT"]}'}]},
        },
        found,
    )
    assert found["DestinationConfig"]["OnFailure"]["Destination"].startswith("arn:aws:sqs:")


def test_roles_and_policies(deployed: Deployed, emulator: Emulator) -> None:
    def program() -> None:
        reads = document("Allow", "dynamodb:GetItem", Resource="*")
        policy = aws.iam.Policy("p", path="/team/", description="reads", tags=TAGS, policy=reads)
        role = aws.iam.Role(
            "r",
            path="/team/",
            description="does",
            max_session_duration=7200,
            tags=TAGS,
            permissions_boundary=policy.arn,
            assume_role_policy=TRUST,
        )
        aws.iam.RolePolicy("own", name="own", role=role.name, policy=document("Deny", "*", Resource="*"))
        aws.iam.RolePolicyAttachment("a", role=role.name, policy_arn=policy.arn)
        pulumi.export("role", role.name)
        pulumi.export("policy", policy.arn)

    outputs = deployed(program).outputs
    iam, name = emulator.client("iam"), outputs["role"]
    role = iam.get_role(RoleName=name)["Role"]
    boundary = {"PermissionsBoundaryArn": outputs["policy"]}
    expected = {"Path": "/team/", "Description": "does", "MaxSessionDuration": 7200, "Tags": TAG_LIST}
    assert within(expected | {"PermissionsBoundary": boundary}, role)
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "lambda.amazonaws.com"}
    own = iam.get_role_policy(RoleName=name, PolicyName="own")["PolicyDocument"]
    assert own["Statement"][0]["Effect"] == "Deny"
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [each["PolicyArn"] for each in attached] == [outputs["policy"]]
    policy = iam.get_policy(PolicyArn=outputs["policy"])["Policy"]
    assert within({"Path": "/team/", "Description": "reads", "Tags": TAG_LIST}, policy)


def test_a_parameter_a_log_group_and_a_queue(deployed: Deployed, emulator: Emulator) -> None:
    def program() -> None:
        described: dict[str, Any] = {"name": "/own/name", "description": "two", "tags": TAGS}
        aws.ssm.Parameter("p", type="StringList", insecure_value="a,b", **described)
        queue = aws.sqs.Queue(
            "q",
            fifo_queue=True,
            content_based_deduplication=True,
            delay_seconds=5,
            max_message_size=2048,
            receive_wait_time_seconds=3,
            visibility_timeout_seconds=40,
            tags=TAGS,
        )
        pulumi.export("queue", queue.url)
        pulumi.export("logs", aws.cloudwatch.LogGroup("l", name_prefix="/own/", retention_in_days=14, tags=TAGS).name)

    outputs = deployed(program).outputs
    ssm, logs, sqs = (emulator.client(each) for each in ("ssm", "logs", "sqs"))
    parameter = ssm.get_parameter(Name="/own/name")["Parameter"]
    assert within({"Type": "StringList", "Value": "a,b"}, parameter)
    [described] = ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": ["/own/name"]}])["Parameters"]
    assert described["Description"] == "two"
    assert ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/own/name")["TagList"] == TAG_LIST
    assert outputs["logs"].startswith("/own/")
    [group] = logs.describe_log_groups(logGroupNamePrefix=outputs["logs"])["logGroups"]
    assert group["retentionInDays"] == 14
    assert outputs["queue"].endswith(".fifo")
    attributes = sqs.get_queue_attributes(QueueUrl=outputs["queue"], AttributeNames=["All"])["Attributes"]
    assert within(
        {
            "FifoQueue": "true",
            "ContentBasedDeduplication": "true",
            "DelaySeconds": "5",
            "MaximumMessageSize": "2048",
            "ReceiveMessageWaitTimeSeconds": "3",
            "VisibilityTimeout": "40",
        },
        attributes,
    )
    assert sqs.list_queue_tags(QueueUrl=outputs["queue"])["Tags"] == TAGS
