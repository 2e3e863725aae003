"""The command line: `python -m local demo`, `python -m local up`."""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ..errors import LocalError
from .demo import demo
from .output import Output
from .signals import Interrupted
from .up import up


def run() -> int:
    """Returns the exit code: 0, or 1 after an error. Raises `Interrupted` when everything is taken down."""
    options = _options()
    console = Console(file=Output(sys.stdout))
    try:
        try:
            if options.command == "demo":
                demo(console, options.program_dir, options.stack)
            else:
                up(console, options.program_dir, options.stack, port=options.port, persist=options.persist)
        except Interrupted:
            console.print("\nTaken down.")
            raise
    except LocalError as error:
        Console(stderr=True).print(
            Text("error: ", style="bold red").append(str(error), style="default"), soft_wrap=True
        )
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"python -m {str(__package__).rpartition('.')[0]}",
        description="Deploy a Pulumi program to an emulated AWS on this machine.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    shared = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    shared.add_argument("--stack", default="dev", help="the stack, as in Pulumi.STACK.yaml (default: dev)")
    shared.add_argument("program_dir", nargs="?", type=Path, default=Path(), help="a folder with a Pulumi.yaml")
    commands.add_parser("demo", parents=[shared], allow_abbrev=False, help="deploy, draw numbers, take everything down")
    upper = commands.add_parser("up", parents=[shared], allow_abbrev=False, help="deploy, and keep it until Ctrl-C")
    upper.add_argument("--port", type=_port, help="the port on 127.0.0.1 (default: a free one)")
    upper.add_argument("--persist", type=Path, metavar="DIR", help="keep the state in this folder, such as .state")
    return parser.parse_args()


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a port; pass a number from 1 to 65535, such as 4566")
    return port
