"""Wrong options: every one named, with its value and the remedy, before anything is created."""

from collections.abc import Callable
from typing import Any, cast

import pulumi
import pytest

from components import InvalidArgsError, SequenceServiceArgs
from components.options import read_options
from testing import record

ARN = "arn:aws:sqs:us-east-1:123456789012:queue"
EXISTING = {"name": "numbers", "arn": "arn:aws:dynamodb:us-east-1:123456789012:table/numbers"}
OWN = {"code": pulumi.AssetArchive({}), "handler": "app.handler"}


def mistakes(args: Any) -> list[str]:
    with pytest.raises(InvalidArgsError) as caught:
        read_options("orders", cast(SequenceServiceArgs, args))
    return str(caught.value).split("\n  ")[1:]


@pytest.mark.parametrize(
    ("args", "mistake"),
    [
        # unknown names, at any depth
        ({"tabel": {}}, "tabel = {}: no such option; did you mean table?"),
        ({"tabel": None}, "tabel = None: no such option; did you mean table?"),
        ({"zzz": 1}, "zzz = 1: no such option; there are consumer, consumers, function,"),
        ({"table": {"deletion_protect": True}}, "table.deletion_protect = True: no such option; did you mean deletion"),
        ({"table": {"existing": {**EXISTING, "key": "a"}}}, "table.existing.key = 'a': no such option; there are arn,"),
        ({"sequences": {"a": {"step": 1}}}, "sequences.a.step = 1: no such option; there are cache, cycle, increment"),
        ({"consumer": {"functoin": {}}}, "consumer.functoin = {}: no such option; did you mean function?"),
        # wrong types
        (None, "args = None: give a mapping of options; {} takes the defaults"),
        ([], "args = []: give a mapping of options; {} takes the defaults"),
        ({"table": []}, "table = []: give a mapping of options; {} takes the defaults"),
        ({"sequences": {"a": None}}, "sequences.a = None: give a mapping of options; {} takes the defaults"),
        ({"sequences": ["a"]}, "sequences = ['a']: give a mapping from names"),
        ({"tags": {1: "a"}}, "tags = {1: 'a'}: give a mapping from names"),
        ({"tags": {"a": 1}}, "tags.a = 1: give a string"),
        ({"function": {"layers": "a"}}, "function.layers = 'a': give a list"),
        ({"function": {"layers": ["a", 1]}}, "function.layers[1] = 1: give a string"),
        ({"function": {"memory_size": "256"}}, "function.memory_size = '256': give an integer"),
        ({"function": {"memory_size": True}}, "function.memory_size = True: give an integer"),
        ({"function": {"memory_size": 256.5}}, "function.memory_size = 256.5: give an integer"),
        ({"function": {"tracing": 1}}, "function.tracing = 1: give true or false"),
        ({"consumer": {"code": "./app", "handler": "a.b"}}, "consumer.code = './app': give a pulumi.Archive"),
        # values out of range
        ({"permissions_boundary_arn": "admin"}, "permissions_boundary_arn = 'admin': give an ARN such as arn:aws:iam"),
        ({"table": {"name": "a"}}, "table.name = 'a': give 3 to 255 characters"),
        ({"table": {"point_in_time_recovery_days": 36}}, "table.point_in_time_recovery_days = 36: give 0 to 35"),
        ({"table": {"kms_key_arn": "alias/a"}}, "table.kms_key_arn = 'alias/a': give an ARN such as arn:aws:kms:"),
        ({"parameter": {"name": "table"}}, "parameter.name = 'table': give a path such as /orders/table-name"),
        ({"parameter": {"name": "/aws/table"}}, "not under /aws or /ssm"),
        ({"parameter": {"name": "/a" * 16}}, "give a path such as /orders/table-name"),
        ({"parameter": {"name": "/" + "a" * 900}}, "give a path such as /orders/table-name"),
        ({"writer": {"sequences": []}}, "writer.sequences = []: name at least one"),
        ({"writer": {"sequences": ["#a"]}}, "writer.sequences = ['#a']: '#a': give 1 to 128 characters"),
        ({"function": {"name": "a b"}}, "function.name = 'a b': give 1 to 64 characters"),
        ({"function": {"memory_size": 127}}, "function.memory_size = 127: give 128 to 10240"),
        ({"function": {"memory_size": 10_241}}, "function.memory_size = 10241: give 128 to 10240"),
        ({"function": {"timeout": 0}}, "function.timeout = 0: give 1 to 900"),
        ({"function": {"timeout": 1}}, "function.timeout = 1: give 2 to 900: a try at DynamoDB may take a second"),
        ({"function": {"architecture": "arm"}}, "function.architecture = 'arm': give one of arm64, x86_64"),
        ({"function": {"reserved_concurrent_executions": -1}}, "reserved_concurrent_executions = -1: give 0 or more"),
        ({"function": {"log_retention_days": 2}}, "function.log_retention_days = 2: give one of 0, 1, 3, 5, 7"),
        ({"function": {"layers": ["a"] * 6}}, "give at most 5"),
        ({"function": {"layers": ["a"]}}, "function.layers = ['a']: 'a': give an ARN such as arn:aws:lambda:"),
        ({"function": {"environment": {"AWS_REGION": "x"}}}, "'AWS_REGION': Lambda takes names of letters"),
        ({"function": {"environment": {"1 bad": "x"}}}, "'1 bad': Lambda takes names of letters"),
        ({"tags": {"aws:x": "y"}}, "'aws:x': give a key of 1 to 128 characters"),
        ({"tags": {"": "y"}}, "'': give a key of 1 to 128 characters"),
        ({"tags": {"a": "y" * 257}}, "'a': give a value of at most 256 characters"),
        ({"tags": {str(number): "y" for number in range(51)}}, "give at most 50"),
        ({"table": {"existing": {**EXISTING, "arn": "*"}}}, "table.existing.arn = '*': give an ARN such as arn:"),
        ({"table": {"existing": {**EXISTING, "name": "other"}}}, "give the ARN of table other, as table.existing.na"),
        ({"table": {"existing": {**EXISTING, "stream_arn": ""}}, "consumer": {}}, "table.existing.stream_arn = '': "),
        ({"table": {"kms_key_arn": "arn:aws:kms:us-east-1:123456789012:alias/a"}}, "table.kms_key_arn = 'arn:aws:km"),
        ({"table": {"kms_key_arn": "arn:aws:kms:*:*:*"}}, "table.kms_key_arn = 'arn:aws:kms:*:*:*': give an ARN"),
        ({"permissions_boundary_arn": "arn:aws:iam::123456789012:role/x"}, "permissions_boundary_arn = 'arn:aws:ia"),
        ({"function": {"token_seconds": 0}}, "function.token_seconds = 0: give 1 to 31536000"),
        ({"function": {"runtime": "python3.10"}}, "function.runtime = 'python3.10': give python3.11 or newer"),
        ({"function": {"runtime": "nodejs22.x"}}, "function.runtime = 'nodejs22.x': give python3.11 or newer"),
        ({"function": {"environment": {"SEQUENCE_SSM": "a"}}}, "function.environment = 'SEQUENCE_SSM': leave it out"),
        (
            {"consumer": {"function": {"environment": {"SEQUENCE_X": "a"}}}},
            "function.environment = 'SEQUENCE_X': leave",
        ),
        ({"consumers": {"a": {}, "b": {}, "c": {}}}, "give at most two"),
        ({"consumers": {"a.b": {}}}, "'a.b': give a name of"),
        ({"consumer": {"batch_size": 0}}, "consumer.batch_size = 0: give 1 to 10000"),
        ({"consumer": {"maximum_batching_window_in_seconds": 301}}, "_in_seconds = 301: give 0 to 300"),
        ({"consumer": {"parallelization_factor": 11}}, "consumer.parallelization_factor = 11: give 1 to 10"),
        ({"consumer": {"tumbling_window_in_seconds": 901}}, "_in_seconds = 901: give 1 to 900"),
        ({"consumer": {"starting_position": "AT_TIMESTAMP"}}, "'AT_TIMESTAMP': give one of TRIM_HORIZON, LATEST"),
        ({"consumer": {"filter_patterns": ["a"]}}, "consumer.filter_patterns = ['a']: 'a' is no JSON"),
        ({"consumer": {"filter_patterns": ["1"]}}, "consumer.filter_patterns = ['1']: '1': give the text of a JSON"),
        ({"consumer": {"filter_patterns": ['{"dynamodb": {"Keys": []}}']}}, "give the text of a JSON object, whose"),
        ({"consumer": {"filter_patterns": ['{"dynamodb": {"Keys": {"name": 1}}}']}}, "give the text of a JSON object"),
        ({"consumer": {"filter_patterns": ["{}"] * 6}}, "give at most 5"),
        ({"consumer": {"maximum_retry_attempts": -2}}, "maximum_retry_attempts = -2: give 0 to 10000 or -1"),
        ({"consumer": {"maximum_record_age_in_seconds": 59}}, "_age_in_seconds = 59: give 60 to 604800 or -1"),
        ({"consumer": {"on_failure_arn": "queue"}}, "consumer.on_failure_arn = 'queue': give an ARN such as"),
        ({"consumer": {"policy_statements": [{"actions": [], "resources": [ARN]}]}}, "actions = []: name at least one"),
        ({"consumer": {"policy_statements": [{"actions": ["a:B"], "resources": []}]}}, "resources = []: name at least"),
        ({"function": {"vpc_config": {"subnet_ids": [], "security_group_ids": ["sg-1"]}}}, "give 1 to 16 subnets"),
        # what is missing, and what does not go together
        ({"table": {"existing": {"name": "numbers"}}}, "table.existing.arn = None: needed here"),
        ({"function": {"vpc_config": {"subnet_ids": ["a"]}}}, "function.vpc_config.security_group_ids = None: needed"),
        (
            {"table": {"existing": EXISTING, "deletion_protection": True}},
            "table.deletion_protection = True: leave it out: an existing table keeps its own settings",
        ),
        (
            {"table": {"existing": EXISTING}, "consumer": {}},
            "table.existing.stream_arn = None: a consumer needs it: turn on the table's stream",
        ),
        ({"table": {"stream_view_type": "KEYS_ONLY"}}, "table.stream_view_type = 'KEYS_ONLY': leave it out, or give a"),
        (
            {"table": {"stream_view_type": "NEW_IMAGE"}, "consumer": {}},
            "table.stream_view_type = 'NEW_IMAGE': leave it out: the bundled consumer",
        ),
        ({"table": {"stream_view_type": "ALL"}, "consumer": {}}, "table.stream_view_type = 'ALL': give one of KEYS_"),
        ({"consumer": {}, "consumers": {"a": {}}}, "consumers = ['a']: give either consumer or consumers"),
        ({"consumer": {"handler": "app.handler"}}, "consumer.handler = 'app.handler': give code too"),
        ({"consumer": {"code": OWN["code"]}}, "consumer.handler = None: give the entry point in code"),
        ({"consumer": {"function": {"token_seconds": 1}}}, "consumer.function.token_seconds = 1: the next-value"),
        ({"consumer": {"function": {"runtime": "nodejs22.x"}}}, "consumer.function.runtime = 'nodejs22.x': give py"),
        ({"consumers": {"a": {"batch_size": 0}}}, "consumers.a.batch_size = 0: give 1 to 10000"),
        (
            {"sequences": {"a": {}}, "writer": {"sequences": ["b"]}},
            "writer.sequences = 'b': not declared under sequences",
        ),
    ],
)
def test_a_mistake_names_the_option_the_value_and_the_remedy(args: Any, mistake: str) -> None:
    (found,) = mistakes(args)
    assert mistake in found


