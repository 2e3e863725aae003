"""The options of `SequenceService`, read once: checked as a whole, completed with the defaults."""

import re
from dataclasses import dataclass
from typing import cast

import pulumi

from .consumer.args import CONSUMER, ConsumerArgs
from .definitions.args import SequenceDefinition
from .definitions.complete import ANY_NAME, complete_definitions
from .function.args import CONSUMER_FUNCTION, NEXT_VALUE, FunctionArgs
from .mistakes import Mistakes, key_path
from .rules import RULES
from .service_args import DEFINITIONS, SequenceServiceArgs
from .shape import check_shape
from .table.args import PARAMETER, TABLE, WRITER, ExistingTableArgs, ParameterArgs, TableArgs, WriterArgs
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
    given = cast(SequenceServiceArgs, check_shape(args, SequenceServiceArgs, RULES, mistakes))
    consumers = _consumers(given, mistakes)
    _check_name(component, consumers, mistakes)
    sequences = complete_definitions(given.get("sequences", DEFINITIONS), mistakes)
    _check_table(given.get("table", {}), consumers, mistakes)
    _check_next_value(given.get("function", {}), mistakes)
    for path, consumer in consumers.items():
        _check_consumer(path, consumer, mistakes)
    if ANY_NAME not in sequences and not mistakes.at("sequences"):
        for number, name in enumerate(given.get("writer", {}).get("sequences", [])):
            if name not in sequences:
                problem = "is not declared under sequences; declare it there, or remove it here"
                mistakes.add(f"writer.sequences[{number}]", problem, name)
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
    right = [path for path in consumers if not mistakes.at(path)]
    most = 64 - max(len(f"-{path}-role-1a2b3c4") for path in ("next-value", *right))
    if not (isinstance(component, str) and re.fullmatch(rf"[A-Za-z0-9_-]{{1,{most}}}", component)):
        problem = f'the component\'s name must be 1 to {most} characters of A-Z a-z 0-9 _ -; for example "sequences"'
        mistakes.add("name", problem, component)


def _consumers(given: SequenceServiceArgs, mistakes: Mistakes) -> dict[str, ConsumerArgs]:
    several = given.get("consumers", {})
    if "consumer" not in given:
        return {key_path("consumers", name): consumer for name, consumer in several.items()}
    if several:
        mistakes.add("consumers", "cannot be used together with consumer; keep one of the two", list(several))
    return {"consumer": given["consumer"]}


def _check_table(table: TableArgs, consumers: dict[str, ConsumerArgs], mistakes: Mistakes) -> None:
    if "existing" in table:
        _check_existing(table, consumers, mistakes)
    elif "stream_view_type" in table and not consumers:
        problem = "has no effect without a consumer; leave it out, or add one, for example consumer: {}"
        mistakes.add("table.stream_view_type", problem, table["stream_view_type"])
    elif any("code" not in consumer for consumer in consumers.values()):
        view = table.get("stream_view_type")
        if view in ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE"):
            problem = "the bundled consumer compares old and new values; leave it out, or use NEW_AND_OLD_IMAGES"
            mistakes.add("table.stream_view_type", problem, view)


def _check_existing(table: TableArgs, consumers: dict[str, ConsumerArgs], mistakes: Mistakes) -> None:
    for field, value in table.items():
        if field not in ("existing", "kms_key_arn"):
            problem = "cannot be set, because an existing table keeps its own settings; leave it out"
            mistakes.add(f"table.{field}", problem, value)
    existing = table["existing"]
    name, arn = existing.get("name"), existing.get("arn")
    if isinstance(name, str) and isinstance(arn, str) and not arn.endswith(f":table/{name}"):
        problem = f"is not the ARN of table.existing.name; give the one that ends with :table/{name}"
        mistakes.add("table.existing.arn", problem, arn)
    if consumers and not mistakes.about("table.existing") and "stream_arn" not in existing:
        rule = RULES[ExistingTableArgs]["stream_arn"]
        mistakes.add("table.existing.stream_arn", f"{rule.missing()}; a consumer reads the stream")


def _check_next_value(function: FunctionArgs, mistakes: Mistakes) -> None:
    _check_shipped("function", function, mistakes)
    timeout = function.get("timeout")
    if isinstance(timeout, int) and timeout < LEAST_TIMEOUT:
        problem = f"must be {LEAST_TIMEOUT} to 900, because one attempt at DynamoDB may take a second; for example 10"
        mistakes.add("function.timeout", problem, timeout)


def _check_shipped(path: str, function: FunctionArgs, mistakes: Mistakes) -> None:
    """What the functions of `handlers/` need, wherever they run."""
    runtime = function.get("runtime")
    if isinstance(runtime, str) and not re.fullmatch(r"python3\.(1[1-9]|[2-9]\d)", runtime):
        problem = 'must be Python 3.11 or newer, which the bundled code needs; for example "python3.13"'
        mistakes.add(f"{path}.runtime", problem, runtime)
    for variable in function.get("environment", {}):
        if variable.startswith("SEQUENCE_"):
            problem = "the component sets this variable itself, from its other options; remove it"
            mistakes.add(key_path(f"{path}.environment", variable), problem)


def _check_consumer(path: str, consumer: ConsumerArgs, mistakes: Mistakes) -> None:
    function = consumer.get("function", {})
    if "token_seconds" in function:
        problem = "only the next-value function has tokens; move it to function.token_seconds, or remove it"
        mistakes.add(f"{path}.function.token_seconds", problem, function["token_seconds"])
    if "code" not in consumer:
        _check_shipped(f"{path}.function", function, mistakes)
        if "handler" in consumer and not mistakes.at(f"{path}.code"):
            problem = 'needs code too; add it, for example pulumi.FileArchive("./app"), or remove handler'
            mistakes.add(f"{path}.handler", problem, consumer["handler"])
    elif "handler" not in consumer and not mistakes.at(f"{path}.handler"):
        mistakes.add(f"{path}.handler", 'missing; name the entry point in code, for example "app.handler"')
