"""Wrong options are all reported, each with its value and the fix, before anything is created."""

import re
from collections.abc import Callable
from typing import Any, cast

import pulumi
import pytest

from components import InvalidArgsError, SequenceServiceArgs
from components.service_options import read_options
from testing import record

from .registered import ONE

ARN = "arn:aws:sqs:us-east-1:123456789012:queue"
EXISTING = {"name": "numbers", "arn": "arn:aws:dynamodb:us-east-1:123456789012:table/numbers"}
LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:tools:3"
OWN: dict[str, Any] = {"code": pulumi.AssetArchive({}), "handler": "app.handler"}


def mistakes(args: Any) -> list[str]:
    """The mistakes in these options. `sequences` is valid unless `args` has it."""
    args = {**ONE, **args} if isinstance(args, dict) else args
    with pytest.raises(InvalidArgsError) as caught:
        read_options("orders", cast(SequenceServiceArgs, args))
    return str(caught.value).split("\n  ")[1:]


@pytest.mark.parametrize(
    ("args", "mistake"),
    [
        # unknown names, at any depth
        ({"tabel": {}}, "tabel: no such option; did you mean table?"),
        ({"tabel": None}, "tabel: no such option; did you mean table?"),
        ({"zzz": 1}, "zzz: no such option; the options are alarms, consumer, consumers,"),
        ({"table": {"deletion_protect": True}}, "table.deletion_protect: no such option; did you mean deletion"),
        (
            {"table": {"existing": {**EXISTING, "key": "a"}}},
            "existing.key: no such option; the options are arn, name,",
        ),
        ({"sequences": {"a": {"step": 1}}}, "a.step: no such option; the options are cache, cycle, increment"),
        ({"consumer": {"functoin": {}}}, "consumer.functoin: no such option; did you mean function?"),
        # wrong types
        (None, "args = None: must be a mapping of options, with sequences"),
        ([], "args = []: must be a mapping of options, with sequences"),
        ({"table": []}, "table = []: must be a mapping of options; {} takes the defaults"),
        ({"tags": {1: "a"}}, "tags = {1: ...}: must be a mapping from at most 50 names to strings; for example {"),
        ({"tags": {"a": 1}}, "tags.a = 1: must be a string of at most 256 characters"),
        ({"function": {"layers": "a"}}, "function.layers = 'a': must be a list of at most 5 ARNs of layer versions"),
        ({"function": {"layers": [LAYER, 1]}}, "function.layers[1] = 1: must be the ARN of a layer's version, without"),
        (
            {"function": {"memory_size": "256"}},
            "memory_size = '256': must be an integer from 128 to 10,240; for",
        ),
        ({"function": {"memory_size": True}}, "function.memory_size = True: must be an integer from 128 to 10,240"),
        ({"function": {"memory_size": 256.5}}, "function.memory_size = 256.5: must be an integer from 128 to 10,240"),
        ({"function": {"tracing": 1}}, "function.tracing = 1: must be true or false"),
        (
            {"consumer": {"code": "./app", "handler": "a.b"}},
            "consumer.code = './app': must be a pulumi.Archive; for example pulumi.FileArchive(\"./app\")",
        ),
        ({"consumer": {**OWN, "handler": OWN["code"]}}, "handler = <AssetArchive>: must be a string with the module"),
        ({"consumer": {"filter_patterns": [{}]}}, "filter_patterns[0] = {}: must be JSON text; for example '{\"eventN"),
        # values out of range
        ({"permissions_boundary_arn": "admin"}, "_arn = 'admin': must be the ARN of a managed policy, without"),
        ({"table": {"name": "a"}}, "table.name = 'a': must be a string of 3 to 255 characters of A-Z"),
        ({"table": {"point_in_time_recovery_days": 36}}, "_days = 36: must be an integer from 0 to 35; for example 35"),
        ({"table": {"max_write_request_units": 0}}, "max_write_request_units = 0: must be an integer, 1 or more; for"),
        (
            {"table": {"existing": EXISTING, "max_write_request_units": 5}},
            "table.max_write_request_units = 5: cannot be set, because an existing table keeps its own settings",
        ),
        (
            {"table": {"existing": EXISTING, "kms_key_arn": "x"}},
            "table.kms_key_arn: no such option; the options are deletion_protection,",
        ),
        ({"kms_key_arn": "alias/a"}, "kms_key_arn = 'alias/a': must be the ARN of a KMS key, not"),
        ({"parameter": {"name": "table"}}, "parameter.name = 'table': must be a path of 2 to 900 characters"),
        ({"parameter": {"name": "/aws/table"}}, "not under /aws or /ssm"),
        ({"parameter": {"name": "/a" * 16}}, "of at most 15 parts"),
        ({"parameter": {"name": "/" + "a" * 900}}, "must be a path of 2 to 900 characters"),
        ({"writer": {"sequences": []}}, "writer.sequences = []: must be a list of one or more names or patterns; for"),
        ({"writer": {"sequences": ["#a"]}}, "writer.sequences[0] = '#a': must be 1 to 128 characters"),
        ({"function": {"name": "a b"}}, "function.name = 'a b': must be a string of 1 to 64 characters"),
        ({"function": {"memory_size": 127}}, "memory_size = 127: must be an integer from 128 to 10,240; for example"),
        ({"function": {"memory_size": 10_241}}, "memory_size = 10241: must be an integer from 128 to 10,240"),
        ({"function": {"timeout": 0}}, "function.timeout = 0: must be an integer from 2 to 900"),
        ({"function": {"timeout": 1}}, "function.timeout = 1: must be an integer from 2 to 900"),
        ({"function": {"architecture": "arm"}}, "function.architecture = 'arm': must be one of arm64, x86_64"),
        ({"function": {"reserved_concurrent_executions": -1}}, "executions = -1: must be an integer, 0 or more; for"),
        ({"function": {"log_level": "TRACE"}}, "function.log_level = 'TRACE': must be one of DEBUG, INFO, WARN"),
        (
            {"consumer": {"function": {"log_level": "WARN"}}},
            "consumer.function.log_level = 'WARN': hides the changes and metrics of the bundled consumer, which",
        ),
        ({"function": {"log_retention_days": 2}}, "log_retention_days = 2: must be one of 0, 1, 3, 5, 7"),
        ({"function": {"layers": [LAYER] * 6}}, "must be a list of at most 5 ARNs of layer versions; for example ["),
        ({"function": {"layers": ["a"]}}, "function.layers[0] = 'a': must be the ARN of a layer's version"),
        ({"function": {"environment": {"AWS_REGION": "x"}}}, "function.environment.AWS_REGION: the name must be anoth"),
        ({"function": {"environment": {"1 bad": "x"}}}, 'environment["1 bad"]: the name must be 2 or more letters'),
        ({"tags": {"aws:x": "y"}}, 'tags["aws:x"]: the name must be 1 to 128 characters that do not start'),
        ({"tags": {"": "y"}}, 'tags[""]: the name must be 1 to 128 characters'),
        ({"tags": {"a": "y" * 257}}, "': must be a string of at most 256 characters"),
        ({"tags": {str(number): "y" for number in range(51)}}, "must be a mapping from at most 50"),
        ({"table": {"existing": {**EXISTING, "arn": "*"}}}, "table.existing.arn = '*': must be the ARN of the table"),
        ({"table": {"existing": {**EXISTING, "name": "other"}}}, "is not the ARN of table.existing.name; give the o"),
        ({"table": {"existing": {**EXISTING, "stream_arn": ""}}, "consumer": {}}, "table.existing.stream_arn = '': "),
        ({"kms_key_arn": "arn:aws:kms:us-east-1:123456789012:alias/a"}, "kms_key_arn = 'arn:aws:km"),
        ({"kms_key_arn": "arn:aws:kms:*:*:*"}, "kms_key_arn = 'arn:aws:kms:*:*:*': must be the ARN of"),
        ({"permissions_boundary_arn": "arn:aws:iam::123456789012:role/x"}, "permissions_boundary_arn = 'arn:aws:ia"),
        ({"token_seconds": 0}, "token_seconds = 0: must be an integer from 1 to 31,536,000"),
        ({"function": {"runtime": "python3.10"}}, "runtime = 'python3.10': must be Python 3.11 or newer"),
        ({"function": {"runtime": "nodejs22.x"}}, "runtime = 'nodejs22.x': must be Python 3.11 or newer"),
        ({"function": {"environment": {"SEQUENCE_SSM": "a"}}}, "environment.SEQUENCE_SSM: the component sets this v"),
        (
            {"consumer": {"function": {"environment": {"SEQUENCE_X": "a"}}}},
            "consumer.function.environment.SEQUENCE_X: the component sets this variable itself",
        ),
        ({"consumers": {"a": {}, "b": {}, "c": {}}}, "must be a mapping from names to at most two consumers"),
        ({"consumers": {"a.b": {}}}, 'consumers["a.b"]: the name must be 1 to 39 characters of A-Z'),
        ({"consumers": {"a" * 40: {}}}, f"consumers.{'a' * 40}: the name must be 1 to 39 characters"),
        ({"consumer": {"batch_size": 0}}, "consumer.batch_size = 0: must be an integer from 1 to 10,000"),
        ({"consumer": {"maximum_batching_window_in_seconds": 301}}, "= 301: must be an integer from 0 to 300"),
        ({"consumer": {"parallelization_factor": 11}}, "_factor = 11: must be an integer from 1 to 10"),
        ({"consumer": {"tumbling_window_in_seconds": 901}}, "_in_seconds = 901: must be an integer from 1 to 900"),
        ({"consumer": {"starting_position": "AT_TIMESTAMP"}}, "'AT_TIMESTAMP': must be one of TRIM_HORIZON, LATEST"),
        ({"consumer": {"filter_patterns": ["a"]}}, "filter_patterns[0] = 'a': must be JSON text (Expecting"),
        ({"consumer": {"filter_patterns": ["1"]}}, "filter_patterns[0] = '1': must be JSON text of an object"),
        (
            {"consumer": {"filter_patterns": ['{"dynamodb": {"Keys": []}}']}},
            "must be a pattern in which dynamodb, Keys",
        ),
        ({"consumer": {"filter_patterns": ['{"dynamodb": {"Keys": {"name": 1}}}']}}, "must be a pattern in which"),
        ({"consumer": {"filter_patterns": ["{}"] * 6}}, "must be a list of at most 5 JSON texts; for example ['{"),
        ({"consumer": {"maximum_retry_attempts": -2}}, "= -2: must be an integer from 0 to 10,000, or -1 for no"),
        ({"consumer": {"maximum_record_age_in_seconds": 59}}, "= 59: must be an integer from 60 to 604,800, or"),
        ({"consumer": {"on_failure_arn": "queue"}}, "'queue': must be the ARN of an SQS queue, an SNS topic"),
        ({"consumer": {"policy_statements": [{"actions": [], "resources": [ARN]}]}}, "actions = []: must be a list of"),
        (
            {"consumer": {"policy_statements": [{"actions": ["a:B"], "resources": []}]}},
            "resources = []: must be a list",
        ),
        (
            {"function": {"vpc_config": {"subnet_ids": [], "security_group_ids": ["sg-1"]}}},
            "must be a list of 1 to 16 s",
        ),
        # missing options, and options that contradict each other
        (
            {"table": {"existing": {"name": "numbers"}}},
            "table.existing.arn: missing; give the ARN of the table, without",
        ),
        (
            {"function": {"vpc_config": {"subnet_ids": ["a"]}}},
            "function.vpc_config.security_group_ids: missing; give a list of 1 to 5 security group IDs, for exam",
        ),
        (
            {"table": {"existing": EXISTING, "deletion_protection": True}},
            "table.deletion_protection = True: cannot be set, because an existing table keeps its own settings; leave",
        ),
        (
            {"table": {"existing": EXISTING}, "consumer": {}},
            "table.existing.stream_arn: missing; give the ARN of the table's stream, without wildcards, for example",
        ),
        (
            {"table": {"stream_view_type": "KEYS_ONLY"}},
            "stream_view_type = 'KEYS_ONLY': has no effect without a consum",
        ),
        (
            {"table": {"stream_view_type": "NEW_IMAGE"}, "consumer": {}},
            "table.stream_view_type = 'NEW_IMAGE': the bundled consumer compares old and new values; leave it out, or",
        ),
        ({"table": {"stream_view_type": "ALL"}, "consumer": {}}, "stream_view_type = 'ALL': must be one of KEYS_ONLY"),
        ({"consumer": {}, "consumers": {"a": {}}}, "consumers = ['a']: cannot be used together with consumer; keep"),
        ({"consumer": {"handler": "app.handler"}}, "consumer.handler = 'app.handler': needs code too; add"),
        ({"consumer": {"code": OWN["code"]}}, "consumer.handler: missing; name the entry point in code"),
        ({"function": {"token_seconds": 60}}, "function.token_seconds: no such option; the options are"),
        ({"consumer": {"function": {"runtime": "nodejs22.x"}}}, "function.runtime = 'nodejs22.x': must be Python 3."),
        ({"consumers": {"a": {"batch_size": 0}}}, "consumers.a.batch_size = 0: must be an integer from 1 to 10,000"),
        (
            {"sequences": {"a": {}}, "writer": {"sequences": ["b"]}},
            "writer.sequences[0] = 'b': is not declared under sequences; declare it there, or remove it here",
        ),
    ],
)
def test_a_mistake_shows_the_option_the_value_and_the_fix(args: Any, mistake: str) -> None:
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
def test_an_output_in_place_of_a_plain_value_is_refused(args: Callable[[], Any]) -> None:
    found: list[str] = []
    record(lambda: found.extend(mistakes(args())))
    assert len(found) == 1
    assert " = an Output: must be a plain value, because it is needed before anything is created; " in found[0]


