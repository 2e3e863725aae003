"""`sequences restart`."""

from typing import Annotated

import typer

from ..counters import Counter
from ..errors import OperationError
from ..standing import exact
from .advance import DryRun, note_blocks
from .common import Context
from .integer import Integer


def restart(
    context: Context,
    name: Annotated[str, typer.Argument(help="The sequence.", show_default=False)],
    next_value: Annotated[
        int | None,
        typer.Option(
            "--with",
            parser=Integer("--with", 500),
            metavar="N",
            help="The next value to give out. Default: the definition's start.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Required: values may come twice.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Set a sequence back, or forward. Values may be given out twice."""
    definition = context.service.definition(name)
    following = definition.start if next_value is None else next_value
    definition.require(following, "--with")
    stored = None if following == definition.start else following - definition.increment
    if definition.following(stored) != following:
        raise OperationError(f"--with: {following} cannot come first; the sequence would begin at {definition.first}")
    seen = context.counters.get(name) or Counter(name, None)
    risk = f"{name}: the last value is {'not readable' if seen.problem else seen.value}, the next will be {following}"
    if seen.problem:
        risk += "; values that were given out may come again"
    elif seen.value is None:
        risk = f"{name}: not used yet, the next value will be {following}"
    elif not definition.is_forward(seen.value, following):
        risk += f"; the values from {following} to {seen.value} may come twice"
    if not force:
        raise typer.BadParameter(f"{risk}; add --force if you want that")
    fields = {"name": name, "before": exact(seen.value, wide=definition.wide)}
    fields |= {"next": exact(following, wide=definition.wide), "dry_run": dry_run}
    if dry_run:
        context.output.result(f"{risk} (dry run: nothing was changed)", fields)
        return
    if not yes:
        context.output.note(risk)
        _confirm()
    context.counters.replace(seen, stored)
    context.output.result(f"{name}: the next value is {following}", fields)
    if not seen.problem:  # then the last readable value is the end of every block
        note_blocks(context, definition)


def _confirm() -> None:
    try:
        confirmed = typer.confirm("Do you want to do this?", err=True)
    except typer.Abort as error:
        raise OperationError("not confirmed, so nothing was changed; answer y, or add --yes") from error
    if not confirmed:
        raise OperationError("not confirmed, so nothing was changed")
