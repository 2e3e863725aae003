"""Shows a deployment: as a live table on a terminal, elsewhere with one line for each resource."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from ..deployment.deploy import Deployment
from ..deployment.progress import ProgressCallback, Resource, ResourceStarted


@contextlib.contextmanager
def show_progress(console: Console, title: str) -> Iterator[ProgressCallback]:
    """Show each resource while it is created. Yields the callback for `deploy`. Components are not shown."""
    console.print(f"\n[bold]{title}[/]", highlight=False)
    if console.is_terminal:
        rows = _Rows()
        with Live(get_renderable=rows.table, console=console, refresh_per_second=10, transient=False):
            yield rows.on_progress
    else:
        yield lambda step: _print(console, step)


def short_type(type_: str) -> str:
    """`aws:dynamodb/table:Table` as `dynamodb Table`."""
    package, _, kind = type_.rpartition(":")
    return f"{package.rpartition(':')[2].partition('/')[0]} {kind}"


def _is_shown(type_: str) -> bool:
    return type_.startswith("aws:")


def _print(console: Console, step: ResourceStarted | Resource) -> None:
    if isinstance(step, Resource) and _is_shown(step.type):
        console.print(
            f"  {short_type(step.type):<28}{step.name:<42}{step.seconds:5.1f} s", highlight=False, soft_wrap=True
        )


class _Rows:
    """The resources so far, in the order in which their creation started."""

    def __init__(self) -> None:
        self._steps: dict[str, tuple[ResourceStarted | Resource, float]] = {}
        self._spinner = Spinner("dots", style="cyan")
        self._lock = threading.Lock()

    def on_progress(self, step: ResourceStarted | Resource) -> None:
        if _is_shown(step.type):
            with self._lock:
                _, started = self._steps.get(step.urn, (step, time.monotonic()))
                self._steps[step.urn] = step, started

    def table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(width=2, justify="right")
        table.add_column(style="cyan", min_width=26)
        table.add_column(min_width=38)
        table.add_column(justify="right", style="dim")
        with self._lock:
            steps = list(self._steps.values())
        for step, started in steps:
            ended = isinstance(step, Resource)
            seconds = step.seconds if isinstance(step, Resource) else time.monotonic() - started
            mark = Text("✓", style="green") if ended else self._spinner
            table.add_row(mark, short_type(step.type), step.name, f"{seconds:.1f} s")
        return table


def print_deployment(console: Console, deployment: Deployment) -> None:
    """Print what differs from AWS, then the stack's outputs. Secret outputs are hidden."""
    if lines := list(_differences(deployment)):
        console.print("\n[bold]Not as on AWS[/]")
        for line in lines:
            console.print(Text(f"  {line}", style="dim"), soft_wrap=True)
    console.print("\n[bold]Outputs[/]")
    width = max(map(len, deployment.outputs), default=0)
    for name, value in sorted(deployment.shown_outputs().items()):
        shown = value if isinstance(value, str) else json.dumps(value)
        console.print(Text(f"  {name:<{width}}  ", style="cyan").append(shown, style="default"), soft_wrap=True)


def _differences(deployment: Deployment) -> Iterator[str]:
    for (type_, reason), group in groupby(deployment.ignored_inputs, lambda each: (each.type, each.reason)):
        yield f"{short_type(type_)}: {', '.join(each.input for each in group)}: {reason}"
    for difference in deployment.differences:
        yield f"{short_type(difference.type)}: {difference.text}"