@pytest.mark.parametrize(
    "args",
    [
        lambda: {"sequences": pulumi.Output.from_input({})},
        lambda: {"sequences": {"a": {"start": pulumi.Output.from_input(1)}}},
        lambda: {"table": {"existing": pulumi.Output.from_input(EXISTING)}},
        lambda: {"parameter": {"lookup": pulumi.Output.from_input(True)}},
        lambda: {"consumer": pulumi.Output.from_input({})},
        lambda: {"function": {"tracing": pulumi.Output.from_input(True)}},
        lambda: {"function": {"vpc_config": pulumi.Output.from_input({})}},
        lambda: {"consumer": {"policy_arns": pulumi.Output.from_input([])}},
    ],
)
def test_an_output_where_it_decides_what_exists_is_refused_in_so_many_words(args: Callable[[], Any]) -> None:
    found: list[str] = []
    record(lambda: found.extend(mistakes(args())))
    assert len(found) == 1
    assert found[0].endswith("give a plain value: it must be known before anything is created")


def test_several_mistakes_are_reported_together() -> None:
    args = {
        "sequences": {"orders": {"increment": 0, "cache": 0}, "#": {}},
        "function": {"memory_size": 1, "timout": 3},
        "consumer": {"batch_size": "many"},
    }
    assert [found.split(" = ")[0] for found in mistakes(args)] == [
        "sequences.orders.increment",
        "sequences.orders.cache",
        "function.memory_size",
        "function.timout",
        "consumer.batch_size",
        "sequences",
    ]


