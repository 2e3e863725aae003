"""`sequences list` and `sequences show`."""

from typing import Annotated

import typer

from ..errors import OperationError
from ..standing import Standing, all_standings, standing_of
from ..wording import plain
from .common import Context

COLUMNS = ("name", "last value>", "used>", "left>", "declared as", "note")


def list_(context: Context) -> None:
    """List every sequence: last value, share used, values left."""
    service, counters = context.service, context.counters
    definitions = service.definitions
    with context.output.progress(f"reading table {service.table}") as show:
        found = sorted(
            all_standings(counters, definitions, lambda read: show(f"{read:,} sequences")), key=lambda each: each.name
        )
    known = definitions is not None
    context.output.rows(COLUMNS, (_row(each, known) for each in found), lambda: [each.fields() for each in found])


def show(context: Context, name: Annotated[str, typer.Argument(help="The sequence.", show_default=False)]) -> None:
    """Show one sequence with its definition."""
    definitions = context.service.definitions
    counter = context.counters.get(name)
    if counter is None and (definitions is None or definitions.key_of(name) is None):
        raise OperationError(f"sequence {name}: the table has no such sequence, and it is not declared; check the name")
    standing = standing_of(name, counter, definitions)
    lines = {"name": name, **dict(zip(COLUMNS[1:], _row(standing, definitions is not None)[1:], strict=True))}
    if standing.definition:
        lines |= {field: str(value).lower() for field, value in standing.definition._asdict().items()}
    text = "\n".join(f"{title.removesuffix('>'):<12}{plain(line)}" for title, line in lines.items() if line)
    context.output.result(text, standing.fields())


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
