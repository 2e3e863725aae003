"""`record`: what it records of a program, and what it refuses."""

import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

import testing
from components import SequenceService
from testing import RecordedStack, UnknownOutputError, WrongInputError, record

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = "aws:dynamodb/table:Table"
ROLE = "arn:aws:iam::123456789012:role/r"


def table(**inputs: Any) -> Callable[[], Any]:
    return lambda: aws.dynamodb.Table("orders", **{"attributes": [{"name": "id", "type": "S"}], **inputs})


def test_inputs_are_recorded_as_the_program_writes_them() -> None:
    stack = record(table(hash_key="id", point_in_time_recovery={"enabled": True, "recovery_period_in_days": 7.0}))
    assert stack.one(TABLE).inputs == {
        "attributes": [{"name": "id", "type": "S"}],
        "hash_key": "id",
        "point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 7},
    }


def test_your_own_keys_are_not_translated() -> None:
    tags = {"snake_case": "a", "camelCase": "b"}
    assert record(table(tags=tags)).one(TABLE).inputs["tags"] == tags


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (
            {"ttl": {"attribute": "expires"}},
            r"Table 'orders'\.ttl\.attribute: no such input; did you mean attribute_name\?",
        ),
        ({"attributes": [{"name": "id", "kind": "S"}]}, r"'orders'\.attributes\[0\]\.kind: no such input"),
        ({"attributes": [{"name": "id"}]}, r"'orders'\.attributes\[0\]\.type: missing; give it a value of type str"),
        ({"hash_key": 1}, r"'orders'\.hash_key = 1: must be of type str, not int"),
        ({"stream_enabled": "yes"}, r"'orders'\.stream_enabled = 'yes': must be of type bool, not str"),
        ({"read_capacity": 1.5}, r"'orders'\.read_capacity = 1\.5: must be of type int, not float"),
        ({"read_capacity": True}, r"'orders'\.read_capacity = True: must be of type int, not bool"),
        ({"tags": {"a": 1}}, r"'orders'\.tags\.a = 1: must be of type str, not int"),
        ({"attributes": {"name": "id"}}, r"'orders'\.attributes = \{'name': 'id'\}: must be of type list, not dict"),
    ],
)
def test_a_wrong_input_is_refused_at_any_depth(inputs: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongInputError, match=message):
        record(table(**inputs))


def test_a_value_outside_an_enumeration_is_refused() -> None:
    with pytest.raises(WrongInputError, match=r"runtime = 'python2': must be one of .*python3\.13"):
        record(lambda: aws.lambda_.Function("f", role=ROLE, runtime="python2"))


def test_names_and_arns_look_like_those_of_aws() -> None:
    def program() -> None:
        orders = table(stream_enabled=True)()
        queue = aws.sqs.Queue("failures", name="failures")
        group = aws.cloudwatch.LogGroup("logs", name_prefix="/aws/lambda/orders-")
        for name, output in {"table": orders.arn, "id": orders.id, "queue": queue.url, "group": group.name}.items():
            pulumi.export(name, output)
        pulumi.export("stream", orders.stream_arn)

    assert record(program).outputs == {
        "table": "arn:aws:dynamodb:us-east-1:123456789012:table/orders-1a2b3c4",
        "id": "orders-1a2b3c4",
        "queue": "https://sqs.us-east-1.amazonaws.com/123456789012/failures",
        "group": "/aws/lambda/orders-1a2b3c4",
        "stream": "arn:aws:dynamodb:us-east-1:123456789012:table/orders-1a2b3c4/stream/2026-01-01T00:00:00.000",
    }


def use_stream_arn_of_table_without_stream() -> None:
    aws.iam.RolePolicy("p", role="r", policy=pulumi.Output.json_dumps({"Resource": table()().stream_arn}))


def test_an_output_without_a_fake_value_cannot_be_used() -> None:
    with pytest.raises(UnknownOutputError) as refused:
        record(use_stream_arn_of_table_without_stream)
    assert str(refused.value) == (
        "aws:iam/rolePolicy:RolePolicy 'p': no fake value for the output streamArn of aws:dynamodb/table:Table"
        " 'orders'; pass one, record(..., outputs={'aws:dynamodb/table:Table': {'streamArn': 'value'}})"
    )


def test_an_output_without_a_fake_value_cannot_be_exported() -> None:
    with pytest.raises(UnknownOutputError, match=r"^the stack's outputs: no fake value for the output arn of aws:api"):
        record(lambda: pulumi.export("arn", aws.apigatewayv2.Api("api", protocol_type="HTTP").arn))


def test_a_test_can_pass_an_output() -> None:
    stack = record(use_stream_arn_of_table_without_stream, outputs={TABLE: {"streamArn": "arn:mine"}})
    assert stack.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"] == '{"Resource": "arn:mine"}'


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        ({TABLE: {"stream_arn": "a"}}, "no such output as 'stream_arn'; did you mean streamArn?"),
        ({TABLE: {"arnn": "a"}}, "no such output as 'arnn'; did you mean arn?"),
        ({TABLE: {"disableDeletionProtectionEnabled": "a"}}, "; the names are arn, attributes, billingMode,"),
        ({"aws:dynamodb/table:Tabel": {}}, "'aws:dynamodb/table:Tabel' is not a resource type of pulumi-aws; use one"),
        ({"aws:Table": {}}, "'aws:Table' is not a resource type of pulumi-aws"),
    ],
)
def test_a_misspelt_output_in_a_test_is_refused(outputs: Any, message: str) -> None:
    with pytest.raises(UnknownOutputError) as refused:
        record(table(), outputs=outputs)
    assert message in str(refused.value)


