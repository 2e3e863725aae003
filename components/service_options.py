"""Read all options of a `SequenceService`: check them together and fill in the defaults."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import pulumi

from .access.grant_args import GRANT, GRANT_RULES, InvokeGrantArgs
from .checking.mistakes import Mistakes, key_path
from .checking.rule import Rules
from .checking.shape import check_shape
from .consumer.args import CONSUMER, CONSUMER_RULES, ConsumerArgs
from .consumer.check import check_consumer
from .definitions.args import DEFINITION, DEFINITION_RULES, SequenceDefinition
from .definitions.complete import complete_definitions
from .definitions.names import covers, is_pattern
from .function.args import CONSUMER_FUNCTION, FUNCTION, FUNCTION_RULES, FunctionArgs
from .function.check import check_bundled, check_concurrency
from .http.args import CORS, HTTP, HTTP_RULES, CorsArgs, HttpArgs
from .http.check import check_http
from .monitoring.args import ALARMS, MONITORING_RULES, THRESHOLDS, AlarmsArgs, AlarmThresholdsArgs
from .monitoring.check import check_alarms
from .service_args import SERVICE, SERVICE_RULES, SequenceServiceArgs
from .table.args import PARAMETER, TABLE, TABLE_RULES, WRITER, ParameterArgs, TableArgs, WriterArgs
from .table.check import check_table
from .tags import Tags

RULES: Rules = {
    **SERVICE_RULES,
    **DEFINITION_RULES,
    **TABLE_RULES,
    **FUNCTION_RULES,
    **HTTP_RULES,
    **CONSUMER_RULES,
    **MONITORING_RULES,
    **GRANT_RULES,
}
"""The rule of each option, by options type and field."""

# A managed policy has at most 6,144 characters ("IAM and AWS STS quotas", AWS IAM User Guide). The rest is for actions,
# ARNs and the key. Each name takes quotes and a comma more.
_MOST_IN_A_POLICY = 5_000

DEFAULTS: Mapping[type, Mapping[str, Any]] = {
    SequenceServiceArgs: SERVICE,
    SequenceDefinition: DEFINITION,
    TableArgs: TABLE,
    ParameterArgs: PARAMETER,
    WriterArgs: WRITER,
    FunctionArgs: FUNCTION,
    HttpArgs: HTTP,
    CorsArgs: CORS,
    ConsumerArgs: CONSUMER,
    AlarmsArgs: ALARMS,
    AlarmThresholdsArgs: THRESHOLDS,
    InvokeGrantArgs: GRANT,
}
"""The default of each option, by options type and field. For a consumer's function it is in `CONSUMER_FUNCTION`."""


@dataclass(frozen=True)
class ConsumerOptions:
    """One consumer with all its options."""

    name: str
    """The consumer's name in `consumers`; empty for `consumer`."""

    path: str
    """The path of the consumer's options, such as `consumer` or `consumers.audit`."""

    args: ConsumerArgs

    @property
    def resource_suffix(self) -> str:
        """The part of its resources' names that follows the component's name."""
        return f"consumers-{self.name}" if self.name else "consumer"


@dataclass(frozen=True)
class ServiceOptions:
    """All options of the service."""

    sequences: dict[str, SequenceDefinition]
    table: TableArgs
    parameter: ParameterArgs
    function: FunctionArgs
    token_seconds: pulumi.Input[int]
    http: HttpArgs | None
    writer: WriterArgs
    consumers: list[ConsumerOptions]
    alarms: AlarmsArgs | None
    kms_key_arn: pulumi.Input[str] | None
    tags: Tags | None
    permissions_boundary_arn: pulumi.Input[str] | None


