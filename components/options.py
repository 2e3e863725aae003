"""The options of `SequenceService`, read once: checked as a whole, completed with the defaults."""

import re
from dataclasses import dataclass
from typing import cast

import pulumi

from .consumer.args import CONSUMER, ConsumerArgs
from .definitions.args import SequenceDefinition
from .definitions.complete import ANY_NAME, complete_definitions
from .function.args import CONSUMER_FUNCTION, NEXT_VALUE, FunctionArgs
from .mistakes import Mistakes
from .rules import RULES
from .service_args import DEFINITIONS, SequenceServiceArgs
from .shape import check_shape
from .table.args import PARAMETER, TABLE, WRITER, ParameterArgs, TableArgs, WriterArgs
from .tags import Tags

LEAST_TIMEOUT = 2  # seconds; handlers/aws.py begins no try with less than 1.3 s left


@dataclass(frozen=True)
class Options:
    """Every option with its default filled in."""

    sequences: dict[str, SequenceDefinition]
    table: TableArgs
    parameter: ParameterArgs
    function: FunctionArgs
    writer: WriterArgs
    consumers: dict[str, ConsumerArgs]
    """By the option's name, `consumer` or `consumers.<name>`."""

    tags: Tags | None
    permissions_boundary_arn: pulumi.Input[str] | None


def read_options(component: str, args: SequenceServiceArgs) -> Options:
    """Check and complete the options of the component of this name.

    Raises `InvalidArgsError`, which lists every mistake.
    """
    mistakes = Mistakes()
    given = cast(SequenceServiceArgs, check_shape(args, SequenceServiceArgs, "", RULES, mistakes))
    consumers = _consumers(given, mistakes)
    _check_name(component, consumers, mistakes)
    sequences = complete_definitions(given.get("sequences", DEFINITIONS), mistakes)
    _check_table(given.get("table", {}), consumers, mistakes)
    _check_next_value(given.get("function", {}), mistakes)
    for path, consumer in consumers.items():
        _check_consumer(path, consumer, mistakes)
    if ANY_NAME not in sequences and not mistakes.at("sequences"):
        for name in given.get("writer", {}).get("sequences", []):
            if name not in sequences:
                mistakes.add("writer.sequences", name, "not declared under sequences: declare it, or leave it out here")
    mistakes.raise_any(component)

    name = f"/{pulumi.get_project()}/{pulumi.get_stack()}/{component}/table-name"
    return Options(
        sequences=sequences,
        table={**TABLE, **given.get("table", {})},
        parameter={**PARAMETER, "name": name, **given.get("parameter", {})},
        function={**NEXT_VALUE, **given.get("function", {})},
        writer={**WRITER, **given.get("writer", {})},
        consumers={
            path: {**CONSUMER, **consumer, "function": {**CONSUMER_FUNCTION, **consumer.get("function", {})}}
            for path, consumer in consumers.items()
        },
        tags=given.get("tags"),
        permissions_boundary_arn=given.get("permissions_boundary_arn"),
    )


def _check_name(component: str, consumers: dict[str, ConsumerArgs], mistakes: Mistakes) -> None:
    """AWS's names are made from the component's; the longest, of up to 64 characters, are those of the roles."""
    longest = max(len(f"-{path}-role-1a2b3c4") for path in ("next-value", *consumers))
    if not (isinstance(component, str) and re.fullmatch(rf"[A-Za-z0-9_-]{{1,{64 - longest}}}", component)):
        mistakes.add("name", component, f"name the component with 1 to {64 - longest} characters of A-Z a-z 0-9 _ -")


def _consumers(given: SequenceServiceArgs, mistakes: Mistakes) -> dict[str, ConsumerArgs]:
    several = given.get("consumers", {})
    if "consumer" not in given:
        return {f"consumers.{name}": consumer for name, consumer in several.items()}
    if several:
        mistakes.add("consumers", list(several), "give either consumer or consumers")
    return {"consumer": given["consumer"]}


def _check_table(table: TableArgs, consumers: dict[str, ConsumerArgs], mistakes: Mistakes) -> None:
    if "existing" in table:
        for field, value in table.items():
            if field not in ("existing", "kms_key_arn"):
                mistakes.add(f"table.{field}", value, "leave it out: an existing table keeps its own settings")
        existing = table["existing"]
        name, arn = existing.get("name"), existing.get("arn")
        if isinstance(name, str) and isinstance(arn, str) and not arn.endswith(f":table/{name}"):
            mistakes.add("table.existing.arn", arn, f"give the ARN of table {name}, as table.existing.name has it")
        if consumers and not mistakes.about("table.existing") and "stream_arn" not in existing:
            mistakes.add("table.existing.stream_arn", None, "a consumer needs it: turn on the table's stream")
    elif "stream_view_type" in table and not consumers:
        remedy = "leave it out, or give a consumer: there is no stream without one"
        mistakes.add("table.stream_view_type", table["stream_view_type"], remedy)
    elif any("code" not in consumer for consumer in consumers.values()):
        view = table.get("stream_view_type")
        if view in ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE"):
            remedy = "leave it out: the bundled consumer compares a value with the one before"
            mistakes.add("table.stream_view_type", view, remedy)


def _check_next_value(function: FunctionArgs, mistakes: Mistakes) -> None:
    _check_shipped("function", function, mistakes)
    timeout = function.get("timeout")
    if isinstance(timeout, int) and timeout < LEAST_TIMEOUT:
        mistakes.add("function.timeout", timeout, f"give {LEAST_TIMEOUT} to 900: a try at DynamoDB may take a second")


def _check_shipped(path: str, function: FunctionArgs, mistakes: Mistakes) -> None:
    """What the functions of `handlers/` need, wherever they run."""
    runtime = function.get("runtime")
    if isinstance(runtime, str) and not re.fullmatch(r"python3\.(1[1-9]|[2-9]\d)", runtime):
        remedy = "give python3.11 or newer, which the shipped code is written for"
        mistakes.add(f"{path}.runtime", runtime, remedy)
    for variable in function.get("environment", {}):
        if variable.startswith("SEQUENCE_"):
            remedy = "leave it out: table, parameter, sequences and function.token_seconds decide the function's own"
            mistakes.add(f"{path}.environment", variable, remedy)


def _check_consumer(path: str, consumer: ConsumerArgs, mistakes: Mistakes) -> None:
    function = consumer.get("function", {})
    if "token_seconds" in function:
        mistakes.add(
            f"{path}.function.token_seconds", function["token_seconds"], "the next-value function's: leave it out"
        )
    if "code" not in consumer:
        _check_shipped(f"{path}.function", function, mistakes)
        if "handler" in consumer and not mistakes.at(f"{path}.code"):
            mistakes.add(f"{path}.handler", consumer["handler"], "give code too; the bundled function has its own")
    elif "handler" not in consumer and not mistakes.at(f"{path}.handler"):
        mistakes.add(f"{path}.handler", None, "give the entry point in code, such as app.handler")
