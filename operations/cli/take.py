"""`sequences next`."""

from typing import Annotated

import typer

from ..names import require_name
from ..next_value import ONCE, take
from .common import Context
from .integer import Integer

MAX_COUNT = 1_000_000  # values in one call


def next_value(
    context: Context,
    name: Annotated[str, typer.Argument(help="The sequence.", show_default=False)],
    count: Annotated[
        int | None,
        typer.Option(
            parser=Integer("--count", 10, low=1, high=MAX_COUNT),
            metavar="N",
            help=f"How many values, as one range: 1 to {MAX_COUNT:,}.",
        ),
    ] = None,
    token: Annotated[str | None, typer.Option(help="The same token gets the same answer.")] = None,
) -> None:
    """Take the next value, or the next range, by calling the function."""
    require_name(name)
    reply = take(context.aws.client("lambda", **ONCE), context.service.invoked, name, count, token)
    text = f"{reply['first']} to {reply['last']}" if isinstance(reply, dict) else str(reply)
    context.output.result(text, reply)
