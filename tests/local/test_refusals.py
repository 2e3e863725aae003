"""A program gets an error for everything that is not supported here; the error names it."""

from collections.abc import Callable

import pulumi
import pulumi_aws as aws
import pytest

from local import Emulator, ResourceError, UnsupportedError

from .conftest import Deployed
from .programs import KEYS, table

SUPPORTED = "aws:dynamodb/table:Table"
ALARM = {"comparison_operator": "GreaterThanThreshold", "evaluation_periods": 1}
RESTORED = {"restore_source_name": "x"}


def mapping_with_metrics() -> None:
    aws.lambda_.EventSourceMapping(
        "m",
        function_name="f",
        event_source_arn="a",
        destination_config={"on_failure": {"destination_arn": "d"}},
        scaling_config={"maximum_concurrency": 2},
        metrics_config={"metrics": ["EventCount"]},
    )


def use_an_unknown_output() -> None:
    source = table("t").restore_source_name
    aws.ssm.Parameter("p", type="String", insecure_value=pulumi.Output.concat("x", source))


@pytest.mark.parametrize(
    ("program", "named"),
    [
        (lambda: aws.ecr.Repository("news"), ["aws:ecr/repository:Repository", '"news"', SUPPORTED]),
        (lambda: table("t", **RESTORED), [SUPPORTED, "restoreSourceName"]),
        (lambda: table("t", ttl={"enabled": True, "attribute_name": "x"}, replicas=[{"region_name": "r"}]),
         ["replicas"]),
        (mapping_with_metrics, ["metricsConfig"]),
        (lambda: aws.sns.Topic("t", tracing_config="Active"), ["aws:sns/topic:Topic", '"t"', "tracingConfig"]),
        (lambda: aws.cloudwatch.MetricAlarm("a", **ALARM, threshold_metric_id="m"),
         ["aws:cloudwatch/metricAlarm:MetricAlarm", "thresholdMetricId"]),
        (lambda: aws.dynamodb.Table.get("t", "existing"), [SUPPORTED, '"t"', "create it"]),
        (lambda: pulumi.StackReference("org/project/dev"), ["pulumi:pulumi:StackReference", "configuration"]),
        (aws.get_availability_zones, ["aws:index/getAvailabilityZones:getAvailabilityZones", "getRegion"]),
        (lambda: aws.iam.get_policy_document(source_policy_documents=["{}"]),
         ["getPolicyDocument", "sourcePolicyDocuments"]),
        (lambda: table("t", opts=pulumi.ResourceOptions(import_="t")), ['"t"', "import_"]),
        (lambda: table("t", opts=pulumi.ResourceOptions(transforms=[lambda _: None])), ['"t"', "transforms"]),
        (lambda: pulumi.runtime.register_resource_transform(lambda _: None), ["transform"]),
        (use_an_unknown_output,
         ["aws:ssm/parameter:Parameter", "insecureValue", "an output that no resource here has"]),
        (lambda: pulumi.export("source", table("t").restore_source_name),
         ["source", "an output that no resource here has"]),
        (lambda: aws.Provider("p", assume_roles=[{"role_arn": "r"}]), ["pulumi:providers:aws", "assumeRoles"]),
    ],
)  # fmt: skip
def test_what_is_not_supported_is_refused_by_name(
    deployed: Deployed, program: Callable[[], object], named: list[str]
) -> None:
    with pytest.raises(UnsupportedError) as refused:
        deployed(program)
    assert [each for each in named if each not in str(refused.value)] == []


def test_a_nested_input_is_refused_by_its_path(deployed: Deployed) -> None:
    index = {"name": "i", "hash_key": "name", "projection_type": "ALL", "warm_throughput": {"read_units_per_second": 1}}
    with pytest.raises(UnsupportedError, match=r"globalSecondaryIndexes\.warmThroughput"):
        deployed(lambda: table("t", global_secondary_indexes=[index]))


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        (lambda: aws.cloudwatch.LogGroup("l", retention_in_days="week"),
         "input retentionInDays must be a whole number, not 'week'"),
        (lambda: aws.sqs.Queue("q", delay_seconds=True), "input delaySeconds must be a whole number, not True"),
        (lambda: aws.lambda_.FunctionUrl("u", function_name="f", authorization_type=5),
         "input authorizationType must be a string, not 5"),
        (lambda: aws.lambda_.EventSourceMapping("m", function_name="f", scaling_config={"maximum_concurrency": "2"}),
         "input scalingConfig.maximumConcurrency must be a whole number, not '2'"),
        (lambda: aws.lambda_.EventSourceMapping("m", function_name="f", function_response_types=[1]),
         "input functionResponseTypes must be a list of strings"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_refused_by_its_path(
    deployed: Deployed, program: Callable[[], object], problem: str
) -> None:
    with pytest.raises(UnsupportedError) as refused:
        deployed(program)
    assert problem in str(refused.value)


def test_a_value_outside_the_api_s_range_is_refused_before_anything_exists(
    deployed: Deployed, emulator: Emulator
) -> None:
    recovery = {"enabled": True, "recovery_period_in_days": 0}  # a call after the one that creates the table
    with pytest.raises(ResourceError, match=r'Table "t": .*\n.*RecoveryPeriodInDays, value: 0, valid min value: 1'):
        deployed(lambda: table("t", name="without-days", point_in_time_recovery=recovery))
    assert "without-days" not in emulator.client("dynamodb").list_tables()["TableNames"]


def test_nothing_is_created_of_a_resource_with_a_refused_input(deployed: Deployed, emulator: Emulator) -> None:
    with pytest.raises(UnsupportedError):
        deployed(lambda: table("t", name="refused", **RESTORED))
    assert "refused" not in emulator.client("dynamodb").list_tables()["TableNames"]


def test_the_same_name_twice_is_refused(deployed: Deployed) -> None:
    with pytest.raises(UnsupportedError, match="registered twice"):
        deployed(lambda: [aws.cloudwatch.LogGroup("logs") for _ in range(2)])


def test_what_the_emulator_refuses_names_the_resource_and_its_reason(deployed: Deployed) -> None:
    with pytest.raises(ResourceError, match=r'aws:cloudwatch/logGroup:LogGroup "logs".*retentionInDays'):
        deployed(lambda: aws.cloudwatch.LogGroup("logs", retention_in_days=2))


def test_an_input_without_effect_is_listed_with_the_reason(deployed: Deployed) -> None:
    [ignored] = deployed(lambda: aws.cloudwatch.LogGroup("logs", retention_in_days=7)).ignored_inputs
    assert (ignored.type, ignored.input) == ("aws:cloudwatch/logGroup:LogGroup", "retentionInDays")
    assert "never expire" in ignored.reason


def test_what_the_program_does_not_ask_for_is_not_listed(deployed: Deployed) -> None:
    assert deployed(lambda: table("t", point_in_time_recovery={"enabled": False})).ignored_inputs == []


def test_a_table_without_capacity_mode_is_listed_only_if_it_asks_for_provisioned(deployed: Deployed) -> None:
    assert deployed(lambda: aws.dynamodb.Table("t", read_capacity=1, write_capacity=1, **KEYS)).ignored_inputs == []
