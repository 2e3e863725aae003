"""The app: its commands, by name."""

from collections.abc import Callable
from typing import Any

import typer

from .advance import advance
from .check import check
from .common import add_command
from .concurrency import pause, resume
from .listing import list_, show
from .redrive import redrive
from .restart import restart
from .take import next_value
from .watch import watch

COMMANDS: dict[str, Callable[..., Any]] = {
    "next": next_value,
    "list": list_,
    "show": show,
    "advance": advance,
    "restart": restart,
    "pause": pause,
    "resume": resume,
    "check": check,
    "watch": watch,
    "redrive": redrive,
}


def make_app() -> typer.Typer:
    """Make the app `sequences`."""
    app = typer.Typer(
        name="sequences",
        help="Operate a sequence service. Exit code 0: done; 1: refused or failed; 2: wrong usage.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    for name, function in COMMANDS.items():
        add_command(app, name, function)
    return app
