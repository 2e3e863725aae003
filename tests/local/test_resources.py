"""Each input that is applied arrives: asked of the emulator itself, once a program has set everything there is."""

from collections.abc import Callable
from typing import Any

from local import Deployment, Emulator

Deployed = Callable[..., Deployment]
PRELUDE = """\
import json
def document(effect, action, **more):
    statement = {'Effect': effect, 'Action': action, **more}
    return json.dumps({'Version': '2012-10-17', 'Statement': [statement]})
trust = document('Allow', 'sts:AssumeRole', Principal={'Service': 'lambda.amazonaws.com'})
tags = {'team': 'numbers'}
"""
FUNCTION = """\
role = aws.iam.Role('r', assume_role_policy=trust)
aws.iam.RolePolicy('r', role=role.name, policy=document('Allow', ['dynamodb:*', 'sqs:*'], Resource='*'))
code = pulumi.AssetArchive({'index.py': pulumi.StringAsset('def handler(event, context): pass')})
basics = {'role': role.arn, 'runtime': 'python3.13', 'handler': 'index.handler', 'code': code}
"""


def within(expected: Any, found: Any) -> bool:
    """Whether all that is expected stands in what was found; objects may hold more."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(within(value, found.get(key)) for key, value in expected.items())
    return bool(expected == found)


def test_a_table(deployed: Deployed, emulator: Emulator) -> None:
    name = deployed(
        PRELUDE + "table = aws.dynamodb.Table('t', tags=tags, billing_mode='PROVISIONED', read_capacity=3,"
        " write_capacity=4, hash_key='a', range_key='b', deletion_protection_enabled=True, stream_enabled=True,"
        " stream_view_type='KEYS_ONLY', table_class='STANDARD_INFREQUENT_ACCESS',"
        " attributes=[{'name': each, 'type': 'S'} for each in 'abc'],"
        " global_secondary_indexes=[{'name': 'global', 'hash_key': 'c', 'projection_type': 'INCLUDE',"
        " 'non_key_attributes': ['d'], 'read_capacity': 1, 'write_capacity': 2}],"
        " local_secondary_indexes=[{'name': 'local', 'range_key': 'c', 'projection_type': 'ALL'}],"
        " point_in_time_recovery={'enabled': True, 'recovery_period_in_days': 7},"
        " server_side_encryption={'enabled': True, 'kms_key_arn': 'arn:aws:kms:us-east-1:000000000000:key/k'},"
        " ttl={'enabled': True, 'attribute_name': 'expires_at'})\n"
        "pulumi.export('name', table.name)"
    ).outputs["name"]
    dynamodb = emulator.client("dynamodb")
    table = dynamodb.describe_table(TableName=name)["Table"]
    index, local = table["GlobalSecondaryIndexes"][0], table["LocalSecondaryIndexes"][0]
    assert within(
        {
            "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}],
            "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4},
            "DeletionProtectionEnabled": True,
            "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
            "TableClassSummary": {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
            "SSEDescription": {"KMSMasterKeyArn": "arn:aws:kms:us-east-1:000000000000:key/k"},
        },
        table,
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
    recovery = {"PointInTimeRecoveryStatus": "ENABLED"}  # the emulator forgets the days: docs/local.md
    assert within(recovery, backups["PointInTimeRecoveryDescription"])
    expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert within({"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}, expiry)
    assert dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"] == [
        {"Key": "team", "Value": "numbers"}
    ]


def test_a_function(deployed: Deployed, emulator: Emulator) -> None:
    name = deployed(
        PRELUDE + FUNCTION + "f = aws.lambda_.Function('f', **basics, tags=tags, description='counts', timeout=7,"
        " memory_size=512, architectures=['arm64'], reserved_concurrent_executions=5,"
        " environment={'variables': {'A': 'b'}}, tracing_config={'mode': 'Active'},"
        " logging_config={'log_format': 'JSON', 'log_group': '/own', 'application_log_level': 'WARN',"
        " 'system_log_level': 'INFO'}, vpc_config={'subnet_ids': ['s-1'], 'security_group_ids': ['g-1']})\n"
        "aws.lambda_.Permission('p', statement_id='who', function=f.name, action='lambda:InvokeFunction',"
        " principal='events.amazonaws.com', source_arn='arn:aws:events:us-east-1:000000000000:rule/r',"
        " source_account='000000000000')\n"
        "pulumi.export('name', f.name)"
    ).outputs["name"]
    functions = emulator.client("lambda")
    function = functions.get_function(FunctionName=name)
    assert within(
        {
            "Description": "counts",
            "Timeout": 7,
            "MemorySize": 512,
            "Architectures": ["arm64"],
            "Environment": {"Variables": {"A": "b"}},
            "TracingConfig": {"Mode": "Active"},
            "LoggingConfig": {
                "LogFormat": "JSON", "LogGroup": "/own", "ApplicationLogLevel": "WARN", "SystemLogLevel": "INFO",
            },
            "VpcConfig": {"SubnetIds": ["s-1"], "SecurityGroupIds": ["g-1"]},
            "Handler": "index.handler",
            "Runtime": "python3.13",
        },
        function["Configuration"],
    )  # fmt: skip
    assert function["Tags"] == {"team": "numbers"}
    assert function["Concurrency"] == {"ReservedConcurrentExecutions": 5}
    policy = functions.get_policy(FunctionName=name)["Policy"]
    for part in ("who", "events.amazonaws.com", "rule/r", "SourceAccount"):
        assert part in policy


def test_an_event_source_mapping(deployed: Deployed, emulator: Emulator) -> None:
    uuid = deployed(
        PRELUDE + FUNCTION + "f = aws.lambda_.Function('f', **basics)\n"
        "table = aws.dynamodb.Table('t', billing_mode='PAY_PER_REQUEST', hash_key='a', stream_enabled=True,"
        " stream_view_type='NEW_IMAGE', attributes=[{'name': 'a', 'type': 'S'}])\n"
        "queue = aws.sqs.Queue('q')\n"
        "mapping = aws.lambda_.EventSourceMapping('m', function_name=f.arn, event_source_arn=table.stream_arn,"
        " starting_position='TRIM_HORIZON', batch_size=7, enabled=False, bisect_batch_on_function_error=True,"
        " maximum_retry_attempts=3, maximum_record_age_in_seconds=600, parallelization_factor=2,"
        " maximum_batching_window_in_seconds=1, function_response_types=['ReportBatchItemFailures'],"
        " filter_criteria={'filters': [{'pattern': '{\"eventName\": [\"INSERT\"]}'}]},"
        " destination_config={'on_failure': {'destination_arn': queue.arn}})\n"
        "pulumi.export('uuid', mapping.uuid)"
    ).outputs["uuid"]
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
    assert ":q-" in found["DestinationConfig"]["OnFailure"]["Destination"]


def test_roles_and_policies(deployed: Deployed, emulator: Emulator) -> None:
    outputs = deployed(
        PRELUDE + "policy = aws.iam.Policy('p', path='/team/', description='reads', tags=tags,"
        " policy=document('Allow', 'dynamodb:GetItem', Resource='*'))\n"
        "role = aws.iam.Role('r', path='/team/', description='does', max_session_duration=7200, tags=tags,"
        " permissions_boundary=policy.arn, assume_role_policy=trust)\n"
        "aws.iam.RolePolicy('own', name='own', role=role.name, policy=document('Deny', '*', Resource='*'))\n"
        "aws.iam.RolePolicyAttachment('a', role=role.name, policy_arn=policy.arn)\n"
        "pulumi.export('role', role.name)\npulumi.export('policy', policy.arn)"
    ).outputs
    iam, name, tags = emulator.client("iam"), outputs["role"], [{"Key": "team", "Value": "numbers"}]
    role = iam.get_role(RoleName=name)["Role"]
    boundary = {"PermissionsBoundaryArn": outputs["policy"]}
    expected = {"Path": "/team/", "Description": "does", "MaxSessionDuration": 7200, "Tags": tags}
    assert within(expected | {"PermissionsBoundary": boundary}, role)
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "lambda.amazonaws.com"}
    own = iam.get_role_policy(RoleName=name, PolicyName="own")["PolicyDocument"]
    assert own["Statement"][0]["Effect"] == "Deny"
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [each["PolicyArn"] for each in attached] == [outputs["policy"]]
    policy = iam.get_policy(PolicyArn=outputs["policy"])["Policy"]
    assert within({"Path": "/team/", "Description": "reads", "Tags": tags}, policy)


def test_a_parameter_a_log_group_and_a_queue(deployed: Deployed, emulator: Emulator) -> None:
    outputs = deployed(
        PRELUDE + "parameter = aws.ssm.Parameter('p', name='/own/name', type='StringList', insecure_value='a,b',"
        " description='two', tags=tags)\n"
        "logs = aws.cloudwatch.LogGroup('l', name_prefix='/own/', retention_in_days=14, tags=tags)\n"
        "queue = aws.sqs.Queue('q', fifo_queue=True, content_based_deduplication=True, delay_seconds=5, tags=tags,"
        " max_message_size=2048, receive_wait_time_seconds=3, visibility_timeout_seconds=40)\n"
        "pulumi.export('queue', queue.url)\npulumi.export('logs', logs.name)"
    ).outputs
    ssm, logs, sqs = (emulator.client(each) for each in ("ssm", "logs", "sqs"))
    parameter = ssm.get_parameter(Name="/own/name")["Parameter"]
    assert within({"Type": "StringList", "Value": "a,b"}, parameter)
    [described] = ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": ["/own/name"]}])["Parameters"]
    assert described["Description"] == "two"
    tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/own/name")["TagList"]
    assert tags == [{"Key": "team", "Value": "numbers"}]
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
    assert sqs.list_queue_tags(QueueUrl=outputs["queue"])["Tags"] == {"team": "numbers"}
