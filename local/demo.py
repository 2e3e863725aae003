"""The main job: numbers drawn from the deployed service through the Lambda API, as any caller draws them."""

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from .display import print_deployment, shown
from .emulator import Emulator
from .errors import LocalError
from .program import Deployment, deploy
from .signals import ignore_interrupts
from .stack import region_of

NAME = "orders"
CALLERS, VALUES = 8, 200
CONSUMER_SECONDS = 30  # the consumer is told within a second; on a loaded machine it takes longer


class DemoError(LocalError):
    """The deployed service did not do what it promises."""


def demo(console: Console, folder: Path, stack: str) -> None:
    """Deploy the program, draw numbers, show them, take everything down. Raises a child of `LocalError`."""
    started = time.monotonic()
    with Emulator.start(region=region_of(folder, stack)) as emulator:
        console.print(f"Emulated AWS, IAM enforced, at {emulator.endpoint}", highlight=False)
        with shown(console, f"Deploying stack {stack}") as watch:
            deployment = deploy(folder, stack=stack, emulator=emulator, watch=watch)
        print_deployment(console, deployment)
        _draw(console, emulator, deployment)
    ignore_interrupts()
    console.print(f"\nTaken down after {time.monotonic() - started:.1f} s.", highlight=False)


def _draw(console: Console, emulator: Emulator, deployment: Deployment) -> None:
    function, functions = deployment.outputs.get("function_name"), emulator.client("lambda")
    if function is None:
        raise DemoError(f"{deployment.project} exports no function_name: the demo is for the sequence service; try up")

    def call(**request: object) -> Any:
        reply = functions.invoke(FunctionName=function, Payload=json.dumps(request), LogType="Tail")
        if "FunctionError" in reply:
            return _error(reply)
        return json.load(reply["Payload"])

    def show(**request: object) -> Any:
        answer = call(**request)
        told = answer if isinstance(answer, str) else json.dumps(answer)
        console.print(Text(f"  {json.dumps(request):<33}", style="cyan").append(told, style="default"), soft_wrap=True)
        return answer

    console.print(f"\n[bold]Drawn[/] by invoking {function}", highlight=False)
    for _ in range(3):
        show(name=NAME)
    taken = show(name=NAME, count=10)
    if not isinstance(taken, dict):
        raise DemoError(f"a range of values was refused: {taken}")
    started = time.monotonic()
    with ThreadPoolExecutor(CALLERS) as callers:
        values = list(callers.map(lambda _: call(name=NAME), range(VALUES)))
    seconds = time.monotonic() - started
    _check(values, after=taken["last"])
    asked = f"{VALUES} calls by {CALLERS} at once"
    told = f"{min(values)} to {max(values)}, no two alike, {seconds:.1f} s"
    console.print(Text(f"  {asked:<33}", style="cyan").append(told, style="default"))
    show(name="no such name")
    if consumer := deployment.outputs.get("consumer_function_name"):
        _show_consumer(console, emulator, consumer, max(values))


def _error(reply: dict[str, Any]) -> str:
    """`InvalidRequestError: …`. The emulator's reply has the message alone; the type stands in the function's log."""
    message = json.load(reply["Payload"])["errorMessage"]
    log = base64.b64decode(reply["LogResult"]).decode()
    lines = (line for line in reversed(log.splitlines()) if line.endswith(f": {message}"))
    type_ = next(lines, "").partition(":")[0].rpartition(".")[2]
    return f"{type_ or reply['FunctionError']}: {message}"


def _check(values: list[Any], *, after: int) -> None:
    wrong = [value for value in values if not isinstance(value, int)]
    if wrong:
        raise DemoError(f"a call gave no number: {wrong[0]}")
    if len(set(values)) != len(values) or min(values) <= after:
        raise DemoError(f"values were given out twice: {sorted(values)}")


def _show_consumer(console: Console, emulator: Emulator, function: str, last: int) -> None:
    deadline = time.monotonic() + CONSUMER_SECONDS
    while True:
        changes = [line for line in _changes(emulator, function) if line["name"] == NAME]
        if changes and changes[-1]["new"] == last:
            break
        if time.monotonic() > deadline:
            raise DemoError(f"{function} has not seen the value {last} after {CONSUMER_SECONDS} s: {changes[-1:]}")
        time.sleep(0.1)
    if any(later["old"] != earlier["new"] for earlier, later in pairwise(changes)):
        raise DemoError(f"{function} has seen changes out of order: {changes}")
    told = f"{len(changes)} changes, in order; the last two"
    console.print(f"\n[bold]Seen[/] by the stream consumer: {told}", highlight=False)
    for change in changes[-2:]:
        told = json.dumps({field: change[field] for field in ("name", "old", "new", "at")})
        console.print(Text(f"  {told}"), soft_wrap=True)


def _changes(emulator: Emulator, function: str) -> list[dict[str, Any]]:
    lines = (json.loads(line) for line in emulator.printed_by(function) if line.startswith("{"))
    return [line for line in lines if line.get("message") == "sequence changed"]
