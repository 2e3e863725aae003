"""What a deployment looks like: a live table on a terminal, one line a resource elsewhere."""

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

from ..deployment.creation import IgnoredInput
from ..deployment.deploy import Deployment
from ..deployment.progress import ProgressCallback, Resource, ResourceStarted


@contextlib.contextmanager
def shown(console: Console, title: str) -> Iterator[ProgressCallback]:
    """Show each resource as it is created. Gives what `deploy` tells of them; components, which are no more than a
    name, are left out.
    """
    console.print(f"\n[bold]{title}[/]", highlight=False)
    if console.is_terminal:
        rows = _Rows()
        with Live(get_renderable=rows.table, console=console, refresh_per_second=10, transient=False):
            yield rows.on_progress
    else:
        yield lambda step: _print(console, step)


def short(type_: str) -> str:
    """`aws:dynamodb/table:Table` as `dynamodb Table`."""
    package, _, kind = type_.rpartition(":")
    return f"{package.rpartition(':')[2].partition('/')[0]} {kind}"


def _is_shown(type_: str) -> bool:
    return type_.startswith("aws:")


def _print(console: Console, step: ResourceStarted | Resource) -> None:
    if isinstance(step, Resource) and _is_shown(step.type):
        console.print(f"  {short(step.type):<28}{step.name:<42}{step.seconds:5.1f} s", highlight=False, soft_wrap=True)


class _Rows:
    """The resources so far, in the order in which their creation began."""

    def __init__(self) -> None:
        self._steps: dict[str, tuple[ResourceStarted | Resource, float]] = {}
        self._spinner = Spinner("dots", style="cyan")
        self._lock = threading.Lock()

    def on_progress(self, step: ResourceStarted | Resource) -> None:
        if _is_shown(step.type):
            with self._lock:
                _, begun = self._steps.get(step.urn, (step, time.monotonic()))
                self._steps[step.urn] = step, begun

    def table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(width=2, justify="right")
        table.add_column(style="cyan", min_width=26)
        table.add_column(min_width=38)
        table.add_column(justify="right", style="dim")
        with self._lock:
            steps = list(self._steps.values())
        for step, begun in steps:
            ended = isinstance(step, Resource)
            seconds = step.seconds if isinstance(step, Resource) else time.monotonic() - begun
            mark = Text("✓", style="green") if ended else self._spinner
            table.add_row(mark, short(step.type), step.name, f"{seconds:.1f} s")
        return table


def print_deployment(console: Console, deployment: Deployment) -> None:
    """What the emulator cannot honour of it, and the stack's outputs, secret ones hidden."""
    if deployment.ignored_inputs:
        console.print("\n[bold]Not as on AWS[/]")
        _print_ignored(console, deployment.ignored_inputs)
    console.print("\n[bold]Outputs[/]")
    width = max(map(len, deployment.outputs), default=0)
    for name, value in sorted(deployment.outputs.items()):
        text = (
            "[secret]" if name in deployment.secret_outputs else value if isinstance(value, str) else json.dumps(value)
        )
        console.print(Text(f"  {name:<{width}}  ", style="cyan").append(text, style="default"), soft_wrap=True)


def _print_ignored(console: Console, ignored_inputs: list[IgnoredInput]) -> None:
    for (type_, reason), group in groupby(ignored_inputs, lambda each: (each.type, each.reason)):
        inputs = ", ".join(each.input for each in group)
        console.print(Text(f"  {short(type_)}: {inputs}: {reason}", style="dim"), soft_wrap=True)