def test_a_wrong_type_hides_no_other_mistake_beside_it() -> None:
    wrong = {"cache": "x", "increment": 0}
    assert len(mistakes({"sequences": {"orders": wrong}})) == 2
    assert len(mistakes({"consumers": {"a": {"batch_size": "x", "handler": "app.handler"}}})) == 2


def test_a_wrong_definition_is_declared_all_the_same() -> None:
    (found,) = mistakes({"sequences": {"orders": {"cache": "x"}}, "writer": {"sequences": ["orders"]}})
    assert found.startswith("sequences.orders.cache")


@pytest.mark.parametrize(
    ("name", "args", "most"),
    [
        ("", {}, 40),
        (None, {}, 40),
        ("a b", {}, 40),
        ("a/b", {}, 40),
        ("a" * 41, {}, 40),
        ("a" * 36, {"consumers": {"index": {}}}, 35),
    ],
)
def test_a_name_that_aws_would_refuse_of_a_child_is_refused_at_once(name: Any, args: Any, most: int) -> None:
    remedy = f"name the component with 1 to {most} characters of A-Z a-z 0-9 _ -"
    with pytest.raises(InvalidArgsError, match=remedy):
        read_options(name, args)
    assert read_options("a" * most, args)


def test_one_mistake_draws_no_others_after_it() -> None:
    assert len(mistakes({"consumer": {"batch_size": 0}, "table": {"stream_view_type": "NEW_AND_OLD_IMAGES"}})) == 1
    assert len(mistakes({"consumer": {**OWN, "handler": 5}})) == 1
    assert len(mistakes({"sequences": {"a": {"increment": "-1", "max_value": -5}}})) == 1
    assert len(mistakes({"table": {"existing": EXISTING, "name": 5}})) == 1
    assert len(mistakes({"function": {"timeout": True}})) == 1


def test_the_message_begins_with_the_component_and_the_number_of_mistakes() -> None:
    with pytest.raises(InvalidArgsError, match=r"^the options of orders hold a mistake:\n  tabel = "):
        read_options("orders", cast(SequenceServiceArgs, {"tabel": {}}))
    with pytest.raises(InvalidArgsError, match=r"^the options of orders hold 2 mistakes:"):
        read_options("orders", cast(SequenceServiceArgs, {"tabel": {}, "functoin": {}}))


def test_a_long_value_does_not_drown_the_message() -> None:
    (found,) = mistakes({"table": {"name": "a" * 10_000}})
    assert len(found) < 300


def test_none_is_as_good_as_absent() -> None:
    none: Any = {"sequences": None, "table": {"name": None}, "consumer": None, "tags": None}
    assert read_options("orders", none) == read_options("orders", {})
