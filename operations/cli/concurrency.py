"""`sequences pause` and `sequences resume`."""

import time

from ..concurrency import MARGIN_SECONDS, Concurrency, Reservation, wait
from .advance import DryRun
from .common import Context


def pause(context: Context, dry_run: DryRun = False) -> None:
    """Stop the function, and wait until running calls have ended."""
    function = _function(context)
    now = function.read()
    seconds = now.timeout + MARGIN_SECONDS
    if dry_run:
        verb = "is stopped already" if now.stopped else "would be stopped"
        context.output.result(f"{context.service.function} {verb}; running calls end within {seconds} s", _fields(now))
        return
    function.stop(now)
    with context.output.progress("waiting until running calls have ended:") as show:
        wait(seconds, time.sleep, lambda left: show(f"{left} s"))
    text = f"{context.service.function} is stopped, and its running calls have ended"
    context.output.result(f"{text}; sequences resume starts it again", _fields(function.read()))


def resume(context: Context, dry_run: DryRun = False) -> None:
    """Start the function, with the concurrency that was reserved and provisioned before the pause."""
    function = _function(context)
    now = function.read()
    reserved = f"{now.earlier} reserved" if now.earlier is not None else "no concurrency reserved"
    if now.earlier_ready is not None:
        reserved += f" and {now.earlier_ready} provisioned"
    if not now.stopped:
        text = "was not stopped"
    elif dry_run:
        text = f"would be started, with {reserved}"
    else:
        text = f"is started, with {reserved}"
    if not dry_run:
        function.start(now)
    context.output.result(f"{context.service.function} {text}", _fields(now if dry_run else function.read()))
    if now.stopped and now.kept is None:
        context.output.note(
            "something else than sequences pause stopped it; if you use reserved_concurrent_executions, deploy again"
        )


def _function(context: Context) -> Concurrency:
    return Concurrency(context.aws.client("lambda"), str(context.service.function))


def _fields(now: Reservation) -> dict[str, object]:
    earlier = {"earlier": now.earlier, "earlier_provisioned": now.earlier_ready}
    return {"stopped": now.stopped, "reserved": now.reserved, **earlier, "timeout": now.timeout}