def test_several_mistakes_are_reported_together() -> None:
    args = {
        "sequences": {"orders": {"increment": 0, "cache": 0}, "#": {}},
        "function": {"memory_size": 1, "timout": 3},
        "consumer": {"batch_size": "many"},
    }
    assert [re.split(" = |: ", found)[0] for found in mistakes(args)] == [
        "sequences.orders.increment",
        "sequences.orders.cache",
        'sequences["#"]',
        "function.memory_size",
        "function.timout",
        "consumer.batch_size",
    ]


def test_a_wrong_type_does_not_hide_other_mistakes() -> None:
    wrong = {"cache": "x", "increment": 0}
    assert len(mistakes({"sequences": {"orders": wrong}})) == 2
    assert len(mistakes({"consumers": {"a": {"batch_size": "x", "handler": "app.handler"}}})) == 2


def test_a_sequence_with_a_wrong_definition_still_counts_as_declared() -> None:
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
def test_a_component_name_that_aws_would_refuse_is_refused(name: Any, args: Any, most: int) -> None:
    problem = f"the component's name must be 1 to {most} characters of A-Z a-z 0-9 _ -; for example"
    with pytest.raises(InvalidArgsError, match=problem):
        read_options(name, {**ONE, **args})
    assert read_options("a" * most, {**ONE, **args})


def test_one_mistake_is_reported_once() -> None:
    assert len(mistakes({"consumer": {"batch_size": 0}, "table": {"stream_view_type": "NEW_AND_OLD_IMAGES"}})) == 1
    assert len(mistakes({"consumer": {**OWN, "handler": 5}})) == 1
    assert len(mistakes({"sequences": {"a": {"increment": "-1", "max_value": -5}}})) == 1
    assert len(mistakes({"table": {"existing": EXISTING, "name": 5}})) == 1
    assert len(mistakes({"function": {"timeout": True}})) == 1


def test_a_null_consumer_is_the_bundled_one() -> None:
    none: Any = {**ONE, "consumers": {"audit": None}}
    assert read_options("orders", none) == read_options("orders", {**ONE, "consumers": {"audit": {}}})


def test_none_means_unset() -> None:
    none: Any = {**ONE, "table": {"name": None}, "consumer": None, "tags": None}
    assert read_options("orders", none) == read_options("orders", ONE)
