"""A Pulumi program that runs in this process: a project's folder, or a function."""

import contextlib
import os
import runpy
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi

from sequence_service.project import Project, config_text, full_key, in_place_of_the_cli, is_in

_ROOM = f"{Path(__file__).parents[1]}{os.sep}"


@dataclass(frozen=True)
class Program:
    """A program, and where and with which configuration it runs."""

    project: str
    stack: str
    config: Mapping[str, str]
    run: Callable[[], object]
    folder: Path
    """The folder of its own modules."""
    place: contextlib.AbstractContextManager[None]
    """Sets the working directory and the import path that the program expects."""

    @classmethod
    def of_project(cls, project: Project) -> "Program":
        """The program in a project's folder. It runs as with the Pulumi CLI."""
        return cls(
            project.name,
            project.stack,
            project.config,
            lambda: runpy.run_path(str(project.main), run_name="__main__"),
            project.main.parent,
            in_place_of_the_cli(project.main),
        )

    @classmethod
    def of_function(
        cls, function: Callable[[], object], project: str, stack: str, config: Mapping[str, Any]
    ) -> "Program":
        """A function as a program of its own. A configuration key without a namespace belongs to the project."""
        texts = {full_key(project, key): config_text(value) for key, value in config.items()}
        folder = Path(getattr(function, "__globals__", {}).get("__file__", ".")).resolve().parent
        return cls(project, stack, texts, function, folder, contextlib.nullcontext())

    def describe(self, error: BaseException) -> str:
        """The error as the program's author wants to see it: only with the lines of the program."""
        if isinstance(error, pulumi.RunError):
            return str(error)
        if isinstance(error, SystemExit):
            return f"the program called sys.exit({error.code!r})"
        summary = traceback.TracebackException.from_exception(error)
        summary.stack = traceback.StackSummary.from_list([frame for frame in summary.stack if self._has(frame)])
        summary.__cause__ = summary.__context__ = None
        return "the program raised\n" + "".join(summary.format()).rstrip()

    def _has(self, frame: traceback.FrameSummary) -> bool:
        return is_in(frame.filename, self.folder) and not frame.filename.startswith(_ROOM)