def read_options(component: str, args: SequenceServiceArgs) -> ServiceOptions:
    """Check and complete the options of the component named `component`.

    Raises `InvalidArgsError`, which lists every mistake.
    """
    mistakes = Mistakes()
    given = cast(SequenceServiceArgs, check_shape(args, SequenceServiceArgs, RULES, mistakes))
    consumers = _consumers(given, mistakes)
    _check_name(component, consumers, mistakes)
    sequences = complete_definitions(given.get("sequences", {}), mistakes)
    bundled = any("code" not in consumer.args for consumer in consumers)
    check_table(given.get("table", {}), consumed=bool(consumers), bundled=bundled, mistakes=mistakes)
    check_http(given.get("http", {}), mistakes)
    check_concurrency("function", given.get("function", {}), mistakes)
    check_bundled("function", given.get("function", {}), mistakes)
    for consumer in consumers:
        check_consumer(consumer.path, consumer.args, mistakes)
    _check_writer(given.get("writer", {}), sequences, mistakes)
    queues = any("on_failure_arn" not in consumer.args for consumer in consumers)
    check_alarms(
        given.get("alarms", {}),
        http="http" in given,
        consumed=bool(consumers),
        queues=queues,
        bundled=bundled,
        mistakes=mistakes,
    )
    mistakes.raise_any(component)

    name = f"/{pulumi.get_project()}/{pulumi.get_stack()}/{component}/table-name"
    return ServiceOptions(
        sequences=sequences,
        table={**TABLE, **given.get("table", {})},
        parameter={**PARAMETER, "name": name, **given.get("parameter", {})},
        function={**FUNCTION, **given.get("function", {})},
        token_seconds=given.get("token_seconds", SERVICE["token_seconds"]),
        http={**HTTP, **given["http"]} if "http" in given else None,
        writer={**WRITER, **given.get("writer", {})},
        consumers=[ConsumerOptions(each.name, each.path, _complete(each.args)) for each in consumers],
        alarms=_alarms(given["alarms"]) if "alarms" in given else None,
        kms_key_arn=given.get("kms_key_arn"),
        tags=given.get("tags"),
        permissions_boundary_arn=given.get("permissions_boundary_arn"),
    )


def _consumers(given: SequenceServiceArgs, mistakes: Mistakes) -> list[ConsumerOptions]:
    several = given.get("consumers", {})
    if "consumer" not in given:
        return [ConsumerOptions(name, key_path("consumers", name), args) for name, args in several.items()]
    if several:
        mistakes.add("consumers", "cannot be used together with consumer; keep one of the two", list(several))
    return [ConsumerOptions("", "consumer", given["consumer"])]


def _complete(args: ConsumerArgs) -> ConsumerArgs:
    return {**CONSUMER, **args, "function": {**CONSUMER_FUNCTION, **args.get("function", {})}}


def _alarms(args: AlarmsArgs) -> AlarmsArgs:
    return {**ALARMS, **args, "thresholds": {**THRESHOLDS, **args.get("thresholds", {})}}


def _check_name(component: str, consumers: list[ConsumerOptions], mistakes: Mistakes) -> None:
    """Check the component's name. Role names start with it, and AWS allows 64 characters for them."""
    suffixes = ["next-value", *(each.resource_suffix for each in consumers if not mistakes.at(each.path))]
    most = 64 - max(len(f"-{suffix}-role-1a2b3c4") for suffix in suffixes)
    if not (isinstance(component, str) and re.fullmatch(rf"[A-Za-z0-9_-]{{1,{most}}}", component)):
        problem = f'the component\'s name must be 1 to {most} characters of A-Z a-z 0-9 _ -; for example "sequences"'
        mistakes.add("name", problem, component)


def _check_writer(writer: WriterArgs, sequences: Mapping[str, SequenceDefinition], mistakes: Mistakes) -> None:
    if mistakes.at("sequences"):
        return
    listed = writer.get("sequences", [])
    if sum(len(key) + 3 for key in listed) > _MOST_IN_A_POLICY:
        problem = f"too long for IAM, which allows {_MOST_IN_A_POLICY:,} characters here; use patterns"
        mistakes.add("writer.sequences", problem)
    for number, key in enumerate(listed):
        if not any(covers(declared, key) for declared in sequences):
            problem = f"{'lies within no pattern' if is_pattern(key) else 'is not declared'} under sequences"
            mistakes.add(f"writer.sequences[{number}]", f"{problem}; declare it there, or remove it here", key)