def test_a_provider_function_needs_a_fake_result() -> None:
    def program() -> None:
        pulumi.export("account", aws.get_caller_identity().account_id)
        pulumi.export("zones", aws.get_availability_zones().names)

    with pytest.raises(Exception, match=r"no fake result .* answers=\{'aws:index/getAvailabilityZones:get"):
        record(program)
    answers = {"aws:index/getAvailabilityZones:getAvailabilityZones": {"names": ["us-east-1a"]}}
    assert record(program, answers=answers).outputs == {"account": "123456789012", "zones": ["us-east-1a"]}


def test_options_are_recorded() -> None:
    def program() -> None:
        parent = pulumi.ComponentResource("my:index:Parent", "parent")
        child = pulumi.ResourceOptions(
            parent=parent, protect=True, retain_on_delete=True, aliases=[pulumi.Alias("old")]
        )
        orders = aws.dynamodb.Table("orders", opts=child)
        aws.dynamodb.Table("lines", opts=pulumi.ResourceOptions(depends_on=[orders]))
        parent.register_outputs({"table": orders.name})

    stack = record(program)
    orders, lines = stack.one(TABLE, "orders"), stack.one(TABLE, "lines")
    assert orders.parent == stack.one("my:index:Parent").urn
    assert (orders.protect, orders.retain_on_delete, orders.aliases) == (True, True, ("old",))
    assert (lines.protect, lines.retain_on_delete, lines.depends_on) == (False, False, frozenset({orders.urn}))
    assert stack.one("my:index:Parent").outputs == {"table": "orders-1a2b3c4"}


def test_secrets_are_revealed() -> None:
    stack = record(lambda: table(tags=pulumi.Output.secret({"a": "b"}))())
    assert stack.one(TABLE).inputs["tags"] == {"a": "b"}


@pytest.mark.parametrize(("name", "value"), [("ttl", "hunter2"), ("tags", {"a": 12345})])
def test_a_secret_is_not_shown_in_a_message(name: str, value: Any) -> None:
    with pytest.raises(WrongInputError, match="= a secret: must be of type") as refused:
        record(lambda: table(**{name: pulumi.Output.secret(value)})())
    assert not re.search("hunter2|12345", str(refused.value))


def test_a_long_value_is_shortened_in_a_message() -> None:
    with pytest.raises(WrongInputError) as refused:
        record(table(ttl="a" * 10_000))
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("preview", [True, False])
def test_a_program_sees_whether_it_is_a_preview(preview: bool) -> None:
    stack = record(lambda: pulumi.export("dry", pulumi.runtime.is_dry_run()), preview=preview)
    assert stack.outputs == {"dry": preview}


def test_the_program_sees_its_configuration_project_and_stack() -> None:
    def program() -> None:
        names = pulumi.Config("shop").require("names")
        pulumi.export("all", f"{pulumi.get_project()}/{pulumi.get_stack()}/{names}")

    for key in ("shop:names", "names"):  # a key without a namespace belongs to the project
        stack = record(program, project="shop", stack="test", config={key: "a"})
        assert stack.outputs == {"all": "shop/test/a"}
    with pytest.raises(Exception, match="Missing required configuration variable 'shop:names'"):
        record(program, project="shop", stack="test")


def test_runs_do_not_affect_each_other() -> None:
    record(lambda: pulumi.export("first", 1))
    second = record(lambda: pulumi.export("second", 2))
    assert second == RecordedStack(resources=[], outputs={"second": 2})


def test_an_error_in_the_program_is_raised_unchanged() -> None:
    def program() -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        record(program)


def test_two_resources_with_the_same_urn_are_refused() -> None:
    def program() -> None:
        table()()
        table()()

    with pytest.raises(ValueError, match="two resources have the URN"):
        record(program)


def test_a_missing_resource_is_reported_with_the_existing_ones() -> None:
    stack = record(table())
    with pytest.raises(LookupError, match=r"Queue: the stack has no such resource; it has aws:dynamodb.*'orders'"):
        stack.one("aws:sqs/queue:Queue")


def test_one_of_several_resources_must_be_named() -> None:
    def program() -> None:
        aws.sqs.Queue("a")
        aws.sqs.Queue("b")

    with pytest.raises(LookupError, match=r"has 2 resources of this type; name one of 'a', 'b', .*one\('aws:"):
        record(program).one("aws:sqs/queue:Queue")
    assert record(program).one("aws:sqs/queue:Queue", "b").name == "b"


def test_record_needs_no_test_framework_and_no_extra() -> None:
    script = "import sys, testing; sys.exit(bool({'pytest', 'boto3', 'ministack', 'rich'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, check=True)


def test_the_example_in_the_docstring_works() -> None:
    description = testing.__doc__ or ""
    example = description.partition("\n\n")[2]
    names: dict[str, Any] = {"record": record, "SequenceService": SequenceService}
    exec(textwrap.dedent(example), names)  # noqa: S102 - from our docstring
    names["test_the_orders_table_is_protected"]()
