"""A contender: a program that gives out values, and how to start it."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NODE = Path(__file__).parent / "contenders" / "node"


@dataclass(frozen=True)
class Contender:
    """A program with a `handler`. `event` asks it for `values` values, which are of the counter `counter`."""

    name: str
    what: str
    program: str
    """A Python module, or a file in `contenders/node`."""
    event: Mapping[str, Any] = field(default_factory=dict, hash=False)
    values: int = 1
    tokens: bool = False
    needs: str = "DynamoDB Local"
    """What must run, or be installed, besides Python."""

    @property
    def counter(self) -> str:
        """Whose values must differ: of this program and this name. Two modes may share a sequence."""
        return f"{self.program} {self.event.get('name', '')}"

    @property
    def is_node(self) -> bool:
        """Whether it runs in Node.js."""
        return self.program.endswith(".js")

    @property
    def worker_command(self) -> list[str]:
        """The command of a process that obeys, as worker.py says."""
        if self.is_node:
            return ["node", str(NODE / "worker.js"), str(NODE / self.program)]
        return [sys.executable, "-m", "benchmarks.worker", self.program]

    @property
    def first_answer_command(self) -> list[str]:
        """The command of a process that prints one answer, with no more code than that needs."""
        event = json.dumps(dict(self.event))
        if self.is_node:
            program = json.dumps(str(NODE / self.program))
            return ["node", "-e", f"require({program}).handler({event}).then((value) => console.log(value))"]
        code = f"from {self.program} import handler\nprint(handler({dict(self.event)!r}, None), flush=True)"
        return [sys.executable, "-c", code]
