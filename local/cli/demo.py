"""Draws numbers from the deployed sequence service through the Lambda API, as any caller does."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from ..deployment.deploy import Deployment, deploy
from ..deployment.stack import region_of, title_of
from ..emulator.emulator import Emulator
from ..errors import LocalError
from .display import print_deployment, show_progress
from .product import CHANGE_MESSAGE, CONSUMER_OUTPUT, EXAMPLE_SEQUENCE, FUNCTION_OUTPUT, MISSPELT_SEQUENCE
from .signals import ignore_interrupts

CALLERS, VALUES = 4, 100
CONSUMER_SECONDS = 30  # usually within a second; on a loaded machine it takes longer


class DemoError(LocalError):
    """The deployed service broke a promise."""


def demo(console: Console, folder: Path, stack: str) -> None:
    """Deploy the program, draw numbers, show them, take everything down. Raises a subclass of `LocalError`."""
    started = time.monotonic()
    with Emulator.start(region=region_of(folder, stack)) as emulator:
        console.print(f"Emulated AWS, IAM enforced, at {emulator.endpoint}", highlight=False)
        with show_progress(console, title_of(folder, stack)) as on_progress:
            deployment = deploy(folder, stack=stack, emulator=emulator, on_progress=on_progress)
        print_deployment(console, deployment)
        _draw(console, emulator, deployment)
    ignore_interrupts()
    console.print(f"\nTaken down after {time.monotonic() - started:.1f} s.", highlight=False)


@dataclass(frozen=True)
class _Sequences:
    """The deployed service, as its callers see it."""

    function: str
    lambda_client: Any

    def draw(self, **request: object) -> Any:
        """The function's reply. Raises `DemoError` if it is an error."""
        reply, failed = self._invoke(request)
        if failed:
            raise DemoError(f"{json.dumps(request)}: {_error_text(reply)}")
        return reply

    def answer(self, **request: object) -> str:
        """The function's reply as JSON, or its error, such as `UnknownSequenceError: ...`."""
        reply, failed = self._invoke(request)
        return _error_text(reply) if failed else json.dumps(reply)

    def _invoke(self, request: dict[str, object]) -> tuple[Any, bool]:
        reply = self.lambda_client.invoke(FunctionName=self.function, Payload=json.dumps(request))
        return json.load(reply["Payload"]), "FunctionError" in reply


def _error_text(error: dict[str, Any]) -> str:
    return f"{error['errorType']}: {error['errorMessage']}"


def _draw(console: Console, emulator: Emulator, deployment: Deployment) -> None:
    function = deployment.outputs.get(FUNCTION_OUTPUT)
    if function is None:
        problem = "the demo needs the sequence service; run `up` for another program"
        raise DemoError(f"{deployment.project} has no output {FUNCTION_OUTPUT}; {problem}")
    sequences = _Sequences(function, emulator.client("lambda"))

    def show(request: str, reply: str) -> None:
        console.print(Text(f"  {request:<33}", style="cyan").append(reply, style="default"), soft_wrap=True)

    def draw_and_show(**request: object) -> Any:
        reply = sequences.draw(**request)
        show(json.dumps(request), json.dumps(reply))
        return reply

    console.print(f"\n[bold]Drawn[/] by invoking {function}", highlight=False)
    for _ in range(3):
        draw_and_show(name=EXAMPLE_SEQUENCE)
    taken = draw_and_show(name=EXAMPLE_SEQUENCE, count=10)
    started = time.monotonic()
    with ThreadPoolExecutor(CALLERS) as callers:
        values = list(callers.map(lambda _: sequences.draw(name=EXAMPLE_SEQUENCE), range(VALUES)))
    seconds = time.monotonic() - started
    _check(values, after=taken["last"])
    show(f"{VALUES} calls by {CALLERS} at once", f"{min(values)} to {max(values)}, no two alike, {seconds:.1f} s")
    misspelt = {"name": MISSPELT_SEQUENCE}  # a stack that declares `*` gives a value for this too
    show(json.dumps(misspelt), sequences.answer(**misspelt))
    if consumer := deployment.outputs.get(CONSUMER_OUTPUT):
        _show_consumer(console, emulator, consumer, max(values))


def _check(values: list[Any], *, after: int) -> None:
    if len(set(values)) != len(values) or min(values) <= after:
        raise DemoError(f"a value was issued twice: {sorted(values)}")


def _show_consumer(console: Console, emulator: Emulator, function: str, last: int) -> None:
    deadline = time.monotonic() + CONSUMER_SECONDS
    while True:
        changes = [line for line in _changes(emulator, function) if line["name"] == EXAMPLE_SEQUENCE]
        if changes and changes[-1]["new"] == last:
            break
        if time.monotonic() > deadline:
            raise DemoError(f"{function} did not see the value {last} within {CONSUMER_SECONDS} s: {changes[-1:]}")
        time.sleep(0.1)
    if any(later["old"] != earlier["new"] for earlier, later in pairwise(changes)):
        raise DemoError(f"{function} saw changes out of order: {changes}")
    summary = f"{len(changes)} changes, in order; the last two"
    console.print(f"\n[bold]Seen[/] by the stream consumer: {summary}", highlight=False)
    for change in changes[-2:]:
        text = json.dumps({field: change[field] for field in ("name", "old", "new", "at")})
        console.print(Text(f"  {text}"), soft_wrap=True)


def _changes(emulator: Emulator, function: str) -> list[dict[str, Any]]:
    lines = (json.loads(line) for line in emulator.printed_by(function) if line.startswith("{"))
    return [line for line in lines if line.get("message") == CHANGE_MESSAGE]
