"""Nothing that a program asks for is left out unseen: what is not applied is refused by name."""

from collections.abc import Callable

import pytest

from local import Deployment, Emulator, ProgramError, ResourceError, UnsupportedError

from .programs import TABLE

Deployed = Callable[..., Deployment]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("aws.kms.Key('news')", ["aws:kms/key:Key", '"news"', "aws:dynamodb/table:Table"]),
        (f"aws.dynamodb.Table('t', {TABLE}, restore_source_name='x')", ["dynamodb/table:Table", "restoreSourceName"]),
        (
            "aws.dynamodb.Table('t', hash_key='name', attributes=[{'name': 'name', 'type': 'S'}],"
            " ttl={'enabled': True, 'attribute_name': 'x'}, point_in_time_recovery={'enabled': True},"
            " replicas=[{'region_name': 'eu-west-1'}])",
            ["replicas"],
        ),
        (
            "aws.lambda_.EventSourceMapping('m', function_name='f', event_source_arn='a',"
            " destination_config={'on_failure': {'destination_arn': 'd'}},"
            " scaling_config={'maximum_concurrency': 2}, metrics_config={'metrics': ['EventCount']})",
            ["metricsConfig"],
        ),
        ("aws.dynamodb.Table.get('t', 'existing')", ["aws:dynamodb/table:Table", '"t"', "create it"]),
        ("pulumi.StackReference('org/project/dev')", ["pulumi:pulumi:StackReference", "configuration"]),
        ("aws.get_availability_zones()", ["aws:index/getAvailabilityZones:getAvailabilityZones", "getRegion"]),
        ("aws.get_region(region='eu-west-1', opts=None); aws.iam.get_policy_document(source_policy_documents=['{}'])",
         ["getPolicyDocument", "sourcePolicyDocuments"]),
        (f"aws.dynamodb.Table('t', {TABLE}, opts=pulumi.ResourceOptions(import_='t'))", ['"t"', "import_"]),
        (
            f"aws.dynamodb.Table('t', {TABLE}, opts=pulumi.ResourceOptions(transforms=[lambda args: None]))",
            ['"t"', "transforms"],
        ),
        ("pulumi.runtime.register_resource_transform(lambda args: None)", ["transform"]),
        (
            f"t = aws.dynamodb.Table('t', {TABLE})\n"
            "aws.ssm.Parameter('p', type='String', insecure_value=pulumi.Output.concat('x', t.restore_source_name))",
            ["aws:ssm/parameter:Parameter", "insecureValue", "an output that no resource here has"],
        ),
        (
            f"pulumi.export('source', aws.dynamodb.Table('t', {TABLE}).restore_source_name)",
            ["source", "an output that no resource here has"],
        ),
        ("aws.Provider('p', assume_roles=[{'role_arn': 'r'}])", ["pulumi:providers:aws", "assumeRoles"]),
    ],
)  # fmt: skip
def test_what_is_not_applied_is_refused_by_name(deployed: Deployed, body: str, named: list[str]) -> None:
    with pytest.raises(UnsupportedError) as refused:
        deployed(body)
    assert [each for each in named if each not in str(refused.value)] == []


def test_a_nested_input_is_refused_by_its_path(deployed: Deployed) -> None:
    index = {"name": "i", "hash_key": "name", "projection_type": "ALL", "warm_throughput": {"read_units_per_second": 1}}
    with pytest.raises(UnsupportedError, match=r"globalSecondaryIndexes\.warmThroughput"):
        deployed(f"aws.dynamodb.Table('t', {TABLE}, global_secondary_indexes=[{index}])")


def test_nothing_is_created_of_a_resource_with_a_refused_input(deployed: Deployed, emulator: Emulator) -> None:
    with pytest.raises(UnsupportedError):
        deployed(f"aws.dynamodb.Table('t', {TABLE}, name='refused', restore_source_name='x')")
    assert "refused" not in emulator.client("dynamodb").list_tables()["TableNames"]


def test_the_same_name_twice_is_refused(deployed: Deployed) -> None:
    with pytest.raises(UnsupportedError, match="registered twice"):
        deployed("for _ in range(2): aws.cloudwatch.LogGroup('logs')")


def test_what_the_emulator_refuses_names_the_resource_and_its_reason(deployed: Deployed) -> None:
    with pytest.raises(ResourceError, match=r'aws:cloudwatch/logGroup:LogGroup "logs".*retentionInDays'):
        deployed("aws.cloudwatch.LogGroup('logs', retention_in_days=2)")


def test_an_input_that_cannot_be_honoured_is_told_with_its_reason(deployed: Deployed) -> None:
    deployment = deployed("aws.cloudwatch.LogGroup('logs', retention_in_days=7)")
    assert [(each.type, each.input) for each in deployment.ignored_inputs] == [
        ("aws:cloudwatch/logGroup:LogGroup", "retentionInDays")
    ]
    assert "never expire" in deployment.ignored_inputs[0].reason


def test_what_the_program_does_not_ask_for_is_not_told(deployed: Deployed) -> None:
    assert (
        deployed(f"aws.dynamodb.Table('t', {TABLE}, point_in_time_recovery={{'enabled': False}})").ignored_inputs == []
    )


def test_an_exception_of_the_program_shows_the_program_s_lines_alone(deployed: Deployed) -> None:
    with pytest.raises(ProgramError) as raised:
        deployed("def inner():\n    raise KeyError('wrong')\ninner()")
    text = str(raised.value)
    assert "KeyError: 'wrong'" in text
    assert text.count("__main__.py") == 2
    assert "local" not in text


def test_an_exception_in_an_apply_is_the_program_s(deployed: Deployed) -> None:
    with pytest.raises(ProgramError, match="ZeroDivisionError"):
        deployed("logs = aws.cloudwatch.LogGroup('logs')\npulumi.export('x', logs.name.apply(lambda _: 1 / 0))")


def test_a_program_that_cannot_be_parsed_is_told_with_the_line(deployed: Deployed) -> None:
    with pytest.raises(ProgramError, match=r"(?s)line 3.*SyntaxError"):
        deployed("def")


def test_a_run_error_is_its_message_alone(deployed: Deployed) -> None:
    with pytest.raises(ProgramError, match=r"\Agive a name\Z"):
        deployed("raise pulumi.RunError('give a name')")


def test_an_error_that_the_program_logs_fails_it(deployed: Deployed) -> None:
    with pytest.raises(ProgramError, match=r"\Athe program logged an error: no good\Z"):
        deployed("pulumi.log.error('no good')\naws.cloudwatch.LogGroup('logs')")


def test_an_error_that_is_logged_before_the_program_stops_is_told_too(deployed: Deployed) -> None:
    with pytest.raises(ProgramError, match=r"(?s)no good.*sys\.exit\(1\)"):
        deployed("import sys\npulumi.log.error('no good')\nsys.exit(1)")
