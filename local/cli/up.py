"""Keeps a program deployed until you end it."""

import json
from pathlib import Path
from textwrap import indent

from rich.console import Console
from rich.text import Text

from ..deployment.deploy import deploy
from ..deployment.stack import region_of, title_of
from ..emulator.emulator import Emulator
from .display import print_deployment, show_progress
from .usage import usage


def up(console: Console, folder: Path, stack: str, *, port: int | None, persist: Path | None) -> None:
    """Deploy, print how to use it, and wait. Never returns; raises a subclass of `LocalError`, or `Interrupted`."""
    with Emulator.start(port=port, region=region_of(folder, stack), persist=persist) as emulator:
        console.print(f"Emulated AWS, IAM enforced, at {emulator.endpoint}", highlight=False)
        with show_progress(console, title_of(folder, stack)) as on_progress:
            deployment = deploy(folder, stack=stack, emulator=emulator, on_progress=on_progress)
        print_deployment(console, deployment)
        outputs = emulator.scratch / "outputs.json"
        outputs.write_text(json.dumps(deployment.shown_outputs()))
        console.print("\n[bold]To use it[/], in another terminal")
        console.print(Text(indent(usage(emulator, deployment, outputs), "  ")), soft_wrap=True)
        console.print("\nRunning; press Ctrl-C to take it down.")
        emulator.wait()
