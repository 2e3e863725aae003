"""`sequences list` and `sequences show`."""

from typing import Annotated

import typer

from ..definitions import Definition, Definitions
from ..errors import OperationError
from ..names import matching, require_name
from ..standing import Standing, all_standings, standing_of, unused_patterns
from ..wording import count, plain
from .common import Context

COLUMNS = ("name", "last value>", "used>", "left>", "declared as", "note")


def list_(context: Context) -> None:
    """List every sequence, and the patterns that no name uses yet: last value, share used, values left."""
    service, counters = context.service, context.counters
    definitions = service.definitions
    with context.output.progress(f"reading table {service.table}") as show:
        found = list(all_standings(counters, definitions, lambda read: show(f"{read:,} sequences")))
    found = sorted([*found, *unused_patterns(found, definitions)], key=lambda each: each.name)
    known = definitions is not None
    context.output.rows(COLUMNS, (_row(each, known) for each in found), lambda: [each.fields() for each in found])


def show(
    context: Context,
    name: Annotated[str, typer.Argument(help="The sequence, or a declared pattern.", show_default=False)],
) -> None:
    """Show one sequence or pattern with its definition."""
    definitions = context.service.definitions
    if definitions and name in definitions.patterns:
        _show_pattern(context, name, definitions)
        return
    if definitions and matching(name):
        raise OperationError(f"pattern {name}: not declared; sequences list shows the declared ones")
    require_name(name)
    counter = context.counters.get(name)
    if counter is None and (definitions is None or definitions.key_of(name) is None):
        raise OperationError(f"sequence {name}: the table has no such sequence, and it is not declared; check the name")
    standing = standing_of(name, counter, definitions)
    lines = {"name": name, **dict(zip(COLUMNS[1:], _row(standing, definitions is not None)[1:], strict=True))}
    if standing.definition:
        lines |= _definition_lines(standing.definition)
    context.output.result(_page(lines), standing.fields())


def _show_pattern(context: Context, pattern: str, definitions: Definitions) -> None:
    definition, names = definitions.by_key[pattern], 0
    with context.output.progress(f"reading table {context.service.table}") as show:
        for standing in all_standings(context.counters, definitions, lambda read: show(f"{read:,} sequences")):
            names += standing.key == pattern
    lines = {"pattern": pattern, "used by": count(names, "name"), **_definition_lines(definition)}
    fields = Standing(pattern, pattern, definition, None).fields()
    context.output.result(_page(lines), {"pattern": pattern, "definition": fields["definition"], "names": names})


def _definition_lines(definition: Definition) -> dict[str, str]:
    return {field: str(value).lower() for field, value in definition._asdict().items()}


def _page(lines: dict[str, str]) -> str:
    return "\n".join(f"{title.removesuffix('>'):<12}{plain(line)}" for title, line in lines.items() if line)


def _row(standing: Standing, known: bool) -> tuple[str, ...]:
    return (
        standing.name,
        _text(standing.value, "" if standing.problem else "not used"),
        "" if standing.percent_used is None else f"{standing.percent_used:.1f} %",
        _text(standing.left, ""),
        standing.key or "",
        standing.problem or ("not declared" if known and standing.key is None else ""),
    )


def _text(number: int | None, none: str) -> str:
    return none if number is None else str(number)
