"""`sequences watch`."""

import contextlib
import time
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.live import Live
from rich.table import Table
from rich.text import Text

from ..errors import OperationError
from ..names import require_name
from ..pace import Paces
from ..standing import Standing, all_standings, standing_of
from ..wording import plain
from .common import Context

FRAME = 4  # lines of the terminal that are not rows


def watch(
    context: Context,
    names: Annotated[list[str] | None, typer.Argument(help="Only these sequences.", show_default=False)] = None,
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two readings of the table.")] = 2.0,
    times: Annotated[int | None, typer.Option(min=1, help="How many readings to show. Default: until Ctrl-C.")] = None,
) -> None:
    """Show live: values per second, last value and share used of each sequence."""
    paces, shown = Paces(), 0
    paces.read(_read(context, names), time.monotonic())
    live = context.output.console.is_terminal and not context.json
    with contextlib.suppress(KeyboardInterrupt), _screen(context, live=live) as screen:
        while times is None or shown < times:
            time.sleep(every)
            found = _read(context, names)
            paces.read(found, time.monotonic())
            shown += 1
            if screen:
                screen.update(_table(found, paces, context.output.console.height - FRAME), refresh=True)
            else:
                _print(context, found, paces)


@contextlib.contextmanager
def _screen(context: Context, *, live: bool) -> Iterator[Live | None]:
    if not live:
        yield None
        return
    with Live(console=context.output.console, auto_refresh=False) as screen:
        yield screen


def _read(context: Context, names: list[str] | None) -> list[Standing]:
    definitions = context.service.definitions
    if not names:
        return list(all_standings(context.counters, definitions, lambda _: None))
    for name in names:
        require_name(name)
    if definitions and (unknown := [name for name in names if definitions.key_of(name) is None]):
        raise OperationError(f"sequence {unknown[0]}: not declared; check the name")
    return [standing_of(name, context.counters.get(name), definitions) for name in names]


def _table(found: list[Standing], paces: Paces, most: int) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name")
    for title in ("values/s", "last value", "used"):
        table.add_column(title, justify="right")
    table.add_column("pace")
    fastest = sorted(found, key=lambda each: (-paces.now(each.name), each.name))
    for each in fastest[: max(most, 1)]:
        # Anyone who may write the table chose the names: they must hold neither markup nor control characters.
        table.add_row(*(Text(plain(cell)) for cell in _cells(each, paces)), paces.sparkline(each.name))
    if len(fastest) > most:
        table.add_row(f"and {len(fastest) - most:,} slower ones")
    return table


def _print(context: Context, found: list[Standing], paces: Paces) -> None:
    def fields() -> list[dict[str, object]]:
        return [{**each.fields(), "per_second": round(paces.now(each.name), 3)} for each in found]

    context.output.rows(("name", "values/s>", "last value>", "used>"), (_cells(each, paces) for each in found), fields)


def _cells(each: Standing, paces: Paces) -> tuple[str, ...]:
    used = "" if each.percent_used is None else f"{each.percent_used:.1f} %"
    last = "" if each.problem else "not used"
    return each.name, f"{paces.now(each.name):.1f}", last if each.value is None else str(each.value), used
